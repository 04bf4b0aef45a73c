#include "engine/catalog/volatility.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// The name of a function of the expression that is certain to be volatile; empty if there is none.
std::string volatile_function(const RuleInput& input, const Expression& expression) {
  for (const FunctionCall& function : expression.functions) {
    if (volatilities(input.before, function) == "v") return function.name;
  }
  return {};
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  const auto look = [&](const Constraint& constraint) {
    if (constraint.kind != ConstraintKind::Check || !constraint.expression) return;
    const std::string function = volatile_function(input, *constraint.expression);
    if (function.empty()) return;
    findings.add("the CHECK calls " + function +
                     "(), which gives another value each time: a row that passed once may not "
                     "pass when it is changed, or when a dump is restored",
                 "test it in a trigger when the row is written, or store the value in a column", constraint.span);
  };
  const auto look_at_column = [&](const ColumnDefinition& column) {
    for (const Constraint& constraint : column.constraints) look(constraint);
  };
  if (const auto* create = input.statement.as<CreateTable>()) {
    for (const ColumnDefinition& column : create->columns) look_at_column(column);
    for (const Constraint& constraint : create->constraints) look(constraint);
  }
  if (const auto* alter = input.statement.as<AlterTable>()) {
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.column) look_at_column(*sub.column);
      if (sub.constraint) look(*sub.constraint);
    }
  }
}

}  // namespace

extern const Rule volatile_check_rule{
    "volatile-check",
    "data",
    Severity::Warning,
    "a CHECK over a function that is volatile",
    "PostgreSQL takes a CHECK to be a fact about the row that does not change by itself. One that calls a "
    "volatile function is true when the row is written and may be false later, which nobody notices until the row "
    "is updated or a dump is restored, which then fails.",
    "Test it in a trigger, or store what the function gave in a column and check that.",
    "ALTER TABLE orders ADD CONSTRAINT orders_quota CHECK (quantity < random() * 100) NOT VALID;",
    "ALTER TABLE orders ADD CONSTRAINT orders_quota CHECK (quantity < 100) NOT VALID;",
    check};

}  // namespace lockstep
