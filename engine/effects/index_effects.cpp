// CREATE INDEX (manual: "Building Indexes Concurrently").
#include "engine/effects/judge.h"

namespace lockstep {

void judge(Judge& judge, const CreateIndex& create) {
  const std::string table = judge.catalog.key(create.table);
  if (create.nulls_not_distinct && judge.version < 15) {
    judge.fail("42601", Failure::Certainty::Always, "NULLS NOT DISTINCT is understood by PostgreSQL 15 and later");
  }
  if (create.concurrently) {
    judge.lock(table, LockMode::ShareUpdateExclusive);
    judge.not_transactional();
  } else if (create.only) {
    judge.lock(table, LockMode::Share);
  } else {
    judge.lock_partitions(table, LockMode::Share);
  }
  judge_index_builds(judge);
}

}  // namespace lockstep
