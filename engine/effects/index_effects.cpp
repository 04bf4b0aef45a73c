// CREATE INDEX (manual: "Building Indexes Concurrently").
#include "engine/effects/judge.h"

namespace lockstep {

void judge(Judge& judge, const CreateIndex& create) {
  const std::string table = judge.catalog.key(create.table);
  const CatalogRelation* known = judge.catalog.find(table);
  if (create.nulls_not_distinct && judge.version < 15) {
    judge.fail("42601", Failure::Certainty::Always, "NULLS NOT DISTINCT is understood by PostgreSQL 15 and later");
  }
  const bool partitioned = known != nullptr && known->kind == CatalogRelationKind::PartitionedTable;
  if (create.concurrently) {
    judge.lock(table, LockMode::ShareUpdateExclusive);
    judge.not_transactional();
  } else if (create.only) {
    judge.lock(table, LockMode::Share);
  } else {
    judge.lock_tree(table, LockMode::Share);
  }
  if (create.if_not_exists && !create.name.empty() && known != nullptr && known->index(create.name) != nullptr) return;
  if (partitioned && create.only) return;
  judge.scan(table);
  judge_index_builds(judge);
}

}  // namespace lockstep
