#include "engine/effects/proof.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

constexpr Dialect sql = Dialect::PostgreSQL;

/// Words of a text as a person compares them: folded names, literals as written, casts left out.
std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> plain;
  const std::vector<Word> list = words(strip_parentheses(text, sql), sql);
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string_view written = slice(strip_parentheses(text, sql), list[i].span);
    if (written == "::") {
      // The type: one or several words, perhaps with a length in parentheses.
      while (i + 1 < list.size() && list[i + 1].kind == Word::Kind::Name && list[i + 1].name != "and" &&
             list[i + 1].name != "or" && list[i + 1].name != "is") {
        ++i;
      }
      continue;
    }
    plain.push_back(list[i].name.empty() ? std::string(written) : list[i].name);
  }
  return plain;
}

/// One side of a range condition: column, operator, value.
struct Comparison {
  std::string column, op, value;
};

std::optional<Comparison> comparison(const std::string& term) {
  std::vector<std::string> list = plain_words(term);
  // `>` `=` arrive as two marks.
  for (size_t i = 0; i + 1 < list.size(); ++i) {
    if ((list[i] == "<" || list[i] == ">") && list[i + 1] == "=") {
      list[i] += "=";
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
  }
  if (list.size() == 4 && list[2] == "-") list = {list[0], list[1], "-" + list[3]};
  while (list.size() > 3 && list[2] == "(" && list.back() == ")") {
    list.erase(list.begin() + 2);
    list.pop_back();
  }
  if (list.size() != 3) return std::nullopt;
  return Comparison{list[0], list[1], list[2]};
}

/// -1, 0 or 1 as a is less than, equal to or greater than b; nothing where that cannot be told: numbers, and strings of
/// one length, such as dates.
std::optional<int> compare(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  const auto number = [](const std::string& text, double& value) {
    const char* begin = text.c_str();
    char* end = nullptr;
    value = std::strtod(begin, &end);
    return end != begin && *end == '\0';
  };
  double x = 0;
  double y = 0;
  if (number(a, x) && number(b, y)) return x < y ? -1 : x > y ? 1 : 0;
  if (a.size() == b.size() && a.front() == '\'' && b.front() == '\'' && a[1] >= '0' && a[1] <= '9') {
    return a < b ? -1 : 1;
  }
  return std::nullopt;
}

/// The values of "FROM (a) TO (b)" for a key of one column.
std::optional<std::pair<std::string, std::string>> range_of(std::string_view bound) {
  const std::vector<std::string> list = plain_words(bound);
  const auto from = std::find(list.begin(), list.end(), "from");
  const auto to = std::find(list.begin(), list.end(), "to");
  if (from == list.end() || to == list.end()) return std::nullopt;
  const auto value = [&](std::vector<std::string>::const_iterator begin,
                         std::vector<std::string>::const_iterator end) -> std::optional<std::string> {
    std::string text;
    for (auto it = begin + 1; it != end; ++it) {
      if (*it == ",") return std::nullopt;
      if (*it != "(" && *it != ")") text += *it;
    }
    return text;
  };
  const auto low = value(from, to);
  const auto high = value(to, list.end());
  if (!low || !high) return std::nullopt;
  return std::make_pair(*low, *high);
}

}  // namespace

std::vector<std::string> and_terms(std::string_view condition) {
  const std::string_view text = strip_parentheses(condition, sql);
  const std::vector<Word> list = words(text, sql);
  std::vector<std::string> terms;
  int depth = 0;
  uint32_t begin = 0;
  bool between = false;
  for (const Word& word : list) {
    const std::string_view written = slice(text, word.span);
    if (written == "(") ++depth;
    if (written == ")") --depth;
    if (depth != 0 || word.kind != Word::Kind::Name) continue;
    if (word.name == "or") return {std::string(text)};
    if (word.name == "between") between = true;
    if (word.name != "and") continue;
    if (between) {
      between = false;
      continue;
    }
    terms.emplace_back(trim(text.substr(begin, word.span.begin - begin)));
    begin = word.span.end;
  }
  terms.emplace_back(trim(text.substr(begin)));
  std::vector<std::string> flat;
  for (const std::string& term : terms) {
    if (terms.size() > 1 && strip_parentheses(term, sql) != term) {
      for (std::string& inner : and_terms(term)) flat.push_back(std::move(inner));
    } else {
      flat.push_back(term);
    }
  }
  return flat;
}

bool is_proven_not_null(const CatalogRelation& table, std::string_view column) {
  const CatalogColumn* known = table.column(column);
  if (known != nullptr && known->not_null) return true;
  const std::vector<std::string> wanted = {std::string(column), "is", "not", "null"};
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const CatalogConstraint& constraint) {
    if (constraint.kind != ConstraintKind::Check || !constraint.validated || !constraint.enforced) return false;
    const std::vector<std::string> terms = and_terms(constraint.expression);
    return std::any_of(terms.begin(), terms.end(),
                       [&](const std::string& term) { return plain_words(term) == wanted; });
  });
}

bool implies_bound(const CatalogRelation& partition, const CatalogRelation& parent, std::string_view bound) {
  if (parent.partition_columns.size() != 1) return false;
  const std::string& column = parent.partition_columns.front();
  std::vector<std::string> terms;
  for (const CatalogConstraint& constraint : partition.constraints) {
    if (constraint.kind != ConstraintKind::Check || !constraint.validated || !constraint.enforced) continue;
    for (std::string& term : and_terms(constraint.expression)) terms.push_back(std::move(term));
  }
  if (parent.partition_strategy == "RANGE") {
    const auto range = range_of(bound);
    // The bound itself says that the key is not NULL.
    if (!range || !is_proven_not_null(partition, column)) return false;
    bool low = range->first == "minvalue";
    bool high = range->second == "maxvalue";
    for (const std::string& term : terms) {
      const auto found = comparison(term);
      if (!found || found->column != column) continue;
      const auto from_low = compare(found->value, range->first);
      const auto from_high = compare(found->value, range->second);
      low = low || (from_low && *from_low >= 0 && (found->op == ">=" || found->op == ">" || found->op == "="));
      high = high || (from_high && ((*from_high <= 0 && found->op == "<") ||
                                    (*from_high < 0 && (found->op == "<=" || found->op == "="))));
    }
    return low && high;
  }
  if (parent.partition_strategy == "LIST") {
    const std::vector<std::string> list = plain_words(bound);
    const auto in = std::find(list.begin(), list.end(), "in");
    if (in == list.end()) return false;
    std::vector<std::string> wanted(in, list.end());  // IN ( a , b )
    const bool takes_null = std::find(wanted.begin(), wanted.end(), "null") != wanted.end();
    if (takes_null || !is_proven_not_null(partition, column)) return false;
    return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      std::vector<std::string> own = plain_words(term);
      if (own.empty() || own.front() != column) return false;
      own.erase(own.begin());
      if (own.size() == 2 && own[0] == "=" && wanted.size() == 4) return own[1] == wanted[2];
      return own == wanted;
    });
  }
  return false;
}

}  // namespace lockstep
