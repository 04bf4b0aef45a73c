// ALTER INDEX: the index stands within its table.
#include <algorithm>

#include "engine/catalog/alter_checks.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"

namespace lockstep {

Status alter_index(Draft& draft, const AlterTable& alter) {
  const std::string schema = draft.schema_of(alter.name);
  const std::string key = draft.table_of_index(schema, alter.name.name);
  if (key.empty()) {
    if (alter.if_exists || !draft.base().knows_all(alter.name)) return {};
    return no_such_relation(alter.name.name);
  }
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    if (sub.action == AlterTableAction::RenameTable) {
      if (relation_name_taken(draft, schema, sub.new_name)) {
        return refuse("42P07", "relation \"" + sub.new_name + "\" already exists");
      }
      CatalogRelation* table = draft.edit(key);
      for (CatalogConstraint& constraint : table->constraints) {
        if (constraint.name == alter.name.name && table->index(alter.name.name)->constraint == constraint.name) {
          constraint.name = sub.new_name;
        }
      }
      for (CatalogIndex& index : table->indexes) {
        if (index.name != alter.name.name) continue;
        index.name = sub.new_name;
        if (!index.constraint.empty()) index.constraint = sub.new_name;
      }
      if (table->clustered_on == alter.name.name) table->clustered_on = sub.new_name;
      if (table->replica_identity == alter.name.name) table->replica_identity = sub.new_name;
    } else if (sub.action == AlterTableAction::SetOptions || sub.action == AlterTableAction::ResetOptions) {
      for (CatalogIndex& index : draft.edit(key)->indexes) {
        const bool reset = sub.action == AlterTableAction::ResetOptions;
        if (index.name == alter.name.name) set_storage(index.options, sub.options, reset);
      }
    } else if (sub.action == AlterTableAction::SetStatistics) {
      const CatalogIndex* index = draft.find(key)->index(alter.name.name);
      size_t number = 0;
      for (const char digit : sub.name) number = number * 10 + static_cast<size_t>(digit - '0');
      if (index == nullptr || number == 0 || number > index->elements.size()) return {};
      if (!index->elements[number - 1].column.empty()) {
        return refuse("0A000", "cannot alter statistics on non-expression column of index \"" + index->name + "\"");
      }
    } else if (sub.action == AlterTableAction::SetSchema && alter.kind == RelationKind::Table) {
      return refuse("42809", "\"" + alter.name.name + "\" is not a table, view, sequence, or foreign table");
    } else if (sub.action == AlterTableAction::AttachPartition) {
      if (sub.partition) {
        const std::string other =
            draft.table_of_index(sub.partition->schema.empty() ? schema : sub.partition->schema, sub.partition->name);
        if (!other.empty() && draft.find(other)->parent != key) {
          return refuse("55000", "cannot attach index \"" + sub.partition->name + "\" as a partition of index \"" +
                                     alter.name.name + "\"");
        }
      }
      // The parent's index is valid once every partition has one attached.
      CatalogRelation* table = draft.edit(key);
      const size_t partitions = draft.partitions(key).size();
      for (CatalogIndex& index : table->indexes) {
        if (index.name != alter.name.name) continue;
        size_t like = 0;
        for (const std::string& partition : draft.partitions(key)) {
          for (const CatalogIndex& own : draft.find(partition)->indexes) {
            if (own.elements == index.elements && own.unique == index.unique && own.predicate == index.predicate) {
              ++like;
              break;
            }
          }
        }
        if (like >= partitions) {
          index.valid = true;
          index.on_only = false;
        }
      }
    }
  }
  return {};
}

}  // namespace lockstep
