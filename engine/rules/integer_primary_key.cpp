#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// The word for a type that ends too soon; empty for others.
std::string_view small_type(const ColumnDefinition& column) {
  if (!column.type || column.type->array_dimensions != 0) return {};
  const std::string& name = column.type->name;
  if (name == "int4" || name == "serial" || name == "serial4") return "integer";
  if (name == "int2" || name == "smallserial" || name == "serial2") return "smallint";
  return {};
}

bool is_primary_key(const CreateTable& create, const ColumnDefinition& column) {
  const auto inline_key = [](const Constraint& constraint) { return constraint.kind == ConstraintKind::PrimaryKey; };
  const auto table_key = [&](const Constraint& constraint) {
    return inline_key(constraint) && constraint.columns == std::vector<std::string>{column.name};
  };
  return std::any_of(column.constraints.begin(), column.constraints.end(), inline_key) ||
         std::any_of(create.constraints.begin(), create.constraints.end(), table_key);
}

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateTable>();
  if (create == nullptr || !input.postgresql() || create->temporary || create->as_query) return;
  for (const ColumnDefinition& column : create->columns) {
    const std::string_view type = small_type(column);
    if (type.empty() || !is_primary_key(*create, column)) continue;
    findings.add("the primary key " + ticked(input, column.name) + " is of type " + std::string(type) +
                     ": it ends at " + (type == "integer" ? "2,147,483,647" : "32,767") +
                     ", and to change its type later means to copy the table and all that references it",
                 "use bigint, which ends never", column.span);
  }
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
