#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

std::string reason_for(const RuleInput& input, const ColumnDefinition& column) {
  if (column.type && is_serial(*column.type)) return "a serial column takes a number from its sequence for every row";
  for (const Constraint& constraint : column.constraints) {
    if (constraint.kind == ConstraintKind::Identity) return "an identity column takes a number for every row";
    if (constraint.kind == ConstraintKind::Generated && !constraint.generated_virtual) {
      return "a stored generated column is computed for every row";
    }
  }
  const std::string type = column.type ? format_type(*column.type, Dialect::PostgreSQL) : std::string();
  if (is_constrained_domain(input.before, type)) return "the domain " + type + " has a constraint to be tested in every row";
  return "its default gives another value for every row";
}

/// The column without its default, which new rows then get, and which old ones are given while others work.
std::vector<Edit> edits(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub) {
  const Constraint* value = nullptr;
  for (const Constraint& constraint : sub.column->constraints) {
    if (constraint.kind != ConstraintKind::Default || !constraint.expression) return {};
    value = &constraint;
  }
  if (value == nullptr || sub.if_not_exists || !sub.column->type || is_serial(*sub.column->type)) return {};
  if (is_constrained_domain(input.before, format_type(*sub.column->type, Dialect::PostgreSQL))) return {};
  std::vector<Edit> out = without_constraint(input, alter, sub, *value);
  if (out.empty()) return {};
  const std::string column = sql_of(input, sub.column->name);
  out.push_back(statement_behind(input, alter_head(input, alter) + " ALTER COLUMN " + column + " SET DEFAULT " +
                                            value->expression->text + ";\nUPDATE " + written(input, alter.name) +
                                            " SET " + column + " = DEFAULT WHERE " + column + " IS NULL"));
  return out;
}

void check(const RuleInput& input, Findings& findings) {
  if (input.effect.rewrites.empty() || !input.postgresql()) return;
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.column) return;
    // The statement rewrites; this subcommand is to blame when it would do so alone.
    Statement alone = input.statement;
    AlterTable single = alter;
    single.subcommands = {sub};
    alone.body = single;
    if (effect_of(alone, input.before, input.server_version).rewrites.empty()) return;
    const std::string table = sql_of(input, alter.name);
    const std::string column = sql_of(input, sub.column->name);
    const std::string type = sub.column->type ? sub.column->type->text : std::string("type");
    Diagnostic& finding =
        findings.add("adding " + ticked(input, sub.column->name) + " copies all rows of " + ticked(input, alter.name) +
                         " and rebuilds its indexes under ACCESS EXCLUSIVE: " + reason_for(input, *sub.column) +
                         ", and nobody can read or write the table meanwhile",
                     "add the column without the value, give it to new rows, then fill the old ones in batches:\n"
                     "  ALTER TABLE " +
                         table + " ADD COLUMN " + column + " " + type +
                         ";\n"
                         "  ALTER TABLE " +
                         table + " ALTER COLUMN " + column +
                         " SET DEFAULT ...;\n"
                         "  UPDATE " +
                         table + " SET " + column + " = ... WHERE " + column + " IS NULL;  -- in batches",
                     sub.span);
    finding.edits = edits(input, alter, sub);
  });
}

}  // namespace

extern const Rule add_column_rewrite_rule{
    "add-column-rewrite",
    "lock",
    Severity::Error,
    "a new column whose values make the server copy the table",
    "A column with a volatile default (random(), gen_random_uuid(), nextval()), a serial or identity column, a stored "
    "generated column and a column of a domain with constraints need a value of their own in every row. PostgreSQL "
    "copies the whole table and builds all its indexes anew while it holds an ACCESS EXCLUSIVE lock: every query on the "
    "table waits until that is done. A constant default, now() included, has cost nothing since version 11.",
    "Add the column without a default, which is instant; set the default, which new rows get; fill the old rows in "
    "batches. lockstep does this by itself.",
    "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();",
    "ALTER TABLE orders ADD COLUMN token uuid;\n"
    "ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();",
    check};

}  // namespace lockstep
