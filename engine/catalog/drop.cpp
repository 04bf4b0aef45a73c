// DROP of everything that a catalog holds, and what goes along with it.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

tl::unexpected<Error> depended_on(std::string_view what, std::string_view by) {
  return refuse("2BP01", "cannot drop " + std::string(what) + " because other objects depend on it: " + std::string(by));
}

bool uses_sequence(const CatalogColumn& column, const CatalogRelation& sequence) {
  if (!to_lower(column.default_expression).starts_with("nextval(")) return false;
  const std::string qualified = quote_literal(sql_name(relation_key(sequence), Dialect::PostgreSQL));
  const std::string full = quote_literal(sequence.schema + "." + sequence.name);
  return column.default_expression.find(qualified) != std::string::npos ||
         column.default_expression.find(full) != std::string::npos;
}

/// Defaults that call nextval() of a sequence keep it from being dropped.
Status release_sequence(Draft& draft, const CatalogRelation& sequence, const std::vector<std::string>& going,
                        bool cascade) {
  const std::vector<std::string> users = draft.keys([&](const CatalogRelation& relation) {
    return std::any_of(relation.columns.begin(), relation.columns.end(),
                       [&](const CatalogColumn& column) { return uses_sequence(column, sequence); });
  });
  for (const std::string& user : users) {
    if (contains(going, user)) continue;
    if (!cascade) return depended_on("sequence " + sequence.name, "default value of a column of table " + user);
    for (CatalogColumn& column : draft.edit(user)->columns) {
      if (!uses_sequence(column, sequence)) continue;
      column.default_expression.clear();
      column.default_volatile = false;
    }
  }
  return {};
}

bool is_table(const CatalogRelation& relation) {
  return relation.kind == CatalogRelationKind::Table || relation.kind == CatalogRelationKind::PartitionedTable ||
         relation.kind == CatalogRelationKind::ForeignTable || relation.kind == CatalogRelationKind::VirtualTable;
}

/// `keys` and all that goes along without being asked: partitions and owned sequences, or with `cascade` also
/// inheriting tables and views.
Result<std::vector<std::string>> going_with(const Draft& draft, std::vector<std::string> keys, bool cascade) {
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::string key = keys[i];
    const auto add = [&](const std::string& other) {
      if (!contains(keys, other)) keys.push_back(other);
    };
    for (const std::string& partition : draft.partitions(key)) add(partition);
    for (const std::string& sequence : draft.owned_sequences(key)) add(sequence);
    if (!cascade) continue;
    for (const std::string& child : draft.children(key)) add(child);
    for (const std::string& view : draft.views_over(key)) add(view);
  }
  if (!cascade && draft.dialect() == Dialect::PostgreSQL) {
    for (const std::string& key : keys) {
      for (const std::string& child : draft.children(key)) {
        if (!contains(keys, child)) return depended_on("table " + key, "table " + child);
      }
      for (const std::string& view : draft.views_over(key)) {
        if (!contains(keys, view)) return depended_on("table " + key, "view " + view);
      }
    }
  }
  return keys;
}

}  // namespace

Status drop_relations(Draft& draft, const std::vector<std::string>& named, bool cascade) {
  LOCKSTEP_TRY(const std::vector<std::string> keys, going_with(draft, named, cascade));
  for (const std::string& key : keys) {
    const CatalogRelation* relation = draft.find(key);
    if (relation == nullptr) continue;
    if (relation->kind == CatalogRelationKind::Sequence && contains(named, key)) {
      const CatalogRelation sequence = *relation;
      LOCKSTEP_CHECK(release_sequence(draft, sequence, keys, cascade));
    }
    if (draft.dialect() == Dialect::SQLite || !is_table(*relation)) continue;
    // A foreign key that references a partitioned table references each of its partitions.
    for (std::string target = key; !target.empty();) {
      for (const std::string& other : draft.referencing(target)) {
        if (contains(keys, other)) continue;
        if (!cascade) return depended_on("table " + key, "a foreign key of table " + other);
        std::erase_if(draft.edit(other)->constraints, [&](const CatalogConstraint& constraint) {
          return constraint.kind == ConstraintKind::ForeignKey && constraint.referenced == target;
        });
      }
      const CatalogRelation* table = draft.find(target);
      target = table == nullptr ? std::string() : table->parent;
    }
  }
  for (const std::string& key : keys) {
    draft.remove(key);
    forget_attached(draft, key);
  }
  return {};
}

