#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DetachPartition, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (sub.concurrently || sub.finalize || !sub.partition) return;
    const bool has_default = [&] {
      for (const CatalogRelation* partition : input.before.partitions(input.before.key(alter.name))) {
        if (partition->bound == "DEFAULT") return true;
      }
      return false;
    }();
    findings.add("DETACH PARTITION takes ACCESS EXCLUSIVE on " + ticked(input, alter.name) +
                     ": it waits for every open query there, and everyone else waits behind it",
                 has_default ? "beside a default partition CONCURRENTLY is refused: set a short lock_timeout and try again "
                               "until it gets through"
                             : "let it wait beside the traffic, outside of a transaction:\n  ALTER TABLE " +
                                   sql_of(input, alter.name) + " DETACH PARTITION " + sql_of(input, *sub.partition) +
                                   " CONCURRENTLY;",
                 sub.span);
  });
}

}  // namespace

extern const Rule detach_partition_blocks_rule{
    "detach-partition-blocks",
    "lock",
    Severity::Warning,
    "DETACH PARTITION without CONCURRENTLY",
    "DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the partitioned table: all queries on any partition wait "
    "behind "
    "it while it waits for those that are open.",
    "DETACH PARTITION ... CONCURRENTLY (PostgreSQL 14) takes SHARE UPDATE EXCLUSIVE on the parent. It cannot run "
    "inside "
    "a transaction, nor beside a default partition, and leaves a CHECK that says what the bounds said.",
    "ALTER TABLE events DETACH PARTITION events_2023;",
    "ALTER TABLE events DETACH PARTITION events_2023 CONCURRENTLY;",
    check};

}  // namespace lockstep
