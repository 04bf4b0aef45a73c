#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.effect.fails) return;
  const Failure& failure = *input.effect.fails;
  std::string message = "the statement fails";
  if (failure.certainty == Failure::Certainty::IfRows) message += " as soon as the table has rows";
  if (failure.certainty == Failure::Certainty::IfData) message += " where rows do not fit";
  message += ": " + failure.message;
  if (!failure.sqlstate.empty()) message += " (SQLSTATE " + failure.sqlstate + ")";
  findings.add(message, {});
}

}  // namespace

extern const Rule would_fail_rule{
    "would-fail",
    "failure",
    Severity::Error,
    "a statement that the server refuses",
    "What earlier migrations made of the schema tells that the server would answer this statement with an error: a "
    "table that is there already, a column that is not, a type change under a view, a second primary key and so on.",
    "Read the message, which is close to the server's own. If the schema is another than the migrations say, the "
    "history that was given is not complete.",
    "ALTER TABLE orders ADD COLUMN status text;",
    "ALTER TABLE orders ADD COLUMN IF NOT EXISTS status text;",
    check};

}  // namespace lockstep
