// ALTER TABLE: NOT NULL, and constraints that are there already. NOT NULL is a property of the column, which on
// PostgreSQL 18 has a constraint's name; one that is not validated stands among the constraints.
#include <algorithm>

#include "engine/catalog/alter_parts.h"
#include "engine/catalog/names.h"

namespace lockstep {

Status set_not_null(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub) {
  LOCKSTEP_CHECK(column_of(*draft.edit(key), sub));
  if (alter.only && !draft.partitions(key).empty()) {
    for (const std::string& partition : draft.partitions(key)) {
      const CatalogColumn* below = draft.find(partition)->column(sub.name);
      if (below != nullptr && !below->not_null) {
        return refuse("42P16", "constraint must be added to child tables too");
      }
    }
  }
  // What ONLY keeps from tables that inherit stays so.
  const bool no_inherit = alter.only && !draft.children(key).empty() && draft.partitions(key).empty();
  std::string name;  // tables below take that of the first
  return in_tree(draft, key, alter.only, [&](CatalogRelation& relation) -> Status {
    for (const CatalogConstraint& constraint : relation.constraints) {
      const bool own = constraint.kind == ConstraintKind::NotNull && constraint.columns.front() == sub.name;
      if (own) name = constraint.name;
    }
    if (CatalogColumn* known = relation.column(sub.name)) {
      demand_values(draft, relation, *known, name, no_inherit);
      name = not_null_name(relation, *known);
    }
    std::erase_if(relation.constraints, [&](const CatalogConstraint& constraint) {
      return constraint.kind == ConstraintKind::NotNull && constraint.columns == std::vector<std::string>{sub.name};
    });
    return {};
  });
}

Status drop_not_null(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub) {
  CatalogRelation* table = draft.edit(key);
  LOCKSTEP_TRY(const CatalogColumn* column, column_of(*table, sub));
  if (column != nullptr) {
    if (column->identity != 0) {
      return refuse("42601", "column \"" + sub.name + "\" of relation \"" + table->name + "\" is an identity column");
    }
    const std::vector<std::string> primary_key = table->primary_key();
    if (std::find(primary_key.begin(), primary_key.end(), sub.name) != primary_key.end()) {
      return refuse("42P16", "column \"" + sub.name + "\" is in a primary key");
    }
    if (const CatalogRelation* parent = table->parent.empty() ? nullptr : draft.find(table->parent)) {
      const CatalogColumn* above = parent->column(sub.name);
      if (above != nullptr && above->not_null) {
        return refuse("42P16", "column \"" + sub.name + "\" is marked NOT NULL in parent table");
      }
    }
  }
  for (const std::string& parent :
       column != nullptr && column->not_null ? table->inherits : std::vector<std::string>()) {
    const CatalogRelation* known = names_not_null(draft) ? draft.find(parent) : nullptr;
    const CatalogColumn* above = known == nullptr ? nullptr : known->column(sub.name);
    if (above == nullptr || !above->not_null || above->not_null_no_inherit) continue;
    return refuse("42P16", "cannot drop inherited constraint \"" + not_null_name(*table, *column) +
                               "\" of relation \"" + table->name + "\"");
  }
  // From PostgreSQL 18 on an inheriting table keeps a NOT NULL of its own, which has another name.
  const std::string name = column == nullptr ? std::string() : not_null_name(*table, *column);
  return in_tree(draft, key, alter.only, [&](CatalogRelation& relation) -> Status {
    CatalogColumn* known = relation.column(sub.name);
    if (known == nullptr) return {};
    const bool own = relation.parent.empty() && not_null_name(relation, *known) != name && names_not_null(draft);
    if (!own) allow_null(*known);
    return {};
  });
}

Status validate_constraint(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  CatalogRelation* table = draft.edit(key);
  const auto found = std::find_if(table->constraints.begin(), table->constraints.end(),
                                  [&](const CatalogConstraint& constraint) { return constraint.name == sub.name; });
  if (found == table->constraints.end()) {
    if (table->partial || column_of_not_null(draft, *table, sub.name) != nullptr) return {};
    return refuse("42704", "constraint \"" + sub.name + "\" of relation \"" + table->name + "\" does not exist");
  }
  if (found->kind != ConstraintKind::Check && found->kind != ConstraintKind::ForeignKey &&
      found->kind != ConstraintKind::NotNull) {
    return refuse("42809", "constraint \"" + sub.name + "\" of relation \"" + table->name +
                               "\" is not a foreign key or check constraint");
  }
  if (!found->enforced) return refuse("55000", "cannot validate NOT ENFORCED constraint");
  const std::string name = sub.name;
  return in_tree(draft, key, false, [&](CatalogRelation& relation) -> Status {
    for (CatalogConstraint& constraint : relation.constraints) {
      if (constraint.name != name) continue;
      constraint.validated = true;
      if (constraint.kind != ConstraintKind::NotNull) continue;
      for (const std::string& column : constraint.columns) {
        CatalogColumn* known = relation.column(column);
        if (known != nullptr) demand_values(draft, relation, *known, name, constraint.no_inherit);
      }
    }
    std::erase_if(relation.constraints, [&](const CatalogConstraint& constraint) {
      return constraint.name == name && constraint.kind == ConstraintKind::NotNull;
    });
    return {};
  });
}

Status alter_constraint(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  CatalogRelation* table = draft.edit(key);
  if (!sub.constraint) return {};
  if (const CatalogColumn* column = column_of_not_null(draft, *table, sub.name)) {
    const std::string name = column->name;
    table->column(name)->not_null_no_inherit = sub.constraint->no_inherit;
    if (sub.constraint->no_inherit) return {};
    return in_tree(draft, key, false, [&](CatalogRelation& relation) -> Status {
      if (CatalogColumn* below = relation.column(name)) demand_values(draft, relation, *below, sub.name);
      return {};
    });
  }
  const auto found = std::find_if(table->constraints.begin(), table->constraints.end(),
                                  [&](const CatalogConstraint& constraint) { return constraint.name == sub.name; });
  if (found == table->constraints.end()) {
    if (table->partial) return {};
    return refuse("42704", "constraint \"" + sub.name + "\" of relation \"" + table->name + "\" does not exist");
  }
  if (found->kind == ConstraintKind::NotNull) {
    found->no_inherit = sub.constraint->no_inherit;
    return {};
  }
  if (found->kind != ConstraintKind::ForeignKey && !table->partial) {
    return refuse(
        "42809", "constraint \"" + sub.name + "\" of relation \"" + table->name + "\" is not a foreign key constraint");
  }
  found->deferrable = sub.constraint->deferrable;
  found->initially_deferred = sub.constraint->initially_deferred;
  if (sub.constraint->enforcement) found->enforced = found->validated = !sub.constraint->not_enforced;
  for (const std::string& partition : draft.partitions(key)) {
    if (draft.find(partition)->constraint(sub.name) != nullptr) {
      LOCKSTEP_CHECK(alter_constraint(draft, partition, sub));
    }
  }
  return {};
}

namespace {

/// A constraint that came from a table above is renamed there, and follows.
bool is_inherited_constraint(const Draft& draft, const CatalogRelation& table, const std::string& name,
                             const std::string& column) {
  const std::vector<std::string> parents = parents_of(table);
  return std::any_of(parents.begin(), parents.end(), [&](const std::string& key) {
    const CatalogRelation* parent = draft.find(key);
    if (parent == nullptr) return false;
    const CatalogColumn* above = column.empty() ? nullptr : parent->column(column);
    if (above != nullptr) return above->not_null && !above->not_null_no_inherit;
    const CatalogConstraint* same = parent->constraint(name);
    return same != nullptr && same->kind == ConstraintKind::Check && !same->no_inherit;
  });
}

Status rename_in_tree(Draft& draft, const std::string& key, const AlterTableSubcommand& sub, bool below) {
  CatalogRelation* table = draft.edit(key);
  const CatalogColumn* not_null = column_of_not_null(draft, *table, sub.name);
  if (table->constraint(sub.name) == nullptr && not_null == nullptr) {
    if (table->partial) return {};
    return refuse("42704", "constraint \"" + sub.name + "\" for table \"" + table->name + "\" does not exist");
  }
  if (!below && is_inherited_constraint(draft, *table, sub.name, not_null == nullptr ? "" : not_null->name)) {
    return refuse("42P16", "cannot rename inherited constraint \"" + sub.name + "\"");
  }
  if (table->constraint(sub.new_name) != nullptr || column_of_not_null(draft, *table, sub.new_name) != nullptr) {
    return refuse("42710", "constraint \"" + sub.new_name + "\" for relation \"" + table->name + "\" already exists");
  }
  bool follow = false;
  if (not_null != nullptr) {
    CatalogColumn& column = *table->column(not_null->name);
    set_not_null_name(*table, column, sub.new_name);
    follow = !column.not_null_no_inherit;
  }
  for (CatalogConstraint& constraint : table->constraints) {
    if (constraint.name != sub.name) continue;
    constraint.name = sub.new_name;
    const bool inherits = constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::NotNull;
    follow = follow || (inherits && !constraint.no_inherit);
  }
  for (CatalogIndex& index : table->indexes) {
    if (index.constraint != sub.name) continue;
    if (table->clustered_on == index.name) table->clustered_on = sub.new_name;
    if (table->replica_identity == index.name) table->replica_identity = sub.new_name;
    index.name = index.constraint = sub.new_name;
  }
  for (const std::string& child : follow ? draft.children(key) : std::vector<std::string>()) {
    LOCKSTEP_CHECK(rename_in_tree(draft, child, sub, true));
  }
  return {};
}

}  // namespace

Status rename_constraint(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  return rename_in_tree(draft, key, sub, false);
}

}  // namespace lockstep
