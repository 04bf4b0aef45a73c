// New names, and everything that speaks of the old ones.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

void replace(std::string& value, std::string_view from, std::string_view to) {
  if (value == from) value = to;
}
void replace(std::vector<std::string>& list, std::string_view from, std::string_view to) {
  for (std::string& value : list) replace(value, from, to);
}

/// nextval('old'::regclass) in the defaults that use a sequence.
void rename_in_defaults(Draft& draft, const QualifiedName& from, const QualifiedName& to) {
  const std::string old_literal = quote_literal(from.schema == "public" ? quote_identifier(from.name, Dialect::PostgreSQL)
                                                                        : quote_name(from, Dialect::PostgreSQL));
  const std::string new_literal = quote_literal(to.schema == "public" ? quote_identifier(to.name, Dialect::PostgreSQL)
                                                                      : quote_name(to, Dialect::PostgreSQL));
  const auto uses = [&](const CatalogColumn& column) {
    return column.default_expression.find(old_literal) != std::string::npos;
  };
  for (const std::string& key : draft.keys([&](const CatalogRelation& relation) {
         return std::any_of(relation.columns.begin(), relation.columns.end(), uses);
       })) {
    for (CatalogColumn& column : draft.edit(key)->columns) {
      if (uses(column)) column.default_expression = replace_all(column.default_expression, old_literal, new_literal);
    }
  }
}

/// Those that refer to the relation by its key.
void rename_references(Draft& draft, const std::string& from, const std::string& to) {
  const std::string owner = from + ".";
  const auto refers = [&](const CatalogRelation& relation) {
    return relation.parent == from || relation.owned_by.starts_with(owner) || contains(relation.inherits, from) ||
           contains(relation.reads, from) ||
           std::any_of(relation.constraints.begin(), relation.constraints.end(),
                       [&](const CatalogConstraint& constraint) { return constraint.referenced == from; });
  };
  for (const Tie tie : {Tie::Below, Tie::References, Tie::Reads, Tie::OwnedBy}) {
    for (const std::string& key : draft.mentioning(tie, from, refers)) {
      CatalogRelation& relation = *draft.edit(key);
      replace(relation.parent, from, to);
      replace(relation.inherits, from, to);
      replace(relation.reads, from, to);
      if (relation.owned_by.starts_with(owner)) relation.owned_by = to + "." + relation.owned_by.substr(owner.size());
      for (CatalogConstraint& constraint : relation.constraints) replace(constraint.referenced, from, to);
    }
  }
}

void rename_in_views(Draft& draft, const QualifiedName& from, const QualifiedName& to,
                     const std::vector<std::string>& views) {
  const Dialect dialect = draft.dialect();
  const std::string_view schema = draft.base().default_schema();
  const auto renamed = [&](std::string& text) { text = rename_relation(text, from, to, schema, dialect); };
  for (const std::string& view : views) {
    CatalogRelation* known = draft.edit(view);
    renamed(known->view_query);
    if (dialect == Dialect::SQLite) renamed(known->definition);
  }
}

/// A column's name in one relation: columns, constraints, indexes, expressions, partition key and triggers.
void rename_in(const Draft& draft, CatalogRelation& table, const std::string& from, const std::string& to) {
  const Dialect dialect = draft.dialect();
  const auto in_text = [&](std::string& text) {
    if (!text.empty()) text = rename_column(text, from, to, table.name, dialect);
  };
  const auto is_old = [&](const std::string& name) { return same_name(name, from, dialect); };
  for (CatalogColumn& column : table.columns) {
    if (is_old(column.name)) {
      const std::string not_null = not_null_name(table, column);
      column.name = to;
      if (column.not_null && names_not_null(draft)) set_not_null_name(table, column, not_null);
    }
    in_text(column.generated_expression);
  }
  for (CatalogConstraint& constraint : table.constraints) {
    std::replace_if(constraint.columns.begin(), constraint.columns.end(), is_old, to);
    std::replace_if(constraint.include.begin(), constraint.include.end(), is_old, to);
    in_text(constraint.expression);
    if (constraint.kind == ConstraintKind::Exclude) in_text(constraint.definition);
  }
  for (CatalogIndex& index : table.indexes) {
    for (CatalogIndexElement& element : index.elements) {
      if (is_old(element.column)) element.column = to;
      in_text(element.expression);
    }
    std::replace_if(index.include.begin(), index.include.end(), is_old, to);
    in_text(index.predicate);
    if (dialect == Dialect::SQLite) in_text(index.definition);
  }
  for (CatalogPolicy& policy : table.policies) in_text(policy.definition);
  for (CatalogTrigger& trigger : table.triggers) in_text(trigger.definition);
  for (CatalogGrant& grant : table.grants) {
    if (is_old(grant.column)) grant.column = to;
  }
  std::sort(table.grants.begin(), table.grants.end());
  std::replace_if(table.partition_columns.begin(), table.partition_columns.end(), is_old, to);
  in_text(table.definition);
}

}  // namespace

