// ATTACH PARTITION, and CREATE TABLE ... PARTITION OF, which ends in the same.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/bounds.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

/// A partition has no columns of its own.
Status check_columns(const CatalogRelation& parent, const CatalogRelation& partition) {
  if (parent.partial || partition.partial) return {};
  for (const CatalogColumn& column : partition.columns) {
    if (parent.column(column.name) == nullptr) {
      return refuse("42804", "table \"" + partition.name + "\" contains column \"" + column.name +
                                 "\" not found in parent \"" + parent.name + "\"");
    }
  }
  return check_child(parent, partition);
}

}  // namespace

std::vector<std::string> parents_of(const CatalogRelation& table) {
  std::vector<std::string> parents = table.inherits;
  if (!table.parent.empty()) parents.push_back(table.parent);
  return parents;
}

bool is_inherited(const Draft& draft, const CatalogRelation& table, std::string_view column) {
  const std::vector<std::string> parents = parents_of(table);
  return std::any_of(parents.begin(), parents.end(), [&](const std::string& key) {
    const CatalogRelation* parent = draft.find(key);
    return parent != nullptr && parent->column(column) != nullptr;
  });
}

Status refuse_circle(const Draft& draft, const std::string& parent, const std::string& child) {
  std::vector<std::string> below = {child};
  for (size_t i = 0; i < below.size(); ++i) {
    if (below[i] == parent) return refuse("42P07", "circular inheritance not allowed");
    for (const std::string& key : draft.children(below[i])) {
      if (!contains(below, key)) below.push_back(key);
    }
  }
  return {};
}

Status check_child(const CatalogRelation& parent, const CatalogRelation& partition) {
  if (parent.partial || partition.partial) return {};
  for (const CatalogColumn& column : parent.columns) {
    const CatalogColumn* own = partition.column(column.name);
    if (own == nullptr) return refuse("42804", "child table is missing column \"" + column.name + "\"");
    if (own->type != column.type) {
      return refuse("42804", "child table \"" + partition.name + "\" has different type for column \"" + column.name +
                                 "\"");
    }
    if (column.not_null && !column.not_null_no_inherit && !own->not_null) {
      return refuse("42804", "column \"" + column.name + "\" in child table must be marked NOT NULL");
    }
  }
  for (const CatalogConstraint& constraint : parent.constraints) {
    if (constraint.kind != ConstraintKind::Check || constraint.no_inherit) continue;
    if (partition.constraint(constraint.name) == nullptr) {
      return refuse("42804", "child table is missing constraint \"" + constraint.name + "\"");
    }
  }
  return {};
}

namespace {

bool like(const CatalogIndex& own, const CatalogIndex& wanted) {
  return own.elements == wanted.elements && own.unique == wanted.unique && own.method == wanted.method &&
         own.predicate == wanted.predicate && own.include == wanted.include && own.valid &&
         (wanted.constraint.empty() || !own.constraint.empty());
}

bool like(const CatalogConstraint& own, const CatalogConstraint& wanted) {
  return own.kind == wanted.kind && own.columns == wanted.columns && own.referenced == wanted.referenced &&
         own.referenced_columns == wanted.referenced_columns && own.on_delete == wanted.on_delete &&
         own.on_update == wanted.on_update && own.match == wanted.match && own.validated;
}

Constraint clone(const CatalogConstraint& constraint, const std::string& referenced_schema,
                 const std::string& referenced_name) {
  Constraint copy;
  copy.kind = constraint.kind;
  copy.columns = constraint.columns;
  copy.include = constraint.include;
  copy.nulls_not_distinct = constraint.nulls_not_distinct;
  copy.without_overlaps = constraint.period && constraint.kind != ConstraintKind::ForeignKey;
  copy.deferrable = constraint.deferrable;
  copy.initially_deferred = constraint.initially_deferred;
  copy.referenced = {referenced_schema, referenced_name, {}};
  copy.referenced_columns = constraint.referenced_columns;
  copy.on_delete = constraint.on_delete;
  copy.on_update = constraint.on_update;
  copy.match = constraint.match;
  copy.not_enforced = !constraint.enforced;
  return copy;
}

}  // namespace

