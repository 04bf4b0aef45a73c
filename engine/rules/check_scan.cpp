#include "engine/rules/support.h"

namespace lockstep {
namespace {

Diagnostic& report(const RuleInput& input, Findings& findings, const AlterTable& alter, const Constraint& constraint,
                   const std::string& column, Span span) {
  const std::string table = sql_of(input, alter.name);
  const std::string text = constraint.expression ? constraint.expression->text : std::string("...");
  std::vector<std::string> columns;
  if (!column.empty()) columns = {column};
  const std::string name =
      constraint.name.empty() ? suggested_name(alter.name, columns, "check") : sql_of(input, constraint.name);
  return findings.add("the CHECK reads all rows of " + ticked(input, alter.name) +
                          " under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile",
                      "add it without looking at the old rows, then test those without blocking:\n"
                      "  ALTER TABLE " +
                          table + " ADD CONSTRAINT " + name + " CHECK (" + text +
                          ") NOT VALID;\n"
                          "  ALTER TABLE " +
                          table + " VALIDATE CONSTRAINT " + name + ";  -- in a transaction of its own",
                      span);
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(input, AlterTableAction::AddConstraint, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.constraint || sub.constraint->kind != ConstraintKind::Check) return;
    if (sub.constraint->not_valid || sub.constraint->not_enforced) return;
    std::string column;
    if (sub.constraint->expression && !sub.constraint->expression->columns.empty()) {
      column = sub.constraint->expression->columns.front().name;
    }
    report(input, findings, alter, *sub.constraint, column, sub.span).edits = not_valid_edits(input, alter, sub);
  });
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.column || !input.effect.rewrites.empty()) return;
    for (const Constraint& constraint : sub.column->constraints) {
      if (constraint.kind != ConstraintKind::Check) continue;
      Diagnostic& finding = report(input, findings, alter, constraint, sub.column->name, sub.span);
      const std::string name = constraint.name.empty() ? suggested_name(alter.name, {sub.column->name}, "check")
                                                       : sql_of(input, constraint.name);
      const std::string text = constraint.expression ? constraint.expression->text : std::string();
      const std::vector<Edit> taken_out = without_constraint(input, alter, sub, constraint);
      if (taken_out.empty() || text.empty() || constraint.not_enforced || constraint.no_inherit) continue;
      finding.edits = taken_out;
      const std::string head = alter_head(input, alter);
      finding.edits.push_back(statement_behind(input, head + " ADD CONSTRAINT " + name + " CHECK (" + text +
                                                          ") NOT VALID;\n" + head + " VALIDATE CONSTRAINT " + name));
    }
  });
}

}  // namespace

extern const Rule check_scan_rule{
    "check-scan",
    "lock",
    Severity::Error,
    "a CHECK that reads the whole table under its lock",
    "A new CHECK is tested against all rows while an ACCESS EXCLUSIVE lock is held, also when it comes with a new "
    "column whose rows are all NULL.",
    "Add it as NOT VALID: new rows are tested from then on. VALIDATE CONSTRAINT tests the old ones later under SHARE "
    "UPDATE EXCLUSIVE, beside everyone else, in a transaction of its own.",
    "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);",
    "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;",
    check};

}  // namespace lockstep
