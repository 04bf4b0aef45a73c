#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.effect.rewrites.empty()) return;
  if (input.effect.scans.empty() && input.effect.index_builds.empty()) return;
  each_subcommand(input, AlterTableAction::AlterColumnType, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const std::string builds = join(input.effect.index_builds, ", ");
    findings.add("changing the type of " + ticked(input, sub.name) + " copies no row, but under ACCESS EXCLUSIVE it " +
                     (builds.empty() ? "tests all rows of " + ticked(input, alter.name) + " against its constraints again"
                                     : "builds " + builds + " again") +
                     ": nobody can use the table meanwhile",
                 builds.empty() ? "drop the CHECK before and add it again NOT VALID, then VALIDATE it in a transaction of "
                                  "its own"
                                : "drop the index before with DROP INDEX CONCURRENTLY and create it again with CREATE "
                                  "INDEX CONCURRENTLY afterwards",
                 sub.span);
  });
}

}  // namespace

extern const Rule change_type_scan_rule{
    "change-type-scan",
    "lock",
    Severity::Error,
    "a change of type that rebuilds an index or tests all rows again",
    "Even where both types are stored alike, PostgreSQL builds indexes again whose expression, predicate, collation or "
    "operator class is touched, and tests every CHECK that reads the column against all rows, while it holds an ACCESS "
    "EXCLUSIVE lock.",
    "Take the index or CHECK away before the change, and bring it back without blocking afterwards: CREATE INDEX "
    "CONCURRENTLY, or NOT VALID and VALIDATE CONSTRAINT.",
    "CREATE INDEX CONCURRENTLY orders_code_idx ON orders (lower(code));\n"
    "ALTER TABLE orders ALTER COLUMN code TYPE varchar(40);",
    "ALTER TABLE orders ALTER COLUMN code TYPE varchar(40);\n"
    "CREATE INDEX CONCURRENTLY orders_code_idx ON orders (lower(code));",
    check};

}  // namespace lockstep
