#include "engine/catalog/volatility.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/name_table.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// Functions that SQL writes without a pg_proc row of their own, and those of PostgreSQL 16 to 18 (release notes).
constexpr std::string_view more_stable =
    "current_date current_time current_timestamp localtime localtimestamp current_user current_role current_catalog "
    "current_schema session_user system_user user pg_input_is_valid date_add date_subtract";
constexpr std::string_view more_immutable =
    "coalesce greatest least nullif row array cast grouping xmlelement xmlforest xmlconcat xmlparse xmlserialize "
    "array_reverse array_sort casefold crc32 crc32c erf erfc gamma lgamma reverse to_bin to_oct unicode_assigned "
    "uuid_extract_timestamp uuid_extract_version xmltext json_array json_object json_value json_query json_exists "
    "json_scalar json_serialize";
constexpr std::string_view more_volatile = "uuidv4 uuidv7 random_normal array_sample array_shuffle";

NameTable make_table() {
  NameTable table;
#define LOCKSTEP_FUNCTIONS(letters, names) add_names(table, letters, names);
#include "engine/catalog/builtin_functions.inc"
#undef LOCKSTEP_FUNCTIONS
  add_names(table, "s", more_stable);
  add_names(table, "i", more_immutable);
  add_names(table, "v", more_volatile);
  return table;
}

std::string_view builtin(std::string_view name) {
  static const NameTable table = make_table();
  return value_of(table, name);
}

/// SQLite has no volatility; what differs from row to row is what its documentation calls non-deterministic
/// (https://sqlite.org/deterministic.html), the date functions aside, which are constant within one statement.
std::string_view sqlite_volatility(std::string_view name) {
  const std::string lower = to_lower(name);
  for (const std::string_view varying : {"random", "randomblob", "changes", "last_insert_rowid", "total_changes"}) {
    if (lower == varying) return "v";
  }
  for (const std::string_view moving : {"current_timestamp", "current_date", "current_time", "date", "time", "datetime",
                                        "julianday", "unixepoch", "strftime"}) {
    if (lower == moving) return "s";
  }
  return "i";
}

}  // namespace

bool takes(const CatalogFunction& function, const FunctionCall& call) {
  const auto given = static_cast<size_t>(std::max(call.arguments, 0));
  // Of a variadic argument none need be given, or an array in its place.
  const size_t optional = function.defaults + (function.variadic ? 1 : 0);
  return given + optional >= function.types.size() && (given <= function.types.size() || function.variadic);
}

std::vector<const CatalogFunction*> candidates(const Catalog& catalog, std::string_view schema,
                                               const FunctionCall& call) {
  std::vector<const CatalogFunction*> all;
  std::vector<const CatalogFunction*> taking;
  const auto [begin, end] = catalog.functions.equal_range(std::string(schema) + "." + call.name);
  for (auto it = begin; it != end; ++it) {
    const CatalogFunction& function = it->second;
    all.push_back(&function);
    if (takes(function, call)) taking.push_back(&function);
  }
  return taking.empty() ? all : taking;
}

std::string_view volatilities(const Catalog& catalog, const FunctionCall& function) {
  if (catalog.dialect == Dialect::SQLite) return sqlite_volatility(function.name);
  const auto own = [&](std::string_view schema) -> std::string_view {
    bool seen[3] = {false, false, false};
    for (const CatalogFunction* candidate : candidates(catalog, schema, function)) {
      seen[candidate->volatility == "immutable" ? 0 : candidate->volatility == "stable" ? 1 : 2] = true;
    }
    constexpr std::string_view letters[] = {"", "i", "s", "is", "v", "iv", "sv", "isv"};
    return letters[(seen[0] ? 1 : 0) + (seen[1] ? 2 : 0) + (seen[2] ? 4 : 0)];
  };
  if (function.schema.empty()) {
    // pg_catalog comes before public in every search path that does not name it.
    if (const std::string_view found = builtin(function.name); !found.empty()) return found;
    return own(catalog.default_schema());
  }
  if (function.schema == "pg_catalog") return builtin(function.name);
  if (const std::string_view found = own(function.schema); !found.empty()) return found;
  // A function of an extension that was installed into a schema of its own.
  return builtin(function.name);
}

bool is_volatile(const Catalog& catalog, const Expression& expression) {
  return std::any_of(expression.functions.begin(), expression.functions.end(), [&](const FunctionCall& function) {
    const std::string_view letters = volatilities(catalog, function);
    return letters.empty() || letters.find('v') != std::string_view::npos;
  });
}

namespace {

/// A function in SQL whose body is one expression is put in place of its call before the server asks how volatile it is
/// (inline_function() in src/backend/optimizer/util/clauses.c). Whether nothing volatile is left then.
bool settles_when_inlined(const Catalog& catalog, const CatalogFunction& function) {
  if (function.language != "sql") return false;
  const ParsedFile made = parse(function.definition, Dialect::PostgreSQL);
  const auto* create = made.statements.size() == 1 ? made.statements.front().as<CreateFunction>() : nullptr;
  if (create == nullptr || create->strict || create->security_definer || create->sets_search_path) return false;
  const ParsedFile body = parse(create->body, Dialect::PostgreSQL);
  const auto* select = body.statements.size() == 1 ? body.statements.front().as<Select>() : nullptr;
  if (select == nullptr || !select->values_only || select->modifying_with || body.statements.front().tag != "SELECT") {
    return false;
  }
  for (const FunctionCall& call : select->functions) {
    if (call.schema == function.schema && call.name == function.name) return false;
    const std::string_view letters = volatilities(catalog, call);
    if (letters != "i" && letters != "s") return false;
  }
  return true;
}

}  // namespace

bool is_volatile_when_inlined(const Catalog& catalog, const Expression& expression) {
  return std::any_of(expression.functions.begin(), expression.functions.end(), [&](const FunctionCall& function) {
    const std::string_view letters = volatilities(catalog, function);
    if (!letters.empty() && letters.find('v') == std::string_view::npos) return false;
    const std::string schema = function.schema.empty() ? std::string(catalog.default_schema()) : function.schema;
    const std::vector<const CatalogFunction*> meant = candidates(catalog, schema, function);
    return meant.empty() || !std::all_of(meant.begin(), meant.end(), [&](const CatalogFunction* candidate) {
             return settles_when_inlined(catalog, *candidate);
           });
  });
}

bool is_surely_mutable(const Catalog& catalog, const Expression& expression) {
  return std::any_of(expression.functions.begin(), expression.functions.end(), [&](const FunctionCall& function) {
    const std::string_view letters = volatilities(catalog, function);
    return !letters.empty() && letters.find('i') == std::string_view::npos;
  });
}

bool calls_unknown_function(const Catalog& catalog, const Expression& expression) {
  return std::any_of(expression.functions.begin(), expression.functions.end(), [&](const FunctionCall& function) {
    return volatilities(catalog, function).empty();
  });
}

}  // namespace lockstep
