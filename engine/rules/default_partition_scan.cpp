#include "base/text.h"
#include "engine/catalog/draft.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  std::string parent;
  if (const auto* create = input.statement.as<CreateTable>(); create != nullptr && create->partition_of) {
    parent = input.before.key(*create->partition_of);
  }
  each_subcommand(input, AlterTableAction::AttachPartition, [&](const AlterTable& alter, const AlterTableSubcommand&) {
    parent = input.before.key(alter.name);
  });
  if (parent.empty() || !input.in_use(parent)) return;
  for (const CatalogRelation* partition : input.before.partitions(parent)) {
    const std::string key = relation_key(*partition);
    if (partition->bound != "DEFAULT" || !input.in_use(key) || !contains(input.effect.scans, key)) continue;
    findings.add("the new partition makes the server read all rows of the default partition `" + sql_of_key(input, key) +
                     "` under ACCESS EXCLUSIVE, to see whether any belongs to the new one",
                 "let a CHECK on the default partition that excludes the new bounds prove it before (NOT VALID, then "
                 "VALIDATE CONSTRAINT), or detach the default partition first");
  }
}

}  // namespace

extern const Rule default_partition_scan_rule{
    "default-partition-scan",
    "lock",
    Severity::Error,
    "a new partition that makes the server read the default partition",
    "Rows in the default partition might belong to the new one. PostgreSQL takes ACCESS EXCLUSIVE on the default "
    "partition and reads it in full to be sure that none does.",
    "A valid CHECK on the default partition that excludes the new bounds spares the reading. Better: have no default "
    "partition, or keep it empty.",
    "CREATE TABLE events_other PARTITION OF events DEFAULT;\n"
    "-- next migration\n"
    "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
    "CREATE TABLE events_2025 (LIKE events INCLUDING ALL);\n"
    "ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
    check};

}  // namespace lockstep
