#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* set = input.statement.as<SetVariable>();
  if (set == nullptr || !set->local || input.transaction.open || !input.postgresql()) return;
  findings.add("SET LOCAL lasts until the end of the transaction, and none is open here: it has no effect unless the "
                   "client wraps the file into one",
               "write SET " + set->name + " without LOCAL, or BEGIN before it");
}

}  // namespace

extern const Rule set_local_outside_transaction_rule{
    "set-local-outside-transaction",
    "process",
    Severity::Note,
    "SET LOCAL without a transaction",
    "Outside of a transaction the server answers SET LOCAL with a warning and forgets it at once, so a lock_timeout set "
    "that way protects nobody.",
    "Leave LOCAL out, or open a transaction before.",
    "SET LOCAL lock_timeout = '2s';",
    "SET lock_timeout = '2s';",
    check};

}  // namespace lockstep
