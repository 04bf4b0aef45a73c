#include <algorithm>

#include "parser/parse.h"
#include "parser/token.h"

namespace lockstep {
namespace {

bool plain(std::string_view name, Dialect dialect) {
  const auto letter = [&](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || (dialect == Dialect::SQLite && c >= 'A' && c <= 'Z');
  };
  if (name.empty() || !letter(name.front())) return false;
  return std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string quote_identifier(std::string_view name, Dialect dialect) {
  const KeywordInfo& word = info(find_keyword(name));
  const bool keyword = dialect == Dialect::SQLite
                           ? word.sqlite != SqliteCategory::None
                           : word.category != KeywordCategory::None && word.category != KeywordCategory::Unreserved;
  if (plain(name, dialect) && !keyword) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string quote_name(const QualifiedName& name, Dialect dialect) {
  std::string out = quote_identifier(name.name, dialect);
  return name.schema.empty() ? out : quote_identifier(name.schema, dialect) + "." + out;
}

}  // namespace lockstep
