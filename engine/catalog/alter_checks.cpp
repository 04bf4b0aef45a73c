#include "engine/catalog/alter_checks.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"

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

/// What ALTER TABLE may do to a materialized view, whose columns and rows are those of its query.
bool suits_materialized_view(Action action) {
  switch (action) {
    case Action::RenameTable:
    case Action::RenameColumn:
    case Action::SetSchema:
    case Action::OwnerTo:
    case Action::SetOptions:
    case Action::ResetOptions:
    case Action::SetStatistics:
    case Action::SetStorage:
    case Action::SetCompression:
    case Action::SetColumnOptions:
    case Action::ClusterOn:
    case Action::SetWithoutCluster:
    case Action::SetAccessMethod:
    case Action::SetTablespace:
    case Action::ReplicaIdentity:
    case Action::DependsOnExtension:
    case Action::Other:
      return true;
    default:
      return false;
  }
}

/// Whether values of the type are never stored out of line.
bool has_fixed_length(const Catalog& catalog, std::string_view written) {
  const std::string base = base_of_domain(catalog, written);
  constexpr std::string_view fixed[] = {"smallint", "integer",  "bigint", "real",    "double precision",
                                        "boolean",  "date",     "uuid",   "oid",     "name",
                                        "money",    "interval", "point",  "macaddr", "\"char\""};
  if (base.ends_with("[]")) return false;
  if (base.starts_with("timestamp") || base.starts_with("time ") || base.starts_with("interval")) return true;
  const CatalogType* known = catalog.find_type(base);
  return (known != nullptr && known->form == CreateType::Form::Enum) ||
         std::find(std::begin(fixed), std::end(fixed), base) != std::end(fixed);
}

}  // namespace

Status check_kind(const CatalogRelation& relation, const AlterTable& alter) {
  if (relation.partial) return {};
  const auto wrong = [&] {
    return refuse("42809", "\"" + relation.name + "\" is not of the kind that the statement is for");
  };
  if (!kind_fits(alter.kind, relation.kind)) return wrong();
  const bool view = relation.kind == CatalogRelationKind::View || relation.kind == CatalogRelationKind::Sequence;
  if (alter.kind == RelationKind::Type && relation.kind != CatalogRelationKind::CompositeType) return wrong();
  if (!relation.of_type.empty()) {
    for (const AlterTableSubcommand& sub : alter.subcommands) {
      if (sub.action != Action::RenameColumn) continue;
      return refuse("42809", "cannot rename column of typed table \"" + relation.name + "\"");
    }
  }
  if (alter.kind != RelationKind::Table) return {};
  if (relation.kind == CatalogRelationKind::CompositeType) return wrong();
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    switch (sub.action) {
      case Action::RenameTable:
      case Action::SetSchema:
      case Action::OwnerTo:
      case Action::Other:
        break;
      case Action::RenameColumn:
      case Action::SetOptions:
      case Action::ResetOptions:
        if (relation.kind == CatalogRelationKind::Sequence) return wrong();
        break;
      case Action::SetDefault:
      case Action::DropDefault:
        if (relation.kind == CatalogRelationKind::Sequence) return wrong();
        if (relation.kind == CatalogRelationKind::MaterializedView) return wrong();
        break;
      case Action::SetLogged:
      case Action::SetUnlogged:
        if (relation.kind == CatalogRelationKind::View) return wrong();
        break;
      default:
        if (view) return wrong();
        break;
    }
    if (relation.kind == CatalogRelationKind::MaterializedView && !suits_materialized_view(sub.action)) return wrong();
  }
  return {};
}

