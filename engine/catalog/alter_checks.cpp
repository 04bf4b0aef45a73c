#include "engine/catalog/alter_checks.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

using Action = AlterTableAction;

bool kind_fits(RelationKind wanted, CatalogRelationKind kind) {
  switch (wanted) {
    case RelationKind::View:
      return kind == CatalogRelationKind::View;
    case RelationKind::MaterializedView:
      return kind == CatalogRelationKind::MaterializedView;
    case RelationKind::Sequence:
      return kind == CatalogRelationKind::Sequence;
    case RelationKind::ForeignTable:
      return kind == CatalogRelationKind::ForeignTable;
    default:
      return true;
  }
}

/// Whether `key` is `ancestor` or stands somewhere below it.
bool is_below(const Draft& draft, const std::string& key, const std::string& ancestor) {
  if (key == ancestor) return true;
  const std::vector<std::string> children = draft.children(ancestor);
  return std::any_of(children.begin(), children.end(),
                     [&](const std::string& child) { return is_below(draft, key, child); });
}

}  // namespace

Status check_kind(const CatalogRelation& relation, const AlterTable& alter) {
  if (relation.partial) return {};
  const auto wrong = [&] {
    return refuse("42809", "\"" + relation.name + "\" is not of the kind that the statement is for");
  };
  if (!kind_fits(alter.kind, relation.kind)) return wrong();
  const bool view = relation.kind == CatalogRelationKind::View || relation.kind == CatalogRelationKind::Sequence;
  const bool table =
      relation.kind == CatalogRelationKind::Table || relation.kind == CatalogRelationKind::PartitionedTable ||
      relation.kind == CatalogRelationKind::ForeignTable || relation.kind == CatalogRelationKind::MaterializedView;
  if (alter.kind == RelationKind::Type && relation.kind != CatalogRelationKind::CompositeType) return wrong();
  if (!relation.of_type.empty()) {
    for (const AlterTableSubcommand& sub : alter.subcommands) {
      const bool changes = sub.action == Action::AddColumn || sub.action == Action::DropColumn ||
                           sub.action == Action::AlterColumnType || sub.action == Action::RenameColumn;
      if (changes) return refuse("42809", "cannot change columns of typed table \"" + relation.name + "\"");
    }
  }
  if (alter.kind != RelationKind::Table) return {};
  if (relation.kind == CatalogRelationKind::CompositeType) return wrong();
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    switch (sub.action) {
      case Action::RenameTable:
      case Action::RenameColumn:
      case Action::SetSchema:
      case Action::OwnerTo:
      case Action::SetDefault:
      case Action::DropDefault:
      case Action::SetOptions:
      case Action::ResetOptions:
      case Action::Other:
        break;
      case Action::SetLogged:
      case Action::SetUnlogged:
        if (relation.kind == CatalogRelationKind::View) return wrong();
        break;
      default:
        if (view) return wrong();
        break;
    }
    const bool needs_columns = sub.action == Action::AddColumn || sub.action == Action::DropColumn ||
                               sub.action == Action::AlterColumnType || sub.action == Action::AddConstraint;
    if (needs_columns && table && relation.kind == CatalogRelationKind::MaterializedView) return wrong();
  }
  return {};
}

Status check_replica_identity(const CatalogRelation& table, const AlterTableSubcommand& sub) {
  const std::string& name = sub.name;
  if (name.empty() || table.partial) return {};
  const CatalogIndex* index = table.index(name);
  if (index == nullptr) {
    return refuse("42704", "index \"" + name + "\" for table \"" + table.name + "\" does not exist");
  }
  const auto cannot = [&](std::string_view why) {
    return refuse("42809", "cannot use index \"" + name + "\" as replica identity: " + std::string(why));
  };
  if (!index->unique) return cannot("it is not unique");
  if (!index->predicate.empty()) return cannot("it is partial");
  if (const CatalogConstraint* constraint = table.constraint(index->constraint);
      constraint != nullptr && constraint->deferrable) {
    return cannot("it is deferrable");
  }
  for (const CatalogIndexElement& element : index->elements) {
    const CatalogColumn* column = table.column(element.column);
    if (element.column.empty()) return cannot("it has expressions");
    if (column != nullptr && !column->not_null) return cannot("column \"" + element.column + "\" is nullable");
  }
  return {};
}

Status inherit(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  if (!sub.partition) return {};
  const std::string parent = draft.key(*sub.partition);
  const CatalogRelation& table = *draft.find(key);
  if (!table.parent.empty()) return refuse("42809", "cannot change inheritance of a partition");
  if (table.kind == CatalogRelationKind::PartitionedTable && !table.partial) {
    return refuse("42809", "cannot change inheritance of partitioned table");
  }
  const bool inherits = contains(table.inherits, parent);
  if (sub.action == Action::Inherit && inherits) {
    return refuse("42P07", "relation \"" + parent + "\" would be inherited from more than once");
  }
  if (sub.action == Action::Inherit && is_below(draft, parent, key)) {
    return refuse("42P07", "circular inheritance not allowed");
  }
  if (sub.action == Action::NoInherit && !inherits && !table.partial) {
    return refuse("42P01", "relation \"" + parent + "\" is not a parent of relation \"" + table.name + "\"");
  }
  if (const CatalogRelation* above = draft.find(parent); above != nullptr && sub.action == Action::Inherit) {
    if (!above->parent.empty() || above->kind == CatalogRelationKind::PartitionedTable) {
      return refuse("42809", "cannot inherit from \"" + above->name + "\"");
    }
  }
  if (sub.action == Action::Inherit) {
    if (const CatalogRelation* known = draft.find(parent)) {
      LOCKSTEP_CHECK(check_child(*known, *draft.find(key)));
    }
  }
  std::vector<std::string>& parents = draft.edit(key)->inherits;
  std::erase(parents, parent);
  if (sub.action == Action::Inherit) parents.push_back(parent);
  return {};
}

}  // namespace lockstep
