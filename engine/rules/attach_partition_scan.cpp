#include "base/text.h"
#include "engine/catalog/bounds.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// A CHECK that proves the bounds before the statement, and that is gone behind it.
std::vector<Edit> edits(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub,
                        const std::string& name) {
  const CatalogRelation* parent = input.before.find(alter.name);
  if (parent == nullptr || !may_split(input)) return {};
  const std::string condition = bound_condition(*parent, sub.bound->text);
  if (condition.empty()) return {};
  const std::string head = "ALTER TABLE " + written(input, *sub.partition);
  return {statement_before(input, head + " ADD CONSTRAINT " + name + " CHECK (" + condition + ") NOT VALID"),
          statement_before(input, head + " VALIDATE CONSTRAINT " + name),
          statement_behind(input, head + " DROP CONSTRAINT " + name)};
}

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::AttachPartition, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.partition || !sub.bound) return;
    const std::string partition = input.before.key(*sub.partition);
    if (!input.in_use(partition) || !contains(input.effect.scans, partition)) return;
    const std::string name = suggested_name(*sub.partition, {}, "bound_check");
    const std::string table = sql_of(input, *sub.partition);
    Diagnostic& finding =
        findings.add("ATTACH PARTITION reads all rows of " + ticked(input, *sub.partition) +
                         " under ACCESS EXCLUSIVE, to see whether they fit the bounds",
                     "let a CHECK that says what the bounds say prove it before:\n"
                     "  ALTER TABLE " +
                         table + " ADD CONSTRAINT " + name +
                         " CHECK (key IS NOT NULL AND key >= ... AND key < "
                         "...) NOT VALID;\n"
                         "  ALTER TABLE " +
                         table + " VALIDATE CONSTRAINT " + name +
                         ";\n"
                         "  ALTER TABLE " +
                         sql_of(input, alter.name) + " ATTACH PARTITION " + table + " " + sub.bound->text + ";",
                     sub.span);
    finding.edits = edits(input, alter, sub, name);
  });
}

}  // namespace

extern const Rule attach_partition_scan_rule{
    "attach-partition-scan",
    "lock",
    Severity::Error,
    "ATTACH PARTITION that reads the whole partition under its lock",
    "ATTACH PARTITION takes ACCESS EXCLUSIVE on the table that becomes a partition, and reads all its rows to be sure "
    "that they fit, unless a valid CHECK proves that.",
    "Add a CHECK equal to the bounds as NOT VALID and VALIDATE it before; the partition key must be NOT NULL, too. The "
    "CHECK can be dropped afterwards.",
    "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
    "ALTER TABLE events_2024 ADD CONSTRAINT events_2024_bound CHECK (at >= '2024-01-01' AND at < '2025-01-01') NOT VALID;\n"
    "ALTER TABLE events_2024 VALIDATE CONSTRAINT events_2024_bound;\n"
    "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
    check};

}  // namespace lockstep