Status rename_relation(Draft& draft, const std::string& key, const std::string& schema, const std::string& name) {
  const bool sqlite = draft.dialect() == Dialect::SQLite;
  const CatalogRelation* old = draft.find(key);
  if (old == nullptr) return no_such_relation(key);
  CatalogRelation moved = *old;
  const QualifiedName from{moved.schema, moved.name, {}};
  moved.schema = schema;
  moved.name = sqlite ? name : name.substr(0, longest_name);
  for (CatalogColumn& column : moved.columns) {
    if (column.not_null && names_not_null(draft)) set_not_null_name(moved, column, not_null_name(*old, column));
  }
  const QualifiedName to{moved.schema, moved.name, {}};
  std::string new_key = relation_key(moved);
  if (sqlite) new_key = to_lower(new_key);
  if (new_key == key && moved.name == from.name) {
    if (from.schema == to.schema) return refuse("42P07", "relation \"" + name + "\" already exists");
    return {};
  }
  const CatalogRelation* taken = draft.find(new_key);
  if (new_key != key && ((taken != nullptr && !taken->partial) ||
                         (!sqlite && !draft.table_of_index(moved.schema, moved.name).empty()))) {
    return refuse("42P07", "relation \"" + name + "\" already exists");
  }
  rename_in_views(draft, from, to, draft.views_over(key));
  for (CatalogTrigger& trigger : moved.triggers) {
    trigger.definition =
        rename_relation(trigger.definition, from, to, draft.base().default_schema(), draft.dialect());
  }
  if (sqlite) {
    moved.definition = rename_relation(moved.definition, from, to, "main", Dialect::SQLite);
    for (CatalogIndex& index : moved.indexes) {
      if (index.name.starts_with("sqlite_autoindex_")) {
        const std::string old_name = index.name;
        index.name = replace_all(index.name, "sqlite_autoindex_" + from.name + "_", "sqlite_autoindex_" + to.name + "_");
        replace(index.constraint, old_name, index.name);
      } else {
        index.definition = rename_relation(index.definition, from, to, "main", Dialect::SQLite);
      }
    }
  }
  const bool is_sequence = moved.kind == CatalogRelationKind::Sequence;
  draft.remove(key);
  draft.add(std::move(moved));
  rename_references(draft, key, new_key);
  for (const std::string& other : sqlite ? draft.referencing(new_key) : std::vector<std::string>()) {
    CatalogRelation& referencing = *draft.edit(other);
    referencing.definition = rename_relation(referencing.definition, from, to, "main", Dialect::SQLite);
  }
  move_attached(draft, key, new_key);
  if (is_sequence) rename_in_defaults(draft, from, to);
  if (!sqlite && from.schema != to.schema) {
    // Sequences move with the columns that own them.
    const std::string owner = new_key + ".";
    for (const std::string& sequence : draft.mentioning(Tie::OwnedBy, new_key, [&](const CatalogRelation& relation) {
           return relation.owned_by.starts_with(owner) && relation.schema == from.schema;
         })) {
      LOCKSTEP_CHECK(rename_relation(draft, sequence, schema, std::string(draft.find(sequence)->name)));
    }
  }
  return {};
}

Status rename_column(Draft& draft, const std::string& key, const std::string& from, const std::string& to) {
  const Dialect dialect = draft.dialect();
  CatalogRelation* table = draft.edit(key);
  if (table == nullptr) return no_such_relation(key);
  if (table->column(from) == nullptr) {
    if (!table->partial) return refuse("42703", "column \"" + from + "\" does not exist");
    // Known from now on under the new name.
  }
  std::vector<std::string> below = draft.children(key);
  for (size_t i = 0; i < below.size(); ++i) {
    const CatalogRelation* known = draft.find(below[i]);
    if (known->column(from) != nullptr && known->column(to) != nullptr) {
      return refuse("42701", "column \"" + to + "\" of relation \"" + known->name + "\" already exists");
    }
    for (const std::string& deeper : draft.children(below[i])) below.push_back(deeper);
  }
  if (is_inherited(draft, *table, from)) {
    return refuse("42P16", "cannot rename inherited column \"" + from + "\"");
  }
  const bool itself = same_name(from, to, dialect) && dialect == Dialect::SQLite;
  if (table->column(to) != nullptr && !itself) {
    return refuse("42701", "column \"" + to + "\" of relation \"" + table->name + "\" already exists");
  }
  rename_in(draft, *table, from, to);
  rename_attached(draft, key, from, to);
  const std::string old_owner = key + "." + from;
  for (const std::string& sequence : draft.mentioning(
           Tie::OwnedBy, key, [&](const CatalogRelation& relation) { return relation.owned_by == old_owner; })) {
    draft.edit(sequence)->owned_by = key + "." + to;
  }
  for (const std::string& other : draft.referencing(key)) {
    for (CatalogConstraint& constraint : draft.edit(other)->constraints) {
      if (constraint.referenced == key) replace(constraint.referenced_columns, from, to);
    }
  }
  for (const std::string& view : draft.views_over(key)) {
    CatalogRelation& known = *draft.edit(view);
    known.view_query = rename_column(known.view_query, from, to, {}, dialect);
    if (dialect == Dialect::SQLite) known.definition = rename_column(known.definition, from, to, {}, dialect);
  }
  for (const std::string& child : draft.children(key)) {
    CatalogRelation* known = draft.edit(child);
    if (known->column(from) == nullptr) continue;
    rename_in(draft, *known, from, to);
    for (const std::string& deeper : draft.children(child)) rename_in(draft, *draft.edit(deeper), from, to);
  }
  return {};
}

}  // namespace lockstep