Status check_subcommand(const Draft& draft, const std::string& key, const AlterTable& alter,
                        const AlterTableSubcommand& sub) {
  const CatalogRelation& table = *draft.find(key);
  if (table.partial || draft.dialect() != Dialect::PostgreSQL) return {};
  const bool partitioned = table.kind == CatalogRelationKind::PartitionedTable;
  const TargetVersion version = draft.server_version();
  switch (sub.action) {
    case Action::SetStatistics:
    case Action::SetStorage:
    case Action::SetCompression:
    case Action::SetColumnOptions: {
      // SET STATISTICS takes the number of a column, too.
      const bool number = sub.name.find_first_not_of("0123456789") == std::string::npos;
      const CatalogColumn* column = table.column(sub.name);
      if (!number && column == nullptr) return no_such_column(table, sub.name);
      if (column != nullptr && has_fixed_length(draft.base(), column->type)) {
        if (sub.action == Action::SetCompression && to_lower(sub.new_name) != "default") {
          return refuse("0A000", "column data type " + column->type + " does not support compression");
        }
        const std::string word = to_lower(sub.new_name);
        if (sub.action == Action::SetStorage && word != "plain" && word != "default") {
          return refuse("0A000", "column data type " + column->type + " can only have storage PLAIN");
        }
      }
      return {};
    }
    case Action::AddColumn: {
      const bool identity =
          sub.column && std::any_of(sub.column->constraints.begin(), sub.column->constraints.end(),
                                    [](const Constraint& c) { return c.kind == ConstraintKind::Identity; });
      if (!identity || draft.children(key).empty() || table.column(sub.column->name) != nullptr) return {};
      if (partitioned && version >= 17) return {};
      return refuse("42P16", "cannot recursively add identity column to table that has child tables");
    }
    case Action::DropColumn: {
      if (table.column(sub.name) == nullptr) return {};
      if (const std::string by = partitioned_by(draft, key, sub.name); !by.empty()) {
        return refuse("42P16", "column \"" + sub.name + "\" is part of the partition key of relation \"" + by + "\"");
      }
      return {};
    }
    case Action::RenameColumn:
      if (!alter.only || !partitioned || draft.partitions(key).empty()) return {};
      return refuse("42P16", "inherited column \"" + sub.name + "\" must be renamed in child tables too");
    case Action::AddConstraint: {
      if (!sub.constraint) return {};
      for (const IndexElement& element : sub.constraint->elements) {
        if (!element.column.empty() && table.column(element.column) == nullptr) {
          return no_such_column(table, element.column);
        }
      }
      if (!partitioned) return {};
      if (sub.constraint->kind == ConstraintKind::ForeignKey && alter.only) {
        return refuse("42809", "cannot use ONLY for foreign key on partitioned table \"" + table.name + "\"");
      }
      if (sub.constraint->kind == ConstraintKind::Exclude && version < 17) {
        return refuse("0A000", "exclusion constraints are not supported on partitioned tables");
      }
      return {};
    }
    case Action::AlterConstraint: {
      const CatalogConstraint* own = table.constraint(sub.name);
      const CatalogRelation* parent = table.parent.empty() ? nullptr : draft.find(table.parent);
      if (own == nullptr || own->kind != ConstraintKind::ForeignKey || parent == nullptr) return {};
      const bool derived =
          std::any_of(parent->constraints.begin(), parent->constraints.end(), [&](const CatalogConstraint& above) {
            return above.kind == own->kind && above.columns == own->columns && above.referenced == own->referenced;
          });
      if (!derived) return {};
      // Servers before 18 give the error no code of its own.
      return refuse(version >= 18 ? "55000" : "XX000", "cannot alter constraint \"" + sub.name + "\" on relation \"" +
                                                           table.name + "\": it is derived from that of its parent");
    }
    case Action::AddIdentity: {
      const CatalogColumn* column = table.column(sub.name);
      const bool whole =
          column == nullptr || column->type == "smallint" || column->type == "integer" || column->type == "bigint";
      if (!whole) return refuse("22023", "identity column type must be smallint, integer, or bigint");
      [[fallthrough]];
    }
    case Action::AlterIdentity:
    case Action::DropIdentity:
      if (version < 17 || table.parent.empty()) return {};
      return refuse("42P16", "cannot change the identity of a column of a partition");
    case Action::NotOf:
      if (!table.of_type.empty()) return {};
      return refuse("42809", "\"" + table.name + "\" is not a typed table");
    case Action::ClusterOn:
    case Action::SetWithoutCluster:
      if (sub.action == Action::ClusterOn && table.index(sub.name) == nullptr) {
        if (draft.table_of_index(table.schema, sub.name).empty()) return {};
        return refuse("42809", "\"" + sub.name + "\" is not an index for table \"" + table.name + "\"");
      }
      if (!partitioned) return {};
      return refuse("0A000", "cannot mark index clustered in partitioned table");
    case Action::DetachPartition: {
      if (!partitioned) {
        return refuse(version >= 16 ? "42809" : "42P17", "\"" + table.name + "\" is not partitioned");
      }
      const CatalogRelation* partition = sub.partition ? draft.find(*sub.partition) : nullptr;
      if (partition == nullptr || partition->partial || partition->parent == key) return {};
      return refuse("42P01",
                    "relation \"" + partition->name + "\" is not a partition of relation \"" + table.name + "\"");
    }
    default:
      return {};
  }
}

Status check_replica_identity(const Draft& draft, const CatalogRelation& table, const AlterTableSubcommand& sub) {
  const std::string& name = sub.name;
  if (name.empty() || table.partial) return {};
  const CatalogIndex* index = table.index(name);
  if (index == nullptr) {
    if (!draft.table_of_index(table.schema, name).empty()) {
      return refuse("42809", "\"" + name + "\" is not an index for table \"" + table.name + "\"");
    }
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

Status check_of_type(const Draft& draft, const CatalogRelation& table, const AlterTableSubcommand& sub) {
  if (table.partial) return {};
  const std::string name = draft.key(dotted_name(sub.new_name));
  const CatalogRelation* type = draft.find(name);
  if (type == nullptr) {
    if (draft.base().types.find(name) == draft.base().types.end()) return {};
    return refuse("42809", "type " + sub.new_name + " is not a composite type");
  }
  if (type->kind != CatalogRelationKind::CompositeType) {
    return refuse("42809", "type " + sub.new_name + " is the row type of another table");
  }
  if (!table.inherits.empty() || !table.parent.empty()) return refuse("42809", "typed tables cannot inherit");
  for (size_t i = 0; i < type->columns.size() && !type->partial; ++i) {
    const CatalogColumn& wanted = type->columns[i];
    if (i >= table.columns.size()) return refuse("42804", "table is missing column \"" + wanted.name + "\"");
    if (table.columns[i].name != wanted.name) {
      return refuse("42804",
                    "table has column \"" + table.columns[i].name + "\" where type requires \"" + wanted.name + "\"");
    }
    if (table.columns[i].type != wanted.type) {
      return refuse("42804", "table \"" + table.name + "\" has different type for column \"" + wanted.name + "\"");
    }
  }
  if (type->partial || table.columns.size() == type->columns.size()) return {};
  return refuse("42804", "table has extra column \"" + table.columns[type->columns.size()].name + "\"");
}

Status inherit(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  if (!sub.partition) return {};
  const std::string parent = draft.key(*sub.partition);
  const CatalogRelation& table = *draft.find(key);
  if (!table.parent.empty()) return refuse("42809", "cannot change inheritance of a partition");
  const bool inherits = contains(table.inherits, parent);
  if (sub.action == Action::Inherit && inherits) {
    return refuse("42P07", "relation \"" + parent + "\" would be inherited from more than once");
  }
  if (sub.action == Action::Inherit) LOCKSTEP_CHECK(refuse_circle(draft, parent, key));
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