std::vector<std::string> views_that_use(const Draft& draft, const std::string& relation, std::string_view column) {
  std::vector<std::string> found;
  for (const std::string& view : draft.views_over(relation)) {
    const std::string& query = draft.find(view)->view_query;
    // `*` stands for the columns that the table had when the view was made, which the view has too.
    const bool star = query.find('*') != std::string::npos && draft.find(view)->column(column) != nullptr;
    if (star || mentions(query, column, draft.dialect())) found.push_back(view);
  }
  return found;
}

bool fires_for_each_row(const CatalogTrigger& trigger) {
  const std::optional<Statement> made = statement_of(trigger.definition, Dialect::PostgreSQL);
  const auto* create = made ? made->as<CreateTrigger>() : nullptr;
  return create != nullptr && create->for_each_row;
}

bool index_uses(const CatalogIndex& index, std::string_view column, Dialect dialect) {
  for (const CatalogIndexElement& element : index.elements) {
    if (!element.column.empty() ? same_name(element.column, column, dialect)
                                : mentions(element.expression, column, dialect)) {
      return true;
    }
  }
  return contains(index.include, column) || (!index.predicate.empty() && mentions(index.predicate, column, dialect));
}

namespace {

bool trigger_uses(const CatalogTrigger& trigger, const std::string& column) {
  const std::optional<Statement> made = statement_of(trigger.definition, Dialect::PostgreSQL);
  const auto* create = made ? made->as<CreateTrigger>() : nullptr;
  if (create == nullptr) return false;
  if (contains(create->update_of, column)) return true;
  return create->when && std::any_of(create->when->columns.begin(), create->when->columns.end(),
                                     [&](const ColumnReference& reference) { return reference.name == column; });
}

/// The CREATE TABLE statement without the definition of that column, as SQLite keeps it.
std::string without_column(const std::string& definition, const std::string& column) {
  const std::optional<Statement> made = statement_of(definition, Dialect::SQLite);
  const auto* create = made ? made->as<CreateTable>() : nullptr;
  if (create == nullptr) return definition;
  for (size_t i = 0; i < create->columns.size(); ++i) {
    if (!equals_ignoring_case(create->columns[i].name, column)) continue;
    std::string text = definition;
    const Span gone = create->columns[i].span;
    if (i + 1 < create->columns.size()) return text.erase(gone.begin, create->columns[i + 1].span.begin - gone.begin);
    const size_t comma = text.rfind(',', gone.begin);
    const size_t begin = comma == std::string::npos ? gone.begin : comma;
    return text.erase(begin, gone.end - begin);
  }
  return definition;
}

/// SQLite refuses to drop a column that anything else of the schema speaks of (https://sqlite.org/lang_altertable.html).
Status drop_sqlite_column(Draft& draft, const std::string& key, const std::string& column) {
  CatalogRelation* table = draft.edit(key);
  const CatalogColumn* dropped = table->column(column);
  const auto cannot = [&](std::string_view why) {
    return refuse("", "cannot drop column \"" + column + "\": " + std::string(why));
  };
  for (const CatalogConstraint& constraint : table->constraints) {
    const bool has = std::any_of(constraint.columns.begin(), constraint.columns.end(),
                                 [&](const std::string& name) { return equals_ignoring_case(name, column); });
    if (!has) continue;
    if (constraint.kind == ConstraintKind::PrimaryKey) return cannot("it is part of the PRIMARY KEY");
    if (constraint.kind == ConstraintKind::Unique) return cannot("it is UNIQUE");
    if (constraint.kind == ConstraintKind::ForeignKey) return cannot("it is used in a foreign key");
    if (constraint.columns.size() > 1) return cannot("it is used in a CHECK constraint");
  }
  for (const CatalogIndex& index : table->indexes) {
    if (index_uses(index, column, Dialect::SQLite)) return cannot("it is used in index " + index.name);
  }
  for (const CatalogColumn& other : table->columns) {
    if (&other != dropped && other.generated != 0 && mentions(other.generated_expression, column, Dialect::SQLite)) {
      return cannot("it is used in generated column " + other.name);
    }
  }
  for (const CatalogTrigger& trigger : table->triggers) {
    if (mentions(trigger.definition, column, Dialect::SQLite)) return cannot("it is used in trigger " + trigger.name);
  }
  for (const std::string& view : draft.views_over(key)) {
    if (mentions(draft.find(view)->view_query, column, Dialect::SQLite)) return cannot("it is used in view " + view);
  }
  std::erase_if(table->constraints, [&](const CatalogConstraint& constraint) {
    return constraint.columns.size() == 1 && equals_ignoring_case(constraint.columns.front(), column);
  });
  std::erase_if(table->columns,
                [&](const CatalogColumn& other) { return equals_ignoring_case(other.name, column); });
  table->definition = without_column(table->definition, column);
  return {};
}

}  // namespace

