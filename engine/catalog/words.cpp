#include "engine/catalog/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "parser/characters.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

using namespace characters;  // NOLINT: what a byte can begin or continue

/// Behind the quoted text that begins at `at`; doubled quotes are part of it, and backslash pairs if `escapes`.
size_t skip_quoted(std::string_view text, size_t at, char close, bool escapes) {
  for (++at; at < text.size(); ++at) {
    if (escapes && text[at] == '\\') {
      ++at;
    } else if (text[at] == close) {
      if (at + 1 < text.size() && text[at + 1] == close) {
        ++at;
      } else {
        return at + 1;
      }
    }
  }
  return text.size();
}

/// Behind the dollar-quoted string that begins at `at`, or `at` if none begins there.
size_t skip_dollar(std::string_view text, size_t at) {
  size_t tag_end = at + 1;
  while (tag_end < text.size() && is(text[tag_end], kWord) && text[tag_end] != '$') ++tag_end;
  if (tag_end >= text.size() || text[tag_end] != '$' || (tag_end > at + 1 && is(text[at + 1], kDigit))) return at;
  const std::string_view tag = text.substr(at, tag_end + 1 - at);
  const size_t close = text.find(tag, tag_end + 1);
  return close == std::string_view::npos ? text.size() : close + tag.size();
}

/// Behind the comment that begins at `at`.
size_t skip_block_comment(std::string_view text, size_t at, bool nested) {
  int depth = 0;
  do {
    if (text.substr(at, 2) == "/*" && (nested || depth == 0)) {
      ++depth;
      at += 2;
    } else if (text.substr(at, 2) == "*/") {
      --depth;
      at += 2;
    } else {
      ++at;
    }
  } while (depth > 0 && at < text.size());
  return at;
}

/// Behind the white space and comments at `at`.
size_t skip_blank(std::string_view text, size_t at, bool nested) {
  while (at < text.size()) {
    const char c = text[at];
    if (is(c, kSpace)) {
      ++at;
    } else if (c == '-' && text.substr(at, 2) == "--") {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '/' && text.substr(at, 2) == "/*") {
      at = skip_block_comment(text, at, nested);
    } else {
      break;
    }
  }
  return std::min(at, text.size());
}

std::string unquote(std::string_view quoted) {
  const char close = quoted.front() == '[' ? ']' : quoted.front();
  std::string name;
  for (size_t i = 1; i + 1 < quoted.size(); ++i) {
    name += quoted[i];
    if (quoted[i] == close) ++i;
  }
  return name;
}

}  // namespace

std::vector<Word> words(std::string_view text, Dialect dialect) {
  const bool postgresql = dialect == Dialect::PostgreSQL;
  std::vector<Word> found;
  found.reserve(text.size() / 4);  // growing would move them several times
  for (size_t at = skip_blank(text, 0, postgresql); at < text.size(); at = skip_blank(text, at, postgresql)) {
    const size_t begin = at;
    Word& word = found.emplace_back();
    const char c = text[at];
    const bool prefixed = at + 1 < text.size() && text[at + 1] == '\'';
    if (c == '\'' || (prefixed && std::string_view("eEbBxXnN").find(c) != std::string_view::npos)) {
      word.kind = Word::Kind::String;
      at = skip_quoted(text, c == '\'' ? at : at + 1, '\'', postgresql && (c == 'e' || c == 'E'));
    } else if (is(c, kWordStart)) {
      word.kind = Word::Kind::Name;
      while (at < text.size() && is(text[at], kWord)) ++at;
      word.name.assign(text, begin, at - begin);
      if (postgresql) std::transform(word.name.begin(), word.name.end(), word.name.begin(), lower);
    } else if (c == '"' || (!postgresql && (c == '`' || c == '['))) {
      word.kind = Word::Kind::QuotedName;
      at = skip_quoted(text, at, c == '[' ? ']' : c, false);
      word.name = unquote(text.substr(begin, at - begin));
    } else if (const size_t close = c == '$' && postgresql ? skip_dollar(text, at) : at; close != at) {
      word.kind = Word::Kind::String;
      at = close;
    } else if (is(c, kDigit) || (c == '.' && at + 1 < text.size() && is(text[at + 1], kDigit))) {
      word.kind = Word::Kind::Number;
      while (at < text.size() && (is(text[at], kWord) || text[at] == '.' ||
                                  ((text[at] == '+' || text[at] == '-') && (text[at - 1] | 0x20) == 'e'))) {
        ++at;
      }
    } else {
      at += text.substr(at, 2) == "::" ? 2 : 1;
    }
    word.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at)};
  }
  return found;
}

namespace {

bool is_name(const Word& word) { return word.kind == Word::Kind::Name || word.kind == Word::Kind::QuotedName; }
bool same(std::string_view a, std::string_view b, Dialect dialect) {
  return dialect == Dialect::SQLite ? equals_ignoring_case(a, b) : a == b;
}
bool is_mark(std::string_view text, const std::vector<Word>& list, size_t i, std::string_view mark) {
  return i < list.size() && list[i].kind == Word::Kind::Mark && slice(text, list[i].span) == mark;
}

/// Whether word `i` can stand for a column: a name that is no function, no type and no qualifier.
bool stands_for_column(std::string_view text, const std::vector<Word>& list, size_t i) {
  if (!is_name(list[i])) return false;
  if (is_mark(text, list, i + 1, "(") && list[i].kind == Word::Kind::Name) {
    // `IN (`, `AND (` and the like are key words, which no column shares without quotes.
    return false;
  }
  if (is_mark(text, list, i + 1, ".")) return false;
  return i == 0 || !is_mark(text, list, i - 1, "::");
}

}  // namespace