Status attach(Draft& draft, const std::string& parent_key, const std::string& partition_key,
              const PartitionBound& bound) {
  const CatalogRelation* known_parent = draft.find(parent_key);
  CatalogRelation* partition = draft.edit(partition_key);
  if (known_parent == nullptr || partition == nullptr) return no_such_relation(parent_key);
  const CatalogRelation parent = *known_parent;
  if (parent.kind != CatalogRelationKind::PartitionedTable && !parent.partial) {
    return refuse(draft.server_version() >= 18 ? "42809" : "42P17", "table \"" + parent.name + "\" is not partitioned");
  }
  if (!partition->parent.empty()) return refuse("42809", "\"" + partition->name + "\" is already a partition");
  if (bound.is_default) {
    for (const std::string& other : draft.partitions(parent_key)) {
      if (draft.find(other)->bound == "DEFAULT") {
        return refuse("42P17", "partition \"" + partition->name + "\" conflicts with existing default partition \"" +
                                   draft.find(other)->name + "\"");
      }
    }
  }
  LOCKSTEP_CHECK(refuse_circle(draft, parent_key, partition_key));
  LOCKSTEP_CHECK(check_columns(parent, *partition));
  if (partition->kind == CatalogRelationKind::ForeignTable) {
    const bool unique = std::any_of(parent.indexes.begin(), parent.indexes.end(),
                                    [](const CatalogIndex& index) { return index.unique; });
    if (unique) return refuse("42809", "cannot attach foreign table \"" + partition->name + "\" as partition");
  }
  LOCKSTEP_CHECK(check_bound(draft, parent, bound.is_default ? "DEFAULT" : bound.text, partition->name));
  partition->bound = bound.is_default ? "DEFAULT" : bound.text;

  // Indexes first, then foreign keys, as the server does; each is cloned only where no like one stands.
  for (const CatalogIndex& index : parent.indexes) {
    partition = draft.edit(partition_key);
    if (partition->kind == CatalogRelationKind::ForeignTable) continue;  // it has no indexes
    if (std::any_of(partition->indexes.begin(), partition->indexes.end(),
                    [&](const CatalogIndex& own) { return like(own, index); })) {
      continue;
    }
    const CatalogConstraint* constraint = index.constraint.empty() ? nullptr : parent.constraint(index.constraint);
    if (constraint != nullptr && constraint->kind != ConstraintKind::Exclude) {
      if (constraint->kind == ConstraintKind::PrimaryKey && !partition->primary_key().empty()) {
        return refuse("42P16", "multiple primary keys for table \"" + partition->name + "\" are not allowed");
      }
      LOCKSTEP_CHECK(add_constraint(draft, partition_key, clone(*constraint, {}, {})));
      continue;
    }
    CatalogIndex copy = index;
    copy.name = choose_relation_name(
        draft, partition->schema, partition->name,
        name_addition(index_column_names(index.elements, index.include, draft.dialect())), "idx", false);
    copy.comment.clear();
    add_index(draft, partition_key, std::move(copy), false);
  }
  for (const CatalogConstraint& constraint : parent.constraints) {
    if (constraint.kind != ConstraintKind::ForeignKey) continue;
    partition = draft.edit(partition_key);
    if (std::any_of(partition->constraints.begin(), partition->constraints.end(),
                    [&](const CatalogConstraint& own) { return like(own, constraint); })) {
      continue;
    }
    const size_t dot = constraint.referenced.find('.');
    Constraint copy =
        clone(constraint, constraint.referenced.substr(0, dot), constraint.referenced.substr(dot + 1));
    if (partition->constraint(constraint.name) == nullptr) copy.name = constraint.name;
    LOCKSTEP_CHECK(add_constraint(draft, partition_key, copy));
  }
  partition = draft.edit(partition_key);
  for (const CatalogTrigger& trigger : parent.triggers) {
    if (!fires_for_each_row(trigger)) continue;
    partition->triggers.push_back(trigger);
    partition->triggers.back().definition =
        trigger_definition(trigger.definition, {}, sql_name(partition_key, Dialect::PostgreSQL));
  }
  partition->parent = parent_key;
  return {};
}

}  // namespace lockstep