Status drop_column(Draft& draft, const std::string& key, const std::string& column, bool cascade, bool only) {
  CatalogRelation* table = draft.edit(key);
  if (table == nullptr) return no_such_relation(key);
  if (table->column(column) == nullptr) {
    if (table->partial) return {};
    return no_such_column(*table, column);
  }
  if (draft.dialect() == Dialect::SQLite) return drop_sqlite_column(draft, key, column);
  if (contains(table->partition_columns, column)) {
    return refuse("42P16", "cannot drop column \"" + column + "\" because it is part of the partition key of relation \"" +
                               table->name + "\"");
  }
  const std::vector<std::string> views = views_that_use(draft, key, column);
  if (!views.empty() && !cascade) return depended_on("column " + column + " of table " + key, "view " + views.front());
  LOCKSTEP_CHECK(drop_relations(draft, views, true));

  // UPDATE OF the column, and WHEN over it, hold it.
  std::vector<std::string> triggers;
  for (const CatalogTrigger& trigger : table->triggers) {
    if (trigger_uses(trigger, column)) triggers.push_back(trigger.name);
  }
  if (!triggers.empty() && !cascade) {
    return depended_on("column " + column + " of table " + key, "trigger " + triggers.front());
  }
  std::erase_if(table->triggers, [&](const CatalogTrigger& trigger) { return contains(triggers, trigger.name); });

  std::vector<std::string> generated;
  for (const CatalogColumn& other : table->columns) {
    if (other.generated != 0 && other.name != column &&
        mentions(other.generated_expression, column, Dialect::PostgreSQL)) {
      generated.push_back(other.name);
    }
  }
  // Before PostgreSQL 15 generated columns go along without a word.
  if (!generated.empty() && !cascade && draft.server_version() >= 15) {
    return depended_on("column " + column + " of table " + key, "column " + generated.front());
  }
  for (const std::string& other : generated) LOCKSTEP_CHECK(drop_column(draft, key, other, true));

  std::vector<std::string> constraints;
  for (const CatalogConstraint& constraint : table->constraints) {
    if (contains(constraint.columns, column) || contains(constraint.include, column)) {
      constraints.push_back(constraint.name);
    }
  }
  for (const std::string& constraint : constraints) {
    if (table->constraint(constraint) == nullptr) continue;
    LOCKSTEP_CHECK(drop_constraint(draft, key, constraint, cascade));
  }
  std::erase_if(table->indexes, [&](const CatalogIndex& index) {
    return index_uses(index, column, Dialect::PostgreSQL);
  });
  const std::string owner = key + "." + column;
  LOCKSTEP_CHECK(drop_relations(
      draft,
      draft.mentioning(Tie::OwnedBy, key, [&](const CatalogRelation& relation) { return relation.owned_by == owner; }),
      true));
  std::erase_if(table->columns, [&](const CatalogColumn& other) { return other.name == column; });
  forget_attached(draft, key, column);
  std::erase_if(table->grants, [&](const CatalogGrant& grant) { return grant.column == column; });
  for (const std::string& child : only ? std::vector<std::string>() : draft.children(key)) {
    const CatalogRelation* known = draft.find(child);
    if (known->column(column) != nullptr) LOCKSTEP_CHECK(drop_column(draft, child, column, cascade));
  }
  return {};
}

bool kind_fits(ObjectKind wanted, const CatalogRelation& relation) {
  if (relation.partial) return true;
  switch (wanted) {
    case ObjectKind::Table:
      return relation.is_table() || relation.kind == CatalogRelationKind::VirtualTable;
    case ObjectKind::View:
      return relation.kind == CatalogRelationKind::View;
    case ObjectKind::MaterializedView:
      return relation.kind == CatalogRelationKind::MaterializedView;
    case ObjectKind::Sequence:
      return relation.kind == CatalogRelationKind::Sequence;
    case ObjectKind::ForeignTable:
      return relation.kind == CatalogRelationKind::ForeignTable;
    default:
      return true;
  }
}

