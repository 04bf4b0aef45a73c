#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* alter = input.statement.as<AlterType>();
  if (alter == nullptr || alter->renamed.empty() || !input.in_use(alter->name)) return;
  findings.add("the previous version of the application writes " + quote_literal(alter->renamed) +
                   ", which is refused as soon as the value is " + quote_literal(alter->renamed_to),
               "add the new value, move the rows in batches, and leave the old value unused:\n  ALTER TYPE " +
                   sql_of(input, alter->name) + " ADD VALUE " + quote_literal(alter->renamed_to) + ";");
}

}  // namespace

extern const Rule rename_enum_value_rule{
    "rename-enum-value",
    "compatibility",
    Severity::Error,
    "an enum value gets another name while a version that uses the old one runs",
    "Every row changes its value at once, and the older version neither writes nor understands the new one.",
    "Add the new value and move the rows to it; an enum value cannot be dropped, but it can stay unused.",
    "ALTER TYPE order_state RENAME VALUE 'paid' TO 'settled';",
    "ALTER TYPE order_state ADD VALUE 'settled';",
    check};

}  // namespace lockstep
