// Types as format_type() of PostgreSQL writes them (src/backend/utils/adt/format_type.c).
#include <array>
#include <utility>

#include "base/text.h"
#include "engine/catalog/catalog.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// pg_type's name and the SQL spelling that format_type() prefers.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> spellings = {{
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"bool", "boolean"},
    {"bpchar", "character"},
    {"varchar", "character varying"},
    {"varbit", "bit varying"},
    {"decimal", "numeric"},
    {"time", "time without time zone"},
    {"timetz", "time with time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"serial", "integer"},
    {"bigserial", "bigint"},
    {"smallserial", "smallint"},
}};

std::string_view spelling(std::string_view name) {
  if (name == "serial2") return "smallint";
  if (name == "serial4") return "integer";
  if (name == "serial8") return "bigint";
  for (const auto& [short_name, long_name] : spellings) {
    if (short_name == name) return long_name;
  }
  return name;
}

/// "bpchar" written as such has no length; CHAR and CHARACTER without one mean character(1).
bool written_as_character(const TypeName& type) {
  return !to_lower(trim(type.text)).starts_with("bpchar");
}

std::string base_type(const TypeName& type) {
  std::vector<std::string> modifiers = type.modifiers;
  const bool built_in = type.schema.empty() || type.schema == "pg_catalog";
  if (!built_in) {
    const std::string name = type.schema == "public"
                                 ? quote_identifier(type.name, Dialect::PostgreSQL)
                                 : quote_name({type.schema, type.name, {}}, Dialect::PostgreSQL);
    return modifiers.empty() ? name : name + "(" + join(modifiers, ",") + ")";
  }
  const std::string& name = type.name;
  if ((name == "bpchar" || name == "bit") && modifiers.empty() && (name == "bit" || written_as_character(type))) {
    modifiers = {"1"};
  }
  if (name == "bpchar" && modifiers.empty()) return "bpchar";
  if ((name == "numeric" || name == "decimal") && modifiers.size() == 1) modifiers.emplace_back("0");
  if (name == "float" || name == "float8" || name == "float4") {
    if (name == "float" && !modifiers.empty() && modifiers.front().size() <= 2 && std::stoi(modifiers.front()) <= 24) {
      return "real";
    }
    return name == "float4" ? "real" : "double precision";
  }
  if (name == "interval" && !modifiers.empty()) {
    // "interval day to second(3)": the fields are words, the precision is a number.
    std::string fields;
    std::string precision;
    for (const std::string& modifier : modifiers) {
      if (!modifier.empty() && modifier.find_first_not_of("0123456789") == std::string::npos) {
        precision = "(" + modifier + ")";
      } else {
        fields += " " + to_lower(modifier);
      }
    }
    return "interval" + fields + precision;
  }
  const std::string_view spelled = spelling(name);
  // Key words of SQL that format_type() writes without quotes.
  const bool key_word = name == "numeric" || name == "interval" || name == "bit" || name == "json";
  const bool known = key_word || spelled != name;
  if (modifiers.empty()) return known ? std::string(spelled) : quote_identifier(name, Dialect::PostgreSQL);
  const std::string in_parentheses = "(" + join(modifiers, ",") + ")";
  // The precision of times stands before "with[out] time zone".
  if (const size_t zone = spelled.find(" with"); zone != std::string_view::npos && known) {
    return std::string(spelled.substr(0, zone)) + in_parentheses + std::string(spelled.substr(zone));
  }
  return (known ? std::string(spelled) : quote_identifier(name, Dialect::PostgreSQL)) + in_parentheses;
}

}  // namespace

std::string format_type(const TypeName& type, Dialect dialect) {
  if (dialect == Dialect::SQLite) return std::string(trim(type.text.empty() ? type.name : type.text));
  std::string text = base_type(type);
  // The server forgets how many dimensions were declared.
  if (type.array_dimensions > 0) text += "[]";
  return text;
}

}  // namespace lockstep