namespace {

std::string_view words_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::View: return "view";
    case ObjectKind::MaterializedView: return "materialized view";
    case ObjectKind::Sequence: return "sequence";
    case ObjectKind::ForeignTable: return "foreign table";
    default: return "table";
  }
}

Status drop_named_relations(Draft& draft, const DropStatement& drop) {
  std::vector<std::string> keys;
  for (const QualifiedName& name : drop.names) {
    const std::string key = draft.key(name);
    const CatalogRelation* relation = draft.find(key);
    if (relation == nullptr) {
      const std::string schema = draft.schema_of(name);
      if (draft.dialect() == Dialect::PostgreSQL && !draft.table_of_index(schema, name.name).empty()) {
        return refuse("42809", "\"" + name.name + "\" is not a " + std::string(words_of(drop.kind)));
      }
      if (drop.if_exists || !draft.base().knows_all(name)) continue;
      return refuse("42P01", std::string(words_of(drop.kind)) + " \"" + name.name + "\" does not exist");
    }
    if (!kind_fits(drop.kind, *relation)) {
      return refuse("42809", "\"" + name.name + "\" is not a " + std::string(words_of(drop.kind)));
    }
    if (!relation->owned_by.empty() && relation->kind == CatalogRelationKind::Sequence) {
      const size_t dot = relation->owned_by.rfind('.');
      const CatalogRelation* owner = draft.find(relation->owned_by.substr(0, dot));
      const CatalogColumn* column = owner == nullptr ? nullptr : owner->column(relation->owned_by.substr(dot + 1));
      // One that a serial column left behind may be dropped: with several it is not known which is the identity's.
      if (column != nullptr && column->identity != 0 &&
          draft.base().owned_sequences(relation_key(*owner), column->name).size() == 1) {
        return refuse("2BP01", "cannot drop sequence " + name.name + " because column " + column->name + " of table " +
                                   owner->name + " requires it");
      }
    }
    keys.push_back(key);
  }
  return drop_relations(draft, keys, drop.cascade);
}

/// Whether a partition's index is one that an index of the parent made.
bool belongs_to_parent(const Draft& draft, const CatalogRelation& table, const CatalogIndex& index) {
  const CatalogRelation* parent = table.parent.empty() ? nullptr : draft.find(table.parent);
  return parent != nullptr && std::any_of(parent->indexes.begin(), parent->indexes.end(), [&](const CatalogIndex& up) {
           return up.elements == index.elements && up.unique == index.unique && up.predicate == index.predicate &&
                  !up.on_only;
         });
}

void drop_index_below(Draft& draft, const std::string& key, const CatalogIndex& index) {
  for (const std::string& partition : draft.partitions(key)) {
    std::vector<CatalogIndex>& indexes = draft.edit(partition)->indexes;
    const auto found = std::find_if(indexes.begin(), indexes.end(), [&](const CatalogIndex& own) {
      return own.elements == index.elements && own.unique == index.unique && own.predicate == index.predicate &&
             own.constraint.empty();
    });
    if (found == indexes.end()) continue;
    const CatalogIndex gone = *found;
    indexes.erase(found);
    drop_index_below(draft, partition, gone);
  }
}

