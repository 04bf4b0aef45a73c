#include "engine/effects/proof.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "engine/catalog/bounds.h"
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
    // DATE '2024-01-01': the string alone.
    const bool type = list[i].name == "date" || list[i].name.starts_with("time") || list[i].name == "numeric";
    if (type && list[i].kind == Word::Kind::Name && i + 1 < list.size() && list[i + 1].kind == Word::Kind::String)
      continue;
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

/// `column BETWEEN a AND b` as two comparisons.
std::vector<Comparison> comparisons(const std::string& term) {
  const std::vector<std::string> list = plain_words(term);
  if (list.size() == 5 && list[1] == "between" && list[3] == "and") {
    return {{list[0], ">=", list[2]}, {list[0], "<=", list[4]}};
  }
  if (const auto one = comparison(term)) return {*one};
  return {};
}

/// The values that `column IN (...)`, `column = value` or `column = ANY (ARRAY[...])` allows; empty for other terms.
std::vector<std::string> allowed_values(const std::string& term, const std::string& column) {
  const std::vector<std::string> list = plain_words(term);
  if (list.size() < 3 || list[0] != column) return {};
  const bool equals = list[1] == "=";
  if (!equals && list[1] != "in") return {};
  std::vector<std::string> values;
  for (size_t i = 2; i < list.size(); ++i) {
    const bool sign = list[i] == "(" || list[i] == ")" || list[i] == "," || list[i] == "[" || list[i] == "]" ||
                      list[i] == "any" || list[i] == "array";
    if (!sign) values.push_back(list[i]);
  }
  return values;
}

/// CHECKs that rows are known to satisfy, as AND-ed terms.
std::vector<std::string> valid_terms(const CatalogRelation& table) {
  std::vector<std::string> terms;
  for (const CatalogConstraint& constraint : table.constraints) {
    if (constraint.kind != ConstraintKind::Check || !constraint.validated || !constraint.enforced) continue;
    for (std::string& term : and_terms(constraint.expression)) terms.push_back(std::move(term));
  }
  return terms;
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
  const std::vector<std::string> turned = {"not", std::string(column), "is", "null"};
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const CatalogConstraint& constraint) {
    if (constraint.kind != ConstraintKind::Check || !constraint.validated || !constraint.enforced) return false;
    const std::vector<std::string> terms = and_terms(constraint.expression);
    return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      const std::vector<std::string> list = plain_words(term);
      return list == wanted || list == turned;
    });
  });
}

std::vector<std::string> required_values(std::string_view condition, const std::string& column) {
  for (const std::string& term : and_terms(condition)) {
    std::vector<std::string> values = allowed_values(term, column);
    if (!values.empty() && std::all_of(values.begin(), values.end(), is_literal)) return values;
  }
  return {};
}

namespace {

/// Whether the term may be a single FALSE or NULL, or begin with a number or a comment: most begin with a column.
bool may_be_never_true(std::string_view term) {
  return !term.empty() && std::string_view("fFnN\"-/.0123456789").find(term.front()) != std::string_view::npos;
}

}  // namespace

bool is_never_true(std::string_view condition) {
  if (condition.empty()) return false;
  const std::vector<std::string> terms = and_terms(condition);
  return std::any_of(terms.begin(), terms.end(), [](const std::string& term) {
    if (!may_be_never_true(term)) return false;
    const std::vector<Word> list = words(term, Dialect::PostgreSQL);
    if (list.size() == 1) return list[0].name == "false" || list[0].name == "null";
    const bool numbers = list.size() == 3 && list[0].kind == Word::Kind::Number && list[2].kind == Word::Kind::Number;
    if (!numbers) return false;
    const auto order = compare_literals(slice(term, list[0].span), slice(term, list[2].span));
    const std::string_view sign = slice(term, list[1].span);
    return order && ((sign == "=" && *order != 0) || (sign == "<" && *order >= 0) || (sign == ">" && *order <= 0));
  });
}

bool asks_impossible_null(std::string_view condition, const CatalogRelation& table) {
  if (!contains_ignoring_case(condition, "null")) return false;
  const std::vector<std::string> terms = and_terms(condition);
  return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
    const std::vector<std::string> list = plain_words(term);
    const CatalogColumn* column = list.size() == 3 ? table.column(list[0]) : nullptr;
    return column != nullptr && column->not_null && list[1] == "is" && list[2] == "null";
  });
}

