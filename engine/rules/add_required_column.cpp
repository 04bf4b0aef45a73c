#include "engine/catalog/table.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.column) return;
    bool required = false;
    for (const Constraint& constraint : sub.column->constraints) {
      if (constraint.kind == ConstraintKind::NotNull || constraint.kind == ConstraintKind::PrimaryKey) required = true;
      const bool has_value = constraint.kind == ConstraintKind::Default
                                 ? constraint.expression && !constraint.expression->is_null
                                 : constraint.kind == ConstraintKind::Identity ||
                                       constraint.kind == ConstraintKind::Generated;
      if (has_value) return;
    }
    if (!required || (input.postgresql() && sub.column->type && is_serial(*sub.column->type))) return;
    const CatalogRelation* known = input.before.find(alter.name);
    if (sub.if_not_exists && known != nullptr && known->column(sub.column->name) != nullptr) return;
    const std::string table = sql_of(input, alter.name);
    const std::string column = sql_of(input, sub.column->name);
    const std::string type = sub.column->type ? sub.column->type->text : std::string("type");
    findings.add("the column " + ticked(input, sub.column->name) + " is NOT NULL and has no default: the rows of " +
                     ticked(input, alter.name) + " have no value for it, and neither have those that the previous "
                     "version of the application inserts",
                 "give it a default (`" + column + " " + type + " NOT NULL DEFAULT ...` is instant), or add it nullable, "
                 "fill it, and make it NOT NULL when every version writes it; with lockstep, "
                 "`-- lockstep: using=<expression>` says where its values come from",
                 sub.span);
  });
}

}  // namespace

extern const Rule add_required_column_rule{
    "add-required-column",
    "compatibility",
    Severity::Error,
    "a new column that is NOT NULL without a default",
    "The statement fails as soon as the table has a row, since the column would be NULL there. On an empty table it "
    "succeeds, and then every INSERT of the previous version of the application fails, because it does not name the "
    "column.",
    "Give the column a default, or add it nullable, fill the old rows, and set NOT NULL once all running versions "
    "write it.",
    "ALTER TABLE orders ADD COLUMN zone text NOT NULL;",
    "ALTER TABLE orders ADD COLUMN zone text NOT NULL DEFAULT 'domestic';",
    check};

}  // namespace lockstep