Status drop_indexes(Draft& draft, const DropStatement& drop) {
  if (drop.concurrently && drop.names.size() > 1) {
    return refuse("0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
  }
  if (drop.concurrently && drop.cascade) return refuse("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE");
  for (const QualifiedName& name : drop.names) {
    const std::string schema = draft.schema_of(name);
    const std::string key = draft.table_of_index(schema, name.name);
    if (key.empty()) {
      const CatalogRelation* other = draft.find(name);
      if (draft.dialect() == Dialect::PostgreSQL && other != nullptr && !other->partial) {
        return refuse("42809", "\"" + name.name + "\" is not an index");
      }
      if (drop.if_exists || !draft.base().knows_all(name)) continue;
      return refuse("42704", "index \"" + name.name + "\" does not exist");
    }
    CatalogRelation* table = draft.edit(key);
    const CatalogIndex index = *table->index(name.name);
    if (draft.dialect() == Dialect::SQLite && index.name.starts_with("sqlite_autoindex_")) {
      return refuse("", "index associated with UNIQUE or PRIMARY KEY constraint cannot be dropped");
    }
    if (drop.concurrently && table->kind == CatalogRelationKind::PartitionedTable) {
      return refuse("0A000", "cannot drop partitioned index \"" + index.name + "\" concurrently");
    }
    if (!index.constraint.empty()) {
      return refuse("2BP01", "cannot drop index " + index.name + " because constraint " + index.constraint +
                                 " on table " + table->name + " requires it");
    }
    if (belongs_to_parent(draft, *table, index)) {
      return refuse("2BP01", "cannot drop index " + index.name + " because an index of table " + table->parent +
                                 " requires it");
    }
    if (index.unique) {
      for (const std::string& other : draft.referencing(key)) {
        for (const CatalogConstraint& constraint : draft.find(other)->constraints) {
          std::vector<std::string> columns;
          for (const CatalogIndexElement& element : index.elements) columns.push_back(element.column);
          const bool needs = constraint.kind == ConstraintKind::ForeignKey && constraint.referenced == key &&
                             constraint.referenced_columns == columns && table->primary_key() != columns;
          if (needs && !drop.cascade) return depended_on("index " + index.name, "constraint " + constraint.name);
        }
      }
    }
    std::erase_if(table->indexes, [&](const CatalogIndex& other) { return other.name == index.name; });
    drop_index_below(draft, key, index);
  }
  return {};
}

Status drop_triggers(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    const auto has = [&](const CatalogRelation& relation) {
      return std::any_of(relation.triggers.begin(), relation.triggers.end(), [&](const CatalogTrigger& trigger) {
        return same_name(trigger.name, name.name, draft.dialect());
      });
    };
    // SQLite names the trigger only.
    std::string key = draft.key(drop.table);
    if (drop.table.name.empty()) {
      const std::vector<std::string> tables = draft.keys(has);
      key = tables.empty() ? std::string() : tables.front();
    }
    CatalogRelation* table = draft.edit(key);
    if (table == nullptr) {
      if (drop.if_exists || !draft.base().knows_all(drop.table)) continue;
      return no_such_relation(drop.table.name);
    }
    if (!has(*table)) {
      if (drop.if_exists || table->partial) continue;
      return refuse("42704", "trigger \"" + name.name + "\" for table \"" + table->name + "\" does not exist");
    }
    const CatalogRelation* parent = table->parent.empty() ? nullptr : draft.find(table->parent);
    const bool is_clone =
        parent != nullptr &&
        std::any_of(parent->triggers.begin(), parent->triggers.end(), [&](const CatalogTrigger& trigger) {
          return trigger.name == name.name && fires_for_each_row(trigger);
        });
    if (is_clone) {
      return depended_on("trigger " + name.name + " on table " + table->name, "that of table " + parent->name);
    }
    std::vector<std::string> tables = {key};
    for (size_t i = 0; i < tables.size(); ++i) {
      CatalogRelation* known = draft.edit(tables[i]);
      std::erase_if(known->triggers, [&](const CatalogTrigger& trigger) {
        return same_name(trigger.name, name.name, draft.dialect());
      });
      for (const std::string& partition : draft.partitions(tables[i])) tables.push_back(partition);
    }
  }
  return {};
}

bool returns(const CatalogFunction& function, const std::string& shown) {
  if (function.definition.find(shown) == std::string::npos) return false;
  const std::optional<Statement> made = statement_of(function.definition, Dialect::PostgreSQL);
  const auto* create = made ? made->as<CreateFunction>() : nullptr;
  return create != nullptr && mentions(create->returns, shown, Dialect::PostgreSQL);
}

