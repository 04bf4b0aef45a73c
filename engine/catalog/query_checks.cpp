#include "engine/catalog/query_checks.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/name_table.h"
#include "engine/catalog/volatility.h"

namespace lockstep {
namespace {

/// The numbers of arguments that the built-in functions of the name take, as digits; empty where that is not known.
std::string_view built_in_arguments(std::string_view name) {
  static const NameTable table = [] {
    NameTable made;
#define LOCKSTEP_ARGUMENTS(numbers, names) add_names(made, numbers, names);
#include "engine/catalog/builtin_arguments.inc"
#undef LOCKSTEP_ARGUMENTS
    return made;
  }();
  return value_of(table, name);
}

bool takes(std::string_view numbers, int given) {
  return given < 9 ? numbers.find(static_cast<char>('0' + given)) != std::string_view::npos || numbers.ends_with('9')
                   : numbers.ends_with('9');
}

}  // namespace

Status check_calls(const Draft& draft, const std::vector<FunctionCall>& calls) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  for (const FunctionCall& call : calls) {
    const Catalog& catalog = draft.base();
    const bool maybe_built_in = call.schema.empty() || call.schema == "pg_catalog";
    const std::string_view numbers = maybe_built_in ? built_in_arguments(call.name) : std::string_view();
    if (!numbers.empty() && takes(numbers, call.arguments)) continue;
    const std::string schema = call.schema.empty() ? std::string(catalog.default_schema()) : call.schema;
    const std::vector<const CatalogFunction*> own = candidates(catalog, schema, call);
    const bool fits =
        std::any_of(own.begin(), own.end(), [&](const CatalogFunction* function) { return takes(*function, call); });
    const bool known = !numbers.empty() || !own.empty();
    if (!known || fits || (own.empty() && !catalog.extensions.empty())) continue;
    return refuse("42883",
                  "function " + call.name + " with " + std::to_string(call.arguments) + " arguments does not exist");
  }
  return {};
}

Status check_columns(const CatalogRelation& table, std::string_view alias, const Expression& expression) {
  if (table.partial) return {};
  constexpr std::string_view system[] = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"};
  const std::string_view shown = alias.empty() ? std::string_view(table.name) : alias;
  for (const ColumnReference& reference : expression.columns) {
    const std::string& name = reference.name;
    if (name == "*" || name == shown || name == "excluded" ||
        (!reference.qualifier.empty() && reference.qualifier != shown))
      continue;
    if (table.column(name) != nullptr || std::find(std::begin(system), std::end(system), name) != std::end(system))
      continue;
    return refuse("42703", "column \"" + name + "\" does not exist");
  }
  return {};
}

Status check_query(const Draft& draft, const std::string& query) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  // The parser takes the query of an INSERT apart.
  const std::optional<Statement> made = statement_of("INSERT INTO t " + query, Dialect::PostgreSQL);
  const auto* insert = made ? made->as<Insert>() : nullptr;
  if (insert == nullptr) return {};
  LOCKSTEP_CHECK(check_calls(draft, insert->functions));
  if (!insert->plain_select || insert->source_joined || insert->has_with) return {};
  const CatalogRelation* source = insert->source.name.empty() ? nullptr : draft.find(insert->source);
  if (source == nullptr) return {};
  for (const Expression& item : insert->select_items)
    LOCKSTEP_CHECK(check_columns(*source, insert->source_alias, item));
  return insert->select_where ? check_columns(*source, insert->source_alias, *insert->select_where) : Status{};
}

Status check_output_names(const std::vector<CatalogColumn>& columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto end = columns.begin() + static_cast<ptrdiff_t>(i);
    if (std::none_of(columns.begin(), end, [&](const CatalogColumn& other) { return other.name == columns[i].name; })) {
      continue;
    }
    return refuse("42701", "column \"" + columns[i].name + "\" specified more than once");
  }
  return {};
}

}  // namespace lockstep
