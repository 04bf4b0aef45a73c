#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::RenameColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!input.in_use(input.before.key(alter.name) + "." + sub.name)) return;
    findings.add("the previous version of the application names " + ticked(input, sub.name) +
                     ": its statements fail as soon as the column is " + ticked(input, sub.new_name),
                 "add " + ticked(input, sub.new_name) + ", write both, move the readers, then drop " +
                     ticked(input, sub.name) + "; lockstep keeps both names in step until contract",
                 sub.span);
  });
}

}  // namespace

extern const Rule rename_column_rule{
    "rename-column",
    "compatibility",
    Severity::Error,
    "a column gets another name while a version that uses the old one runs",
    "During a rollout two versions of the application run on one schema. After RENAME COLUMN every statement of the "
    "older one that names the column fails.",
    "Have both names for a while: a new column kept in step with the old one. lockstep does this by itself, and renames "
    "at contract.",
    "ALTER TABLE orders RENAME COLUMN note TO remark;",
    "ALTER TABLE orders ADD COLUMN remark text;",
    check};

}  // namespace lockstep
