#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.phase.behaviour_changes) return;
  findings.add("the statement may run at once, but the previous version of the application can notice: " +
                   input.phase.reason,
               "make sure that the version which runs now copes with it");
}

}  // namespace

extern const Rule behaviour_changes_rule{
    "behaviour-changes",
    "compatibility",
    Severity::Note,
    "the previous version may notice",
    "Nothing that the older version of the application names goes away, but something behaves in another way: a trigger "
    "fires, a function has another body, an enum has a value that it does not know, a column may be NULL.",
    "Look whether the version that runs now copes with it; if not, move the statement to contract with "
    "`-- lockstep: phase=contract`.",
    "ALTER TYPE order_state ADD VALUE 'refunded';",
    "CREATE TYPE colour AS ENUM ('red');\n"
    "ALTER TYPE colour ADD VALUE 'green';",
    check};

}  // namespace lockstep
