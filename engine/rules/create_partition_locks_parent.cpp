#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateTable>();
  if (create == nullptr || !create->partition_of || !input.in_use(*create->partition_of)) return;
  const std::string parent = sql_of(input, *create->partition_of);
  const std::string table = sql_of(input, create->name);
  const std::string bound = create->bound ? (create->bound->is_default ? "DEFAULT" : create->bound->text) : "...";
  findings.add("CREATE TABLE ... PARTITION OF takes ACCESS EXCLUSIVE on " + ticked(input, *create->partition_of) +
                   ": it waits for every open query there, and everyone else waits behind it",
               "make the table apart and attach it, which needs SHARE UPDATE EXCLUSIVE only:\n"
               "  CREATE TABLE " + table + " (LIKE " + parent + " INCLUDING ALL);\n"
               "  ALTER TABLE " + parent + " ATTACH PARTITION " + table + " " + bound + ";");
}

}  // namespace

extern const Rule create_partition_locks_parent_rule{
    "create-partition-locks-parent",
    "lock",
    Severity::Warning,
    "CREATE TABLE ... PARTITION OF a table in use",
    "The statement is quick, but takes an ACCESS EXCLUSIVE lock on the partitioned table. Behind one long query it "
    "waits, and all queries on any partition wait behind it.",
    "CREATE TABLE (LIKE parent INCLUDING ALL) locks nobody out, and ATTACH PARTITION takes SHARE UPDATE EXCLUSIVE on "
    "the parent, beside which others read and write.",
    "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
    "CREATE TABLE events_2025 (LIKE events INCLUDING ALL);\n"
    "ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
    check};

}  // namespace lockstep
