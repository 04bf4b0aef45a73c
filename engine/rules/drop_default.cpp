#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DropDefault, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* table = input.before.find(alter.name);
    const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
    if (column == nullptr || !column->not_null || column->default_expression.empty()) return;
    const bool set_again = input.later<AlterTable>(alter.name.name, [&](const AlterTable& later) {
      return later.name == alter.name &&
             std::any_of(later.subcommands.begin(), later.subcommands.end(), [&](const AlterTableSubcommand& each) {
               return each.action == AlterTableAction::SetDefault && each.name == sub.name;
             });
    });
    if (set_again) return;
    findings.add("an INSERT of the previous version that leaves " + ticked(input, sub.name) +
                     " out fails from this moment on: the column is NOT NULL",
                 "drop the default when every running version writes the column", sub.span);
  });
  for (const AlterTableAction action : {AlterTableAction::DropIdentity, AlterTableAction::DropExpression}) {
    each_subcommand(input, action, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
      const CatalogRelation* table = input.before.find(alter.name);
      const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
      if (!input.in_use(input.before.key(alter.name) + "." + sub.name)) return;
      if (sub.if_exists && column != nullptr && column->identity == 0 && column->generated == 0) return;
      findings.add(action == AlterTableAction::DropIdentity
                       ? "an INSERT of the previous version that leaves " + ticked(input, sub.name) +
                             " out fails from this moment on: nothing counts it any more, and it is NOT NULL"
                       : "what the previous version writes leaves " + ticked(input, sub.name) +
                             " as it is from this moment on: NULL in new rows, out of date in changed ones",
                   "let every running version write the column first", sub.span);
    });
  }
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
