// What ALTER TABLE refuses before its first subcommand changes anything.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/alter_checks.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"

namespace lockstep {
namespace {

using Action = AlterTableAction;

Status of_typed_table(const CatalogRelation& table) {
  return refuse("42809", "cannot change columns of typed table \"" + table.name + "\"");
}

/// A table below that has the column from another parent as well, which keeps its type.
Status refuse_other_parents(const Draft& draft, const std::string& key, const std::string& column) {
  std::vector<std::string> tree{key};
  for (size_t i = 0; i < tree.size(); ++i) {
    for (const std::string& child : draft.children(tree[i])) {
      if (!contains(tree, child)) tree.push_back(child);
    }
  }
  for (size_t i = 1; i < tree.size(); ++i) {
    const CatalogRelation* child = draft.find(tree[i]);
    for (const std::string& parent : parents_of(*child)) {
      const CatalogRelation* other = contains(tree, parent) ? nullptr : draft.find(parent);
      if (other == nullptr || other->column(column) == nullptr) continue;
      return refuse("42P16", "cannot alter inherited column \"" + column + "\" of relation \"" + child->name + "\"");
    }
  }
  return {};
}

/// ATPrepAlterColumnType(), with what the transformation of the subcommand asks before it.
Status prepare_type(const Draft& draft, const CatalogRelation& table, const AlterTable& alter,
                    const AlterTableSubcommand& sub) {
  const CatalogColumn* column = table.column(sub.name);
  if (column == nullptr) return no_such_column(table, sub.name);
  if (sub.expression && !sub.expression->has_subquery) {
    for (const ColumnReference& reference : sub.expression->columns) {
      if (reference.qualifier.empty() && reference.name != table.name && table.column(reference.name) == nullptr) {
        return refuse("42703", "column \"" + reference.name + "\" does not exist");
      }
    }
  }
  if (!sub.type) return {};
  const std::string type = format_type(*sub.type, Dialect::PostgreSQL);
  const std::string using_text = sub.expression ? sub.expression->text : std::string();
  const TypeChange change = type_change(draft.base(), column->type, type, sub.name, using_text, draft.server_version());
  if (!change.possible && change.known && !using_text.empty()) {
    return refuse("42846", "cannot cast type " + column->type + " to " + type);
  }
  if (column->identity != 0 && type != "smallint" && type != "integer" && type != "bigint") {
    return refuse("22023", "identity column type must be smallint, integer, or bigint");
  }
  if (!table.of_type.empty()) return of_typed_table(table);
  if (column->generated != 0 && sub.expression) {
    return refuse("42611", "cannot specify USING when altering type of generated column");
  }
  if (is_inherited(draft, table, sub.name)) {
    return refuse("42P16", "cannot alter inherited column \"" + sub.name + "\"");
  }
  const std::string key = relation_key(table);
  if (const std::string by = partitioned_by(draft, key, sub.name); !by.empty()) {
    return refuse("42P16", "cannot alter column \"" + sub.name +
                               "\" because it is part of the partition key of "
                               "relation \"" +
                               by + "\"");
  }
  if (!change.possible && change.known) {
    return refuse("42804", "column \"" + sub.name + "\" cannot be cast automatically to type " + type);
  }
  if (alter.only && !draft.children(key).empty()) {
    return refuse("42P16", "type of inherited column \"" + sub.name + "\" must be changed in child tables too");
  }
  return refuse_other_parents(draft, key, sub.name);
}

Status prepare_inherit(const CatalogRelation& table) {
  if (!table.of_type.empty()) return refuse("42809", "cannot change inheritance of typed table");
  if (!table.parent.empty()) return refuse("42809", "cannot change inheritance of a partition");
  if (table.kind == CatalogRelationKind::PartitionedTable) {
    return refuse("42809", "cannot change inheritance of partitioned table");
  }
  return {};
}

Status prepare_drop_expression(const Draft& draft, const CatalogRelation& table, const AlterTable& alter,
                               const AlterTableSubcommand& sub) {
  const std::vector<std::string> below = draft.children(relation_key(table));
  // Up to some minor release a tree of several levels is refused, too; 15.20 takes it.
  const bool deep = draft.server_version() != 15 && std::any_of(below.begin(), below.end(), [&](const auto& child) {
                      return !draft.children(child).empty();
                    });
  if ((alter.only && !below.empty()) || deep) {
    return refuse("0A000", "ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
  }
  if (table.column(sub.name) == nullptr) return no_such_column(table, sub.name);
  if (is_inherited(draft, table, sub.name)) {
    return refuse("42P16", "cannot drop generation expression from inherited column");
  }
  return {};
}

/// A logged table must not reference one whose rows a crash would take (ATPrepChangePersistence()).
Status prepare_persistence(const Draft& draft, const CatalogRelation& table, bool unlogged) {
  const std::string key = relation_key(table);
  if (table.kind == CatalogRelationKind::PartitionedTable && draft.server_version() >= 18) {
    return refuse("42809",
                  "ALTER action SET LOGGED or UNLOGGED cannot be performed on relation \"" + table.name + "\"");
  }
  if (unlogged && !table.unlogged) {
    for (const auto& [name, publication] : draft.base().publications) {
      if (contains(publication.tables, key)) {
        return refuse("55000",
                      "cannot change table \"" + table.name + "\" to unlogged because it is part of a publication");
      }
    }
    // What references the partitioned table references its partitions.
    for (const CatalogRelation* above = &table; above != nullptr;
         above = above->parent.empty() ? nullptr : draft.find(above->parent)) {
      for (const std::string& other : draft.referencing(relation_key(*above))) {
        if (other == key || draft.find(other)->unlogged) continue;
        return refuse("42P16", "could not change table \"" + table.name +
                                   "\" to unlogged because it is referenced by logged table \"" +
                                   draft.find(other)->name + "\"");
      }
    }
  }
  if (unlogged || table.kind == CatalogRelationKind::PartitionedTable) return {};
  for (const CatalogConstraint& constraint : table.constraints) {
    const CatalogRelation* referenced =
        constraint.kind == ConstraintKind::ForeignKey ? draft.find(constraint.referenced) : nullptr;
    if (referenced == nullptr || constraint.referenced == key || !referenced->unlogged) continue;
    return refuse("42P16", "could not change table \"" + table.name +
                               "\" to logged because it references unlogged "
                               "table \"" +
                               referenced->name + "\"");
  }
  return {};
}

}  // namespace

std::string partitioned_by(const Draft& draft, const std::string& key, const std::string& column) {
  const CatalogRelation* table = draft.find(key);
  if (table == nullptr) return {};
  if (contains(table->partition_columns, column)) return table->name;
  for (const std::string& child : draft.children(key)) {
    if (std::string found = partitioned_by(draft, child, column); !found.empty()) return found;
  }
  return {};
}

Status prepare_subcommand(const Draft& draft, const std::string& key, const AlterTable& alter,
                          const AlterTableSubcommand& sub) {
  const CatalogRelation& table = *draft.find(key);
  if (table.partial || draft.dialect() != Dialect::PostgreSQL) return {};
  const auto stands_before = [&](const auto& matches) {
    const auto begin = alter.subcommands.begin();
    const auto here = std::find_if(begin, alter.subcommands.end(), [&](const auto& other) { return &other == &sub; });
    return std::any_of(begin, here, matches);
  };
  switch (sub.action) {
    case Action::AddColumn:
    case Action::DropColumn:
      return table.of_type.empty() ? Status{} : of_typed_table(table);
    case Action::AlterColumnType:
      return prepare_type(draft, table, alter, sub);
    case Action::DropExpression:
      return prepare_drop_expression(draft, table, alter, sub);
    case Action::Inherit:
      return prepare_inherit(table);
    case Action::SetLogged:
    case Action::SetUnlogged:
      if (stands_before([&](const AlterTableSubcommand& other) {
            const bool unlogged = other.action == Action::SetUnlogged;
            return (unlogged || other.action == Action::SetLogged) && unlogged != table.unlogged;
          })) {
        return refuse("0A000", "cannot change persistence setting twice");
      }
      return prepare_persistence(draft, table, sub.action == Action::SetUnlogged);
    case Action::SetAccessMethod:
      if (draft.server_version() >= 17 || table.kind != CatalogRelationKind::PartitionedTable) return {};
      return refuse("42809", "\"" + table.name + "\" is not a table or materialized view");
    case Action::SetTablespace:
      if (!stands_before([&](const AlterTableSubcommand& other) { return other.action == sub.action; })) return {};
      return refuse("42601", "cannot have multiple SET TABLESPACE subcommands");
    case Action::DropNotNull:
      if (!alter.only || draft.server_version() >= 18 || draft.partitions(key).empty()) return {};
      return refuse("42P16", "cannot remove constraint from only the partitioned table when partitions exist");
    default:
      return {};
  }
}

}  // namespace lockstep