Status drop_types(Draft& draft, const DropStatement& drop) {
  std::vector<QualifiedName> names = drop.names;
  for (size_t i = 0; i < names.size(); ++i) {
    const QualifiedName name = names[i];
    const std::string key = draft.key(name);
    if (draft.base().types.find(key) == draft.base().types.end()) {
      const CatalogRelation* row = draft.find(key);
      if (row != nullptr && !row->partial && row->kind != CatalogRelationKind::Sequence) {
        if (drop.kind == ObjectKind::Domain) return refuse("42809", "\"" + name.name + "\" is not a domain");
        return refuse("2BP01", "cannot drop type " + name.name + " because table " + row->name + " requires it");
      }
      if (drop.if_exists || !draft.base().knows_all(name)) continue;
      return refuse("42704", "type \"" + name.name + "\" does not exist");
    }
    const bool domain = draft.base().types.find(key)->second.form == CreateType::Form::Domain;
    if (drop.kind == ObjectKind::Domain && !domain && i < drop.names.size())
      return refuse("42809", "\"" + name.name + "\" is not a domain");
    const std::string shown = sql_name(key, Dialect::PostgreSQL);
    for (const auto& [other, type] : draft.base().types) {
      if (type.form != CreateType::Form::Domain || type.base != shown) continue;
      if (!drop.cascade) return depended_on("type " + name.name, "type " + other);
      names.push_back(QualifiedName{type.schema, type.name, {}});
    }
    const std::vector<std::string> users = draft.keys([&](const CatalogRelation& relation) {
      return std::any_of(relation.columns.begin(), relation.columns.end(), [&](const CatalogColumn& column) {
        return column.type == shown || column.type == shown + "[]";
      });
    });
    if (!users.empty() && !drop.cascade) return depended_on("type " + name.name, "a column of table " + users.front());
    const std::vector<std::string> typed =
        draft.keys([&](const CatalogRelation& relation) { return relation.of_type == key; });
    if (!typed.empty() && !drop.cascade) return depended_on("type " + name.name, "table " + typed.front());
    LOCKSTEP_CHECK(drop_relations(draft, typed, true));
    for (const std::string& user : users) {
      std::vector<std::string> columns;
      if (draft.find(user) == nullptr) continue;  // a view that went with a table of this list
      for (const CatalogColumn& column : draft.find(user)->columns) {
        if (column.type == shown || column.type == shown + "[]") columns.push_back(column.name);
      }
      for (const std::string& column : columns) LOCKSTEP_CHECK(drop_column(draft, user, column, true));
    }
    const auto takes = [shown](const CatalogFunction& function) {
      return contains(function.types, shown) || contains(function.types, shown + "[]") || returns(function, shown);
    };
    for (const auto& [other, function] : draft.base().functions) {
      if (takes(function) && !drop.cascade) return depended_on("type " + name.name, "function " + other);
    }
    draft.later([key, takes](Catalog& catalog) {
      std::erase_if(catalog.functions, [&](const auto& entry) { return takes(entry.second); });
      catalog.types.erase(key);
    });
    draft.remove(key);
  }
  return {};
}

Status drop_functions(Draft& draft, const DropStatement& drop) {
  for (size_t i = 0; i < drop.names.size(); ++i) {
    const QualifiedName& name = drop.names[i];
    const std::string key = draft.key(name);
    const auto [begin, end] = draft.base().functions.equal_range(key);
    if (begin == end) {
      if (drop.if_exists || !draft.base().knows_all(name)) continue;
      return refuse("42883", "function " + name.name + " does not exist");
    }
    const bool several = std::next(begin) != end;
    const Signature* signature =
        i < drop.signatures.size() && drop.signatures[i].written ? &drop.signatures[i] : nullptr;
    std::vector<std::string> types = begin->second.types;
    if (signature == nullptr && several) {
      return refuse("42725", "function name \"" + name.name + "\" is not unique");
    }
    if (signature != nullptr) {
      const std::vector<std::string> wanted = input_types(draft.base(), signature->arguments);
      const auto found = std::find_if(begin, end, [&](const auto& entry) { return entry.second.types == wanted; });
      if (found == end) {
        if (drop.if_exists) continue;
        return refuse("42883", "function " + name.name + " with these argument types does not exist");
      }
      types = found->second.types;
      const bool procedure = is_procedure(found->second);
      if ((drop.kind == ObjectKind::Function && procedure) || (drop.kind == ObjectKind::Procedure && !procedure)) {
        return refuse("42809", name.name + " is not a " + (procedure ? "function" : "procedure"));
      }
    }
    const std::vector<std::string> users = draft.keys([&](const CatalogRelation& relation) {
      return std::any_of(relation.triggers.begin(), relation.triggers.end(),
                         [&](const CatalogTrigger& trigger) { return trigger.function == key; });
    });
    if (!users.empty() && !drop.cascade) return depended_on("function " + name.name, "a trigger on " + users.front());
    for (const std::string& user : users) {
      std::erase_if(draft.edit(user)->triggers, [&](const CatalogTrigger& trigger) { return trigger.function == key; });
    }
    draft.later([key, types](Catalog& catalog) {
      const auto [first, last] = catalog.functions.equal_range(key);
      for (auto it = first; it != last; ++it) {
        if (it->second.types != types) continue;
        catalog.functions.erase(it);
        return;
      }
    });
  }
  return {};
}

