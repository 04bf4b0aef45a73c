#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  // Where the table is in use json-column-added speaks, which is no matter of taste.
  if (!input.postgresql() || input.statement.as<AlterTable>() != nullptr) return;
  each_new_column(input, [&](const ColumnDefinition& column) {
    if (!column.type || column.type->name != "json" || column.type->array_dimensions != 0) return;
    findings.add(
        "json has no equality: SELECT DISTINCT, GROUP BY and UNION over " + ticked(input, column.name) + " fail",
        "use jsonb, which has, and which is faster to read", column.span);
  });
}

}  // namespace

extern const Rule json_column_rule{
    "json-column",
    "style",
    Severity::Warning,
    "a column of type json",
    "The type json keeps its text as written and has no equality operator: SELECT DISTINCT, GROUP BY and UNION "
    "fail over it, and every access parses the text again.",
    "Use jsonb, unless white space and the order of keys must stay.",
    "CREATE TABLE letters (id bigint PRIMARY KEY, data json);",
    "CREATE TABLE letters (id bigint PRIMARY KEY, data jsonb);",
    check};

}  // namespace lockstep
