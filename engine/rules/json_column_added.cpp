#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.column || !sub.column->type) return;
    if (sub.column->type->name != "json" || sub.column->type->array_dimensions != 0) return;
    findings.add("json has no equality: every SELECT DISTINCT, UNION or GROUP BY over all columns of " +
                     ticked(input, alter.name) + " fails from this moment on (SQLSTATE 42883)",
                 "use jsonb, which has one", sub.span);
  });
}

}  // namespace

extern const Rule json_column_added_rule{
    "json-column-added",
    "compatibility",
    Severity::Warning,
    "a column of type json breaks SELECT DISTINCT over the table",
    "The type json has no equality operator. Queries that the previous version of the application runs over all "
    "columns "
    "of the table with DISTINCT, UNION or GROUP BY, as object mappers write them, fail as soon as the column is there.",
    "Use jsonb.",
    "ALTER TABLE orders ADD COLUMN data json;",
    "ALTER TABLE orders ADD COLUMN data jsonb;",
    check};

}  // namespace lockstep
