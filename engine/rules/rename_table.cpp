#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* alter = input.statement.as<AlterTable>();
  if (alter == nullptr || alter->kind == RelationKind::Index || alter->kind == RelationKind::Sequence) return;
  if (input.before.table_of_index(alter->name) != nullptr) return;
  const auto report = [&](const AlterTable& table, const AlterTableSubcommand& sub) {
    const bool moves = sub.action == AlterTableAction::SetSchema;
    // A view under the old name, made before anyone can look, serves the previous version.
    const bool stands_in =
        input.transaction.open && input.later<CreateView>(table.name.name, [&](const CreateView& view) {
          return !view.materialized && input.before.key(view.name) == input.before.key(table.name);
        });
    if (stands_in) return;
    findings.add("the previous version of the application names " + ticked(input, table.name) +
                     ": its statements fail as soon as it " + (moves ? "stands in the schema " : "is called ") +
                     ticked(input, sub.new_name),
                 "keep a view under the old name while that version runs:\n  CREATE VIEW " + sql_of(input, table.name) +
                     " AS SELECT * FROM " +
                     (moves ? sql_of(input, QualifiedName{sub.new_name, table.name.name, {}}) : sql_of(input, sub.new_name)) +
                     ";",
                 sub.span);
  };
  each_subcommand(input, AlterTableAction::RenameTable, report);
  each_subcommand(input, AlterTableAction::SetSchema, report);
}

}  // namespace

extern const Rule rename_table_rule{
    "rename-table",
    "compatibility",
    Severity::Error,
    "a table gets another name while a version that uses the old one runs",
    "During a rollout two versions of the application run on one schema. After RENAME TO or SET SCHEMA every statement "
    "of the older one that names the table fails.",
    "A view under the other name serves both versions, and simple views take writes. lockstep makes one under the new "
    "name and renames at contract.",
    "ALTER TABLE orders RENAME TO purchases;",
    "CREATE VIEW purchases AS SELECT * FROM orders;",
    check};

}  // namespace lockstep