/// Of what an extension brings the catalog knows the language plpgsql only.
Status drop_extensions(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    const auto needs = [extension = name.name](const CatalogFunction& function) {
      return extension == "plpgsql" && function.language == extension;
    };
    std::vector<std::string> functions;
    for (const auto& [key, function] : draft.base().functions) {
      if (needs(function)) functions.push_back(key);
    }
    if (!functions.empty() && !drop.cascade) {
      return depended_on("extension " + name.name, "function " + functions.front());
    }
    const auto calls = [&](const CatalogTrigger& trigger) { return contains(functions, trigger.function); };
    for (const std::string& user : draft.keys([&](const CatalogRelation& relation) {
           return std::any_of(relation.triggers.begin(), relation.triggers.end(), calls);
         })) {
      std::erase_if(draft.edit(user)->triggers, calls);
    }
    draft.later([extension = name.name, needs](Catalog& catalog) {
      catalog.extensions.erase(extension);
      std::erase_if(catalog.functions, [&](const auto& entry) { return needs(entry.second); });
    });
  }
  return {};
}

Status drop_schemas(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    const std::string schema = name.name;
    if (draft.base().schemas.find(schema) == draft.base().schemas.end()) {
      if (drop.if_exists || !draft.base().complete) continue;
      return refuse("3F000", "schema \"" + schema + "\" does not exist");
    }
    const std::vector<std::string> inside =
        draft.keys([&](const CatalogRelation& relation) { return relation.schema == schema; });
    if (!inside.empty() && !drop.cascade) return depended_on("schema " + schema, inside.front());
    LOCKSTEP_CHECK(drop_relations(draft, inside, true));
    draft.later([schema](Catalog& catalog) {
      catalog.schemas.erase(schema);
      catalog.made_schemas.erase(schema);
      for (auto& [published, publication] : catalog.publications) std::erase(publication.schemas, schema);
      std::erase_if(catalog.statistics, [&](const auto& entry) { return entry.second.schema == schema; });
      std::erase_if(catalog.types, [&](const auto& entry) { return entry.second.schema == schema; });
      std::erase_if(catalog.functions, [&](const auto& entry) { return entry.second.schema == schema; });
    });
  }
  return {};
}

}  // namespace

Status fold(Draft& draft, const DropStatement& drop, const Statement&) {
  switch (drop.kind) {
    case ObjectKind::Table:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::ForeignTable:
      return drop_named_relations(draft, drop);
    case ObjectKind::Index:
      return drop_indexes(draft, drop);
    case ObjectKind::Trigger:
      return drop_triggers(draft, drop);
    case ObjectKind::Type:
    case ObjectKind::Domain:
      return drop_types(draft, drop);
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine:
      return drop_functions(draft, drop);
    case ObjectKind::Schema:
      return drop_schemas(draft, drop);
    case ObjectKind::Policy:
    case ObjectKind::Rule:
      return drop_from_table(draft, drop);
    case ObjectKind::Statistics:
      return drop_statistics(draft, drop);
    case ObjectKind::Publication:
      return drop_publications(draft, drop);
    case ObjectKind::Extension:
      return drop_extensions(draft, drop);
    default:
      return {};
  }
}

std::vector<std::string> triggers_that_use(const Draft& draft, const std::string& table, const std::string& column) {
  std::vector<std::string> found;
  for (const CatalogTrigger& trigger : draft.find(table)->triggers) {
    if (trigger_uses(trigger, column)) found.push_back(trigger.name);
  }
  return found;
}

bool rule_uses(const CatalogRule& rule, std::string_view column) {
  const std::vector<Word> list = words(rule.definition, Dialect::PostgreSQL);
  for (size_t i = 0; i + 2 < list.size(); ++i) {
    const bool row = list[i].name == "old" || list[i].name == "new";
    if (row && slice(rule.definition, list[i + 1].span) == "." && list[i + 2].name == column) return true;
  }
  return false;
}

}  // namespace lockstep
