// TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW.
#include <algorithm>

#include "base/text.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

void truncate(Judge& judge, const Maintenance& command) {
  std::vector<std::string> keys;
  for (const QualifiedName& name : command.names) {
    if (command.only) {
      keys.push_back(judge.catalog.key(name));
      continue;
    }
    for (std::string& key : judge.tree(judge.catalog.key(name))) keys.push_back(std::move(key));
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    const CatalogRelation* truncated = judge.catalog.find(keys[i]);
    if (command.only && truncated != nullptr && truncated->kind == CatalogRelationKind::PartitionedTable) {
      judge.fail("42809", Failure::Certainty::Always, "cannot truncate only a partitioned table");
      return;
    }
    for (const auto& [table, constraint] : judge.referencing(keys[i])) {
      const std::string other = relation_key(*table);
      if (contains(keys, other)) continue;
      if (!command.cascade) {
        judge.fail("0A000", Failure::Certainty::Always,
                   "cannot truncate a table referenced in a foreign key constraint: table \"" + table->name +
                       "\" references \"" + keys[i] + "\"");
        continue;
      }
      for (std::string& key : judge.tree(other)) keys.push_back(std::move(key));
    }
  }
  for (const std::string& key : keys) {
    judge.lock(key, LockMode::AccessExclusive);
    if (!command.restart_identity) continue;
    for (const std::string& sequence : judge.catalog.owned_sequences(key)) {
      judge.lock(sequence, LockMode::AccessExclusive);
    }
  }
}

LockMode mode_of(std::string_view words) {
  constexpr LockMode modes[] = {LockMode::AccessShare,          LockMode::RowShare, LockMode::RowExclusive,
                                LockMode::ShareUpdateExclusive, LockMode::Share,    LockMode::ShareRowExclusive,
                                LockMode::Exclusive,            LockMode::AccessExclusive};
  const std::string wanted = to_upper(words);
  for (const LockMode mode : modes) {
    if (to_string(mode) == wanted) return mode;
  }
  return LockMode::AccessExclusive;  // what LOCK takes when nothing is said
}

void reindex(Judge& judge, const Maintenance& command) {
  const LockMode mode = command.concurrently ? LockMode::ShareUpdateExclusive : LockMode::Share;
  if (command.concurrently) judge.not_transactional();
  const std::string target = to_upper(command.target);
  if (target == "SCHEMA" || target == "DATABASE" || target == "SYSTEM") {
    judge.not_transactional();
    if (target == "SYSTEM") return;
    for (const auto& [key, relation] : judge.catalog.relations) {
      const auto its_schema = [&schema = relation.schema](const QualifiedName& name) { return name.name == schema; };
      const bool wanted =
          target == "DATABASE" || std::any_of(command.names.begin(), command.names.end(), its_schema);
      if (!wanted || relation.indexes.empty() || relation.kind == CatalogRelationKind::PartitionedTable) continue;
      judge.lock(key, mode);
      judge.scan(key);
      for (const CatalogIndex& index : relation.indexes) judge.build(relation.schema, index.name);
    }
    return;
  }
  for (const QualifiedName& name : command.names) {
    if (target == "INDEX") {
      const CatalogRelation* table = judge.catalog.table_of_index(name);
      if (table == nullptr) continue;
      const bool partitioned = table->kind == CatalogRelationKind::PartitionedTable;
      if (partitioned) judge.not_transactional();
      const CatalogIndex* wanted = table->index(name.name);
      for (const std::string& leaf : judge.leaves(relation_key(*table), Judge::Below::Partitions)) {
        const CatalogRelation* relation = judge.catalog.find(leaf);
        if (!partitioned && relation != table) continue;
        for (const CatalogIndex& index : relation->indexes) {
          const bool same = partitioned ? index.elements == wanted->elements && index.predicate == wanted->predicate &&
                                              index.unique == wanted->unique
                                        : index.name == name.name;
          if (!same) continue;
          judge.lock(leaf, mode);
          judge.scan(leaf);
          judge.build(relation->schema, index.name);
        }
      }
      if (partitioned) judge.lock(relation_key(*table), mode);
      continue;
    }
    const std::string key = judge.catalog.key(name);
    const CatalogRelation* table = judge.catalog.find(key);
    if (table == nullptr || table->kind != CatalogRelationKind::PartitionedTable) judge.lock(key, mode);
    if (table != nullptr && table->kind == CatalogRelationKind::PartitionedTable) {
      judge.not_transactional();
      // Its partitions are found under SHARE, even when each is then rebuilt concurrently.
      for (const std::string& partition : judge.tree(key, Judge::Below::Partitions)) {
        judge.lock(partition, partition == key ? mode : LockMode::Share);
      }
    }
    for (const std::string& leaf : judge.leaves(key, Judge::Below::Partitions)) {
      const CatalogRelation* relation = judge.catalog.find(leaf);
      if (relation == nullptr || relation->partial) judge.scan(leaf);
      if (relation == nullptr) continue;
      for (const CatalogIndex& index : relation->indexes) {
        judge.build(relation->schema, index.name);
        judge.scan(leaf);
      }
    }
  }
}

