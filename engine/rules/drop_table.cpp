#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* drop = input.statement.as<DropStatement>();
  if (drop == nullptr || drop->kind != ObjectKind::Table) return;
  for (const QualifiedName& name : drop->names) {
    if (!input.in_use(name)) continue;
    if (drop->if_exists && input.before.complete && input.before.find(name) == nullptr) continue;
    findings.add("DROP TABLE deletes all rows of " + ticked(input, name) +
                     " for good, and the previous version of the application may still use it",
                 "drop it when no running version names it any more; lockstep keeps it in quarantine for a while, out of "
                 "reach but not lost",
                 name.span);
  }
}

}  // namespace

extern const Rule drop_table_rule{
    "drop-table",
    "data",
    Severity::Warning,
    "a table is dropped with its rows",
    "The rows are gone for good, and every statement of an older application version that names the table fails from "
    "that moment on. The tables that its foreign keys reference are locked, too.",
    "Release a version that does not use the table, then drop it, with a copy at hand. Under lockstep this is contract "
    "work: the table is moved aside first and purged later.",
    "DROP TABLE order_lines;",
    "",
    check};

}  // namespace lockstep