namespace {

/// Whether a comparison of the key with a literal leaves nothing of a partition for a range.
bool leaves_nothing(const Comparison& asked, const Bound& range) {
  const std::string value = bare_literal(asked.value);
  const auto ordered = [&](const std::string& end) -> std::optional<int> {
    if (end == "minvalue" || end == "maxvalue") return std::nullopt;
    return compare_literals(value, end);
  };
  const auto low = ordered(range.from.front());
  const auto high = ordered(range.to.front());
  if (asked.op == ">" || asked.op == ">=") return high && *high >= 0;
  return low && ((asked.op == "<" && *low <= 0) || (asked.op == "<=" && *low < 0));
}

}  // namespace

bool may_meet(std::string_view condition, const std::string& column, const CatalogRelation& partition,
              const std::vector<const CatalogRelation*>& partitions) {
  if (condition.empty()) return true;
  const std::vector<std::string> values = required_values(condition, column);
  if (!values.empty()) {
    const PartitionRows rows(partition, partitions);
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) { return rows.may_include(value); });
  }
  const auto bound = read_bound(partition.bound);
  if (!bound) return true;
  const bool range = bound->form == Bound::Form::Range && bound->from.size() == 1 && bound->to.size() == 1;
  for (const std::string& term : and_terms(condition)) {
    const std::vector<std::string> list = plain_words(term);
    const bool null = list.size() == 3 && list[0] == column && list[1] == "is" && list[2] == "null";
    if (null && (range || (bound->form == Bound::Form::List && !contains(bound->values, "null")))) return false;
    if (!range) continue;
    for (const Comparison& asked : comparisons(term)) {
      if (asked.column == column && is_literal(bare_literal(asked.value)) && leaves_nothing(asked, *bound))
        return false;
    }
  }
  return true;
}

bool implies_bound(const CatalogRelation& partition, const CatalogRelation& parent, std::string_view text) {
  const auto bound = read_bound(text);
  if (!bound || parent.partition_columns.size() != 1) return false;
  const std::string& column = parent.partition_columns.front();
  const std::vector<std::string> terms = valid_terms(partition);
  if (bound->form == Bound::Form::Range && bound->from.size() == 1) {
    const std::string& from = bound->from.front();
    const std::string& to = bound->to.front();
    // The bound itself says that the key is not NULL.
    if (!is_proven_not_null(partition, column)) return false;
    bool low = from == "minvalue";
    bool high = to == "maxvalue";
    for (const std::string& term : terms) {
      for (const Comparison& found : comparisons(term)) {
        if (found.column != column) continue;
        const auto from_low = compare_literals(found.value, from);
        const auto from_high = compare_literals(found.value, to);
        low = low || (from_low && *from_low >= 0 && (found.op == ">=" || found.op == ">" || found.op == "="));
        high = high || (from_high && ((*from_high <= 0 && found.op == "<") ||
                                      (*from_high < 0 && (found.op == "<=" || found.op == "="))));
      }
    }
    return low && high;
  }
  if (bound->form != Bound::Form::List) return false;
  const std::vector<std::string>& wanted = bound->values;
  const bool takes_null = contains(wanted, "null");
  if (!takes_null && !is_proven_not_null(partition, column)) return false;
  return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
    const std::vector<std::string> allowed = allowed_values(term, column);
    return !allowed.empty() && std::all_of(allowed.begin(), allowed.end(),
                                           [&](const std::string& value) { return contains(wanted, value); });
  });
}

bool contradicts_bound(const CatalogRelation& partition, const CatalogRelation& parent, std::string_view text) {
  const auto bound = read_bound(text);
  if (!bound || parent.partition_columns.size() != 1) return false;
  const std::string& column = parent.partition_columns.front();
  const std::vector<std::string> terms = valid_terms(partition);
  return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
    if (bound->form == Bound::Form::List) {
      const std::vector<std::string> allowed = allowed_values(term, column);
      return !allowed.empty() && std::none_of(allowed.begin(), allowed.end(),
                                              [&](const std::string& value) { return contains(bound->values, value); });
    }
    if (bound->form != Bound::Form::Range || bound->from.size() != 1) return false;
    const std::vector<Comparison> found = comparisons(term);
    return std::any_of(found.begin(), found.end(), [&](const Comparison& one) {
      if (one.column != column) return false;
      const auto from_low = compare_literals(one.value, bound->from.front());
      const auto from_high = compare_literals(one.value, bound->to.front());
      const bool above = from_high && *from_high >= 0 && (one.op == ">=" || one.op == ">" || one.op == "=");
      const bool below =
          from_low && ((*from_low <= 0 && one.op == "<") || (*from_low < 0 && (one.op == "<=" || one.op == "=")));
      return above || below;
    });
  });
}

}  // namespace lockstep