void refresh(Judge& judge, const Maintenance& command) {
  for (const QualifiedName& name : command.names) {
    const std::string key = judge.catalog.key(name);
    const CatalogRelation* view = judge.catalog.find(key);
    if (view != nullptr && !view->populated && command.concurrently) return;
    judge.lock(key, command.concurrently ? LockMode::Exclusive : LockMode::AccessExclusive);
    if (view == nullptr) {
      if (!command.concurrently && !command.with_no_data) judge.rewrite(key);
      continue;
    }
    if (command.concurrently && !view->partial &&
        std::none_of(view->indexes.begin(), view->indexes.end(), [](const CatalogIndex& index) {
          return index.unique && index.predicate.empty() && index.valid &&
                 std::none_of(index.elements.begin(), index.elements.end(),
                              [](const CatalogIndexElement& element) { return element.column.empty(); });
        })) {
      judge.fail("55000", Failure::Certainty::Always,
                 "cannot refresh materialized view \"" + key + "\" concurrently: it has no unique index without a "
                 "WHERE clause");
    }
    if (command.with_no_data) continue;
    for (const std::string& read : view->reads) {
      judge.lock_read(read);
      judge.scan(read);
    }
    if (command.concurrently) {
      judge.scan(key);  // to find out what differs
    } else {
      judge.rewrite(key);
    }
  }
}

/// Views are passed over with a warning.
bool is_skipped(const Judge& judge, const std::string& key) {
  const CatalogRelation* known = judge.catalog.find(key);
  return known != nullptr && (known->kind == CatalogRelationKind::View || known->kind == CatalogRelationKind::Sequence ||
                              known->kind == CatalogRelationKind::CompositeType);
}

/// ANALYZE visits partitions, and since PostgreSQL 18 inheriting tables, unless ONLY is written.
void lock_analyzed(Judge& judge, const Maintenance& command, const std::string& key) {
  const bool only = judge.version >= 18 && command.only;
  const auto below = judge.version >= 18 ? Judge::Below::All : Judge::Below::Partitions;
  for (const std::string& relation : only ? std::vector<std::string>{key} : judge.tree(key, below)) {
    judge.lock(relation, LockMode::ShareUpdateExclusive);
  }
}

void vacuum(Judge& judge, const Maintenance& command) {
  judge.not_transactional();
  for (const QualifiedName& name : command.names) {
    const std::string key = judge.catalog.key(name);
    if (is_skipped(judge, key)) continue;
    if (!command.full && judge.version >= 18) {
      lock_analyzed(judge, command, key);  // inheriting tables are vacuumed as partitions are
      continue;
    }
    judge.lock_partitions(key, command.full ? LockMode::AccessExclusive : LockMode::ShareUpdateExclusive);
    if (command.full) judge.rewrite(key);
  }
  if (!command.names.empty()) return;
  for (const auto& [key, relation] : judge.catalog.relations) {
    if (relation.kind != CatalogRelationKind::Table && relation.kind != CatalogRelationKind::MaterializedView) continue;
    judge.lock(key, command.full ? LockMode::AccessExclusive : LockMode::ShareUpdateExclusive);
    if (command.full) judge.rewrite(key);
  }
}

}  // namespace

void judge(Judge& judge, const Maintenance& command) {
  const std::string& tag = judge.statement.tag;
  if (tag.starts_with("TRUNCATE")) return truncate(judge, command);
  if (tag.starts_with("LOCK")) {
    for (const QualifiedName& name : command.names) {
      const LockMode mode = mode_of(command.mode);
      if (command.only) judge.lock(name, mode);
      for (const std::string& key :
           command.only ? std::vector<std::string>() : judge.through_views(judge.catalog.key(name))) {
        judge.lock_tree(key, mode);
      }
    }
    return;
  }
  if (tag == "REINDEX") return reindex(judge, command);
  if (tag.starts_with("REFRESH")) return refresh(judge, command);
  if (tag == "VACUUM") return vacuum(judge, command);
  if (tag == "CLUSTER") {
    for (const QualifiedName& name : command.names) {
      const std::string key = judge.catalog.key(name);
      const CatalogRelation* table = judge.catalog.find(key);
      const bool partitioned = table != nullptr && table->kind == CatalogRelationKind::PartitionedTable;
      if (partitioned && judge.version < 15) {
        judge.fail("0A000", Failure::Certainty::Always, "cannot cluster a partitioned table before PostgreSQL 15");
      }
      if (partitioned) judge.not_transactional();
      judge.lock_partitions(key, LockMode::AccessExclusive);
      judge.rewrite(key);
    }
    if (command.names.empty()) judge.not_transactional();
    return;
  }
  if (tag == "ANALYZE") {
    for (const QualifiedName& name : command.names) {
      const std::string key = judge.catalog.key(name);
      if (is_skipped(judge, key)) continue;
      // Rows of inheriting tables are read for the statistics of the whole, partitions get statistics of their own.
      judge.lock_tree(key, LockMode::AccessShare);
      lock_analyzed(judge, command, key);
    }
    return;
  }
  judge.unknown();
}

}  // namespace lockstep
