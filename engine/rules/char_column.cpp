#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_new_column(input, [&](const ColumnDefinition& column) {
    if (!column.type || column.type->name != "bpchar" || column.type->modifiers.empty()) return;
    findings.add(ticked(input, column.name) + " is padded with spaces to its length, which comparisons then ignore",
                 "use text, with a CHECK if the length matters", column.span);
  });
}

}  // namespace

extern const Rule char_column_rule{
    "char-column",
    "style",
    Severity::Warning,
    "a column of type char(n)",
    "char(n) pads values with spaces, takes the space for them, and compares without them, which text does not. "
    "It is not faster.",
    "Use text, and a CHECK where the length matters.",
    "ALTER TABLE orders ADD COLUMN country char(2);",
    "ALTER TABLE orders ADD COLUMN country text;",
    check};

}  // namespace lockstep
