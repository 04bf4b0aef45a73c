#include "engine/rules/support.h"

namespace lockstep {
namespace {

bool is_small(const CatalogColumn& column) {
  return column.type == "integer" || column.type == "smallint";
}

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateTable>();
  if (create == nullptr || !input.postgresql() || create->temporary || create->as_query) return;
  const auto made = relation_after(input.before, input.statement, create->name);
  if (!made || made->primary_key().size() != 1) return;
  const CatalogColumn* column = made->column(made->primary_key().front());
  if (column == nullptr || !is_small(*column)) return;
  findings.add("the primary key " + ticked(input, column->name) + " is of type " + column->type + ": it ends at " +
                   (column->type == "integer" ? "2,147,483,647" : "32,767") +
                   ", and to change its type later means to copy the table and all that references it",
               "use bigint, which ends never");
}

}  // namespace

extern const Rule integer_primary_key_rule{
    "integer-primary-key",
    "style",
    Severity::Warning,
    "a primary key that can run out of numbers",
    "An integer ends at two billion, and a sequence counts rolled back inserts too. When it ends, no row can be "
    "inserted, and a change to bigint rewrites the table and all that reference it.",
    "Use bigint from the start; four bytes a row are nothing beside that day.",
    "CREATE TABLE parts (id integer PRIMARY KEY);",
    "CREATE TABLE parts (id bigint PRIMARY KEY);",
    check};

}  // namespace lockstep
