// DROP, and what goes along with what is dropped.
#include <algorithm>

#include "base/text.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

/// Dropping a foreign key drops its triggers on both tables, for which both are locked (RemoveTriggerById() in
/// src/backend/commands/trigger.c).
void lock_lost_foreign_keys(Judge& judge, const std::string& key, const CatalogRelation& before,
                            const CatalogRelation* after) {
  for (const CatalogConstraint& constraint : before.constraints) {
    if (constraint.kind != ConstraintKind::ForeignKey) continue;
    if (after != nullptr && after->constraint(constraint.name) != nullptr) continue;
    if (!before.parent.empty() && after == nullptr && judge.catalog.find(before.parent) == nullptr) continue;
    judge.lock(key, LockMode::AccessExclusive);
    // The referenced table's triggers are those of the partitioned table's own constraint.
    const CatalogRelation* parent = before.parent.empty() ? nullptr : judge.catalog.find(before.parent);
    const bool of_parent =
        after == nullptr && parent != nullptr &&
        std::any_of(parent->constraints.begin(), parent->constraints.end(), [&](const CatalogConstraint& above) {
          return above.kind == ConstraintKind::ForeignKey && above.columns == constraint.columns &&
                 above.referenced == constraint.referenced;
        });
    if (of_parent) continue;
    judge.lock_partitions(constraint.referenced, LockMode::AccessExclusive);
  }
}

bool lost_something(const CatalogRelation& before, const CatalogRelation& after) {
  return after.columns.size() < before.columns.size() || after.triggers.size() < before.triggers.size() ||
         after.constraints.size() < before.constraints.size() || after.indexes.size() < before.indexes.size() ||
         after.columns != before.columns;
}

}  // namespace

void judge_losses(Judge& judge) {
  each_change(judge, [&](const std::string& key, const CatalogRelation* before, const CatalogRelation* after) {
    if (before == nullptr) return;
    lock_lost_foreign_keys(judge, key, *before, after);
    if (after == nullptr) {
      judge.lock(key, LockMode::AccessExclusive);
      if (before->parent.empty()) return;
      // A partition goes from its parent, whose other rows may then belong to the default partition.
      judge.lock(before->parent, LockMode::AccessExclusive);
      if (const std::string other = judge.default_partition(before->parent); !other.empty()) {
        judge.lock(other, LockMode::AccessExclusive);
      }
    } else if (lost_something(*before, *after)) {
      judge.lock(key, LockMode::AccessExclusive);
    }
  });
}

namespace {

/// Whether it may be there.
bool may_have(const CatalogRelation& table, ObjectKind kind, const std::string& name) {
  if (table.partial) return true;
  const auto named = [&](const auto& item) { return item.name == name; };
  if (kind == ObjectKind::Trigger) return std::any_of(table.triggers.begin(), table.triggers.end(), named);
  if (kind == ObjectKind::Rule) return std::any_of(table.rules.begin(), table.rules.end(), named);
  return table.policy(name) != nullptr;
}

void judge_index_drop(Judge& judge, const DropStatement& drop) {
  const LockMode mode = drop.concurrently ? LockMode::ShareUpdateExclusive : LockMode::AccessExclusive;
  if (drop.concurrently) judge.not_transactional();
  for (const QualifiedName& name : drop.names) {
    const CatalogRelation* table = judge.catalog.table_of_index(name);
    if (table == nullptr) continue;
    judge.lock_partitions(relation_key(*table), mode);
  }
}

}  // namespace

void judge(Judge& judge, const DropStatement& drop) {
  switch (drop.kind) {
    case ObjectKind::Index:
      return judge_index_drop(judge, drop);
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy: {
      const std::string table = judge.catalog.key(drop.table);
      const CatalogRelation* known = judge.catalog.find(table);
      if (known == nullptr && drop.if_exists && judge.catalog.knows_all(drop.table)) return;
      if (drop.if_exists && known != nullptr && !may_have(*known, drop.kind, drop.names.front().name)) return;
      judge.lock(table, LockMode::AccessExclusive);
      return judge_losses(judge);
    }
    case ObjectKind::Table:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::Sequence:
    case ObjectKind::ForeignTable:
      for (const QualifiedName& name : drop.names) {
        // What is not in the catalog and need not exist is taken to be absent, and so nothing is locked.
        if (judge.catalog.find(name) == nullptr && drop.if_exists) continue;
        judge.lock(name, LockMode::AccessExclusive);
      }
      return judge_losses(judge);
    case ObjectKind::Database:
    case ObjectKind::Subscription:
      judge.not_transactional();
      return;
    case ObjectKind::Statistics:
      for (const QualifiedName& name : drop.names) {
        const auto known = judge.catalog.statistics.find(judge.catalog.key(name));
        if (known != judge.catalog.statistics.end()) judge.lock(known->second.table, LockMode::ShareUpdateExclusive);
      }
      return;
    case ObjectKind::Extension:
      judge_losses(judge);
      [[fallthrough]];
    case ObjectKind::Server:
    case ObjectKind::ForeignDataWrapper:
      // What belongs to them is not in the catalog.
      if (drop.cascade) judge.unknown();
      return;
    default:
      return judge_losses(judge);
  }
}

}  // namespace lockstep
