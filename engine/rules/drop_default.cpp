#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DropDefault, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* table = input.before.find(alter.name);
    const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
    if (column == nullptr || !column->not_null || column->default_expression.empty()) return;
    findings.add("an INSERT of the previous version that leaves " + ticked(input, sub.name) +
                     " out fails from this moment on: the column is NOT NULL",
                 "drop the default when every running version writes the column", sub.span);
  });
}

}  // namespace

extern const Rule drop_default_rule{
    "drop-default",
    "compatibility",
    Severity::Warning,
    "DROP DEFAULT of a NOT NULL column",
    "Statements of the previous version that leave the column out have lived from its default. Without it they "
    "ask for NULL, which the column does not take.",
    "Drop the default when every running version writes the column.",
    "ALTER TABLE orders ALTER COLUMN status DROP DEFAULT;",
    "ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'open';",
    check};

}  // namespace lockstep
