#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DropNotNull, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* table = input.before.find(alter.name);
    const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
    if (column != nullptr && !column->not_null) return;
    if (!input.in_use(input.before.key(alter.name) + "." + sub.name)) return;
    findings.add("the previous version may read NULL from " + ticked(input, sub.name) +
                     " where it never had to, and once there is one, SET NOT NULL fails: there is no way back",
                 "let the version that runs cope with NULL first", sub.span);
  });
}

}  // namespace

extern const Rule drop_not_null_rule{
    "drop-not-null",
    "compatibility",
    Severity::Warning,
    "readers of the previous version may meet NULL",
    "A version that was written for a NOT NULL column may not cope with NULL: a field that cannot hold it, a sum that "
    "becomes NULL, a row that a WHERE leaves out. As soon as one NULL is written the column cannot be made NOT NULL "
    "again without a value for it.",
    "Release a version that copes with NULL, then drop NOT NULL, then let the next version write NULL.",
    "ALTER TABLE customers ALTER COLUMN email DROP NOT NULL;",
    "ALTER TABLE customers ALTER COLUMN name DROP NOT NULL;",
    check};

}  // namespace lockstep