bool mentions(std::string_view text, std::string_view name, Dialect dialect) {
  const std::vector<Word> list = words(text, dialect);
  for (size_t i = 0; i < list.size(); ++i) {
    if (stands_for_column(text, list, i) && same(list[i].name, name, dialect)) return true;
  }
  return false;
}

std::string rename_column(std::string_view text, std::string_view from, std::string_view to,
                          std::string_view relation, Dialect dialect) {
  const std::vector<Word> list = words(text, dialect);
  std::string result;
  uint32_t copied = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    if (!stands_for_column(text, list, i) || !same(list[i].name, from, dialect)) continue;
    const bool qualified = i >= 2 && is_mark(text, list, i - 1, ".") && is_name(list[i - 2]);
    if (qualified && !relation.empty() && !same(list[i - 2].name, relation, dialect)) continue;
    result += text.substr(copied, list[i].span.begin - copied);
    result += quote_identifier(to, dialect);
    copied = list[i].span.end;
  }
  result += text.substr(copied);
  return result;
}

namespace {

/// Whether the name before a parenthesis is a table's with its columns, not a function's.
bool names_relation(std::string_view text, const std::vector<Word>& list, size_t i) {
  if (i >= 2 && is_mark(text, list, i - 1, ".")) i -= 2;
  if (i == 0 || list[i - 1].kind != Word::Kind::Name) return false;
  const std::string before = to_lower(list[i - 1].name);
  return before == "table" || before == "on" || before == "references" || before == "into" || before == "exists";
}

}  // namespace

std::string rename_relation(std::string_view text, const QualifiedName& from, const QualifiedName& to,
                            std::string_view default_schema, Dialect dialect) {
  const std::vector<Word> list = words(text, dialect);
  std::string result;
  uint32_t copied = 0;
  const std::string written = to.schema.empty() || to.schema == default_schema
                                  ? quote_identifier(to.name, dialect)
                                  : quote_name(to, dialect);
  for (size_t i = 0; i < list.size(); ++i) {
    if (!is_name(list[i]) || !same(list[i].name, from.name, dialect)) continue;
    if (is_mark(text, list, i + 1, "(") && !names_relation(text, list, i)) continue;
    uint32_t begin = list[i].span.begin;
    if (i >= 1 && is_mark(text, list, i - 1, ".")) {
      if (i < 2 || !same(list[i - 2].name, from.schema, dialect)) continue;
      begin = list[i - 2].span.begin;
    } else if (from.schema != default_schema && !is_mark(text, list, i + 1, ".")) {
      continue;
    }
    if (begin < copied) continue;
    result += text.substr(copied, begin - copied);
    result += written;
    copied = list[i].span.end;
  }
  result += text.substr(copied);
  return result;
}

std::string_view strip_parentheses(std::string_view text, Dialect dialect) {
  text = trim(text);
  while (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
    int depth = 0;
    bool encloses = true;
    const std::vector<Word> list = words(text, dialect);
    for (size_t i = 0; i < list.size(); ++i) {
      if (is_mark(text, list, i, "(")) ++depth;
      if (is_mark(text, list, i, ")")) --depth;
      if (depth == 0 && i + 1 < list.size()) encloses = false;
    }
    if (!encloses) break;
    text = trim(text.substr(1, text.size() - 2));
  }
  return text;
}

std::string figure_name(std::string_view expression, Dialect dialect) {
  const std::string_view text = strip_parentheses(expression, dialect);
  std::vector<Word> list = words(text, dialect);
  // A trailing cast or COLLATE does not change the name of what it is applied to.
  std::string cast_name;
  for (bool again = true; again && list.size() >= 3;) {
    again = false;
    size_t name = list.size() - 1;
    if (is_mark(text, list, name, ")")) {  // numeric(10, 2)
      while (name > 0 && !is_mark(text, list, name, "(")) --name;
      if (name > 0) --name;
    }
    if (name >= 2 && is_name(list[name]) &&
        (is_mark(text, list, name - 1, "::") || same(list[name - 1].name, "collate", dialect))) {
      if (is_mark(text, list, name - 1, "::") && cast_name.empty()) cast_name = list[name].name;
      list.resize(name - 1);
      again = true;
    }
  }
  if (list.empty()) return {};
  const std::string_view inner = text.substr(0, list.back().span.end);
  if (inner.front() == '(' && strip_parentheses(inner, dialect) != inner) {
    const std::string name = figure_name(inner, dialect);
    return name.empty() ? cast_name : name;
  }
  // A column, perhaps qualified, or a function call that is all there is.
  size_t i = 0;
  while (i + 2 < list.size() && is_name(list[i]) && is_mark(text, list, i + 1, ".")) i += 2;
  if (is_name(list[i])) {
    if (i + 1 == list.size()) return list[i].name;
    if (same(list[i].name, "case", dialect)) return "case";
    if (same(list[i].name, "array", dialect)) return "array";
    if (is_mark(text, list, i + 1, "(")) {
      int depth = 0;
      for (size_t j = i + 1; j < list.size(); ++j) {
        if (is_mark(text, list, j, "(")) ++depth;
        if (is_mark(text, list, j, ")") && --depth == 0) {
          if (j + 1 == list.size()) {
            if (same(list[i].name, "cast", dialect)) return {};
            return list[i].name;
          }
          break;
        }
      }
    }
  }
  return cast_name;
}

}  // namespace lockstep
