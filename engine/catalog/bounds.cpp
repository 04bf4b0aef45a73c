#include "engine/catalog/bounds.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <tuple>

#include "base/text.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

constexpr Dialect sql = Dialect::PostgreSQL;

/// The values of a list in parentheses that begins at word `at`; `at` is moved behind it.
std::vector<std::string> values_in(std::string_view text, const std::vector<Word>& list, size_t& at) {
  std::vector<std::string> values;
  int depth = 0;
  uint32_t begin = 0;
  for (; at < list.size(); ++at) {
    const std::string_view sign = slice(text, list[at].span);
    if (sign == "(" && depth++ == 0) begin = list[at].span.end;
    const bool closes = sign == ")" && --depth == 0;
    if (closes || (sign == "," && depth == 1)) {
      values.push_back(bare_literal(text.substr(begin, list[at].span.begin - begin)));
      begin = list[at].span.end;
    }
    if (!closes) continue;
    ++at;
    break;
  }
  return values;
}

/// Compares two ends of a range: -1, 0, 1.
std::optional<int> compare_ends(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] == b[i]) {
      if (a[i] == "minvalue" || a[i] == "maxvalue") return 0;
      continue;
    }
    if (a[i] == "minvalue" || b[i] == "maxvalue") return -1;
    if (a[i] == "maxvalue" || b[i] == "minvalue") return 1;
    const auto order = compare_literals(a[i], b[i]);
    if (!order) return std::nullopt;
    if (*order != 0) return order;
  }
  return 0;
}

bool has(const std::vector<std::string>& list, const std::string& value) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& other) {
    return other == value || compare_literals(other, value) == std::optional(0);
  });
}

/// Certain to share a value.
bool overlap(const Bound& a, const Bound& b) {
  if (a.form != b.form) return false;
  if (a.form == Bound::Form::List) {
    return std::any_of(a.values.begin(), a.values.end(),
                       [&](const std::string& value) { return has(b.values, value); });
  }
  if (a.form == Bound::Form::Hash) {
    if (a.modulus <= 0 || b.modulus <= 0) return false;
    // The server wants each modulus to divide the greater ones; either way no new partition fits.
    const int common = std::gcd(a.modulus, b.modulus);
    return a.remainder % common == b.remainder % common || common != std::min(a.modulus, b.modulus);
  }
  if (a.form != Bound::Form::Range) return false;
  const auto left = compare_ends(a.from, b.to);
  const auto right = compare_ends(b.from, a.to);
  return left && right && *left < 0 && *right < 0;
}

}  // namespace

std::string bound_condition(const CatalogRelation& parent, std::string_view bound) {
  const std::optional<Bound> said = read_bound(bound);
  if (!said || parent.partition_columns.size() != 1 || parent.column(parent.partition_columns[0]) == nullptr) return {};
  const std::string column = quote_identifier(parent.partition_columns[0], sql);
  const auto literal = [](const std::string& value) { return is_literal(value) || value.starts_with("-"); };
  std::string condition = column + " IS NOT NULL";
  if (said->form == Bound::Form::List) {
    if (said->values.empty() || !std::all_of(said->values.begin(), said->values.end(), literal)) return {};
    const bool one = said->values.size() == 1;
    return condition + " AND " + column + (one ? " = " : " IN (") + join(said->values, ", ") + (one ? "" : ")");
  }
  if (said->form != Bound::Form::Range || said->from.size() != 1 || said->to.size() != 1) return {};
  for (const auto& [end, sign, open] :
       {std::tuple{said->from[0], " >= ", "minvalue"}, {said->to[0], " < ", "maxvalue"}}) {
    if (end == open) continue;
    if (!literal(end)) return {};
    condition += " AND " + column + sign + end;
  }
  return condition;
}

std::string bare_literal(std::string_view text) {
  text = strip_parentheses(trim(text), sql);
  const std::vector<Word> list = words(text, sql);
  std::string out;
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string_view written = slice(text, list[i].span);
    if (written == "::") break;
    // DATE '...': the string alone.
    if (list[i].kind == Word::Kind::Name && i + 1 < list.size() && list[i + 1].kind == Word::Kind::String) continue;
    out += list[i].kind == Word::Kind::Name ? list[i].name : std::string(written);
  }
  return out;
}

bool is_literal(std::string_view value) {
  return !value.empty() && (value.front() == '\'' || (value.front() >= '0' && value.front() <= '9'));
}

std::optional<int> compare_literals(std::string_view a, std::string_view b) {
  if (a == b) return 0;
  const auto inner = [](std::string_view text) {
    if (text.size() >= 2 && text.front() == '\'') text = text.substr(1, text.size() - 2);
    return std::string(text);
  };
  const std::string left = inner(a);
  const std::string right = inner(b);
  const auto number = [](const std::string& text, double& value) {
    char* end = nullptr;
    value = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0';
  };
  double x = 0;
  double y = 0;
  if (number(left, x) && number(right, y)) return x < y ? -1 : x > y ? 1 : 0;
  const bool dates = left.size() == right.size() && !left.empty() && left[0] >= '0' && left[0] <= '9' &&
                     right[0] >= '0' && right[0] <= '9';
  if (dates) return left < right ? -1 : 1;
  return std::nullopt;
}

std::optional<Bound> read_bound(std::string_view text) {
  const std::vector<Word> list = words(text, sql);
  if (list.empty()) return std::nullopt;
  Bound bound;
  if (list.front().name == "default") return bound;
  for (size_t i = 0; i < list.size();) {
    if (list[i].name == "from") {
      bound.form = Bound::Form::Range;
      bound.from = values_in(text, list, ++i);
    } else if (list[i].name == "to") {
      bound.to = values_in(text, list, ++i);
    } else if (list[i].name == "in") {
      bound.form = Bound::Form::List;
      bound.values = values_in(text, list, ++i);
    } else if (list[i].name == "with") {
      bound.form = Bound::Form::Hash;
      for (; i + 1 < list.size(); ++i) {
        const auto number = [&] { return std::atoi(std::string(slice(text, list[i + 1].span)).c_str()); };
        if (list[i].name == "modulus") bound.modulus = number();
        if (list[i].name == "remainder") bound.remainder = number();
      }
      return bound;
    } else {
      ++i;
    }
  }
  if (bound.form == Bound::Form::Default) return std::nullopt;
  return bound;
}

Status check_bound(const Draft& draft, const CatalogRelation& parent, std::string_view text, std::string_view name) {
  const auto bound = read_bound(text);
  if (!bound || parent.partial) return {};
  const std::string& strategy = parent.partition_strategy;
  const bool fits = bound->form == Bound::Form::Default || (bound->form == Bound::Form::Range && strategy == "RANGE") ||
                    (bound->form == Bound::Form::List && strategy == "LIST") ||
                    (bound->form == Bound::Form::Hash && strategy == "HASH");
  if (!fits && !strategy.empty()) {
    return refuse("42P16", "invalid bound specification for a " + to_lower(strategy) + " partition");
  }
  if (bound->form == Bound::Form::Default && strategy == "HASH") {
    return refuse("42P16", "a hash-partitioned table may not have a default partition");
  }
  if (bound->form == Bound::Form::Range) {
    const auto order = compare_ends(bound->from, bound->to);
    if (order && *order >= 0) {
      return refuse("42P17", "empty range bound specified for partition \"" + std::string(name) + "\"");
    }
  }
  if (bound->form == Bound::Form::Hash && (bound->modulus <= 0 || bound->remainder >= bound->modulus)) {
    return refuse("42P17", "modulus and remainder for hash partition \"" + std::string(name) + "\" are not valid");
  }
  for (const std::string& other : draft.partitions(relation_key(parent))) {
    const auto theirs = read_bound(draft.find(other)->bound);
    if (theirs && overlap(*bound, *theirs)) {
      return refuse("42P17", "partition \"" + std::string(name) + "\" would overlap partition \"" +
                                 draft.find(other)->name + "\"");
    }
  }
  return {};
}

PartitionRows::PartitionRows(const CatalogRelation& partition, const std::vector<const CatalogRelation*>& partitions)
    : bound_(read_bound(partition.bound)) {
  if (!bound_ || bound_->form != Bound::Form::Default) return;
  for (const CatalogRelation* other : partitions) {
    auto theirs = other == &partition ? std::nullopt : read_bound(other->bound);
    if (theirs && theirs->form != Bound::Form::Default) others_.push_back(std::move(*theirs));
  }
}

bool PartitionRows::may_include(std::string_view value) const {
  if (!bound_) return true;
  const std::string wanted = bare_literal(value);
  switch (bound_->form) {
    case Bound::Form::Default:
      // Only what no other partition takes for certain.
      return std::none_of(others_.begin(), others_.end(), [&](const Bound& other) {
        if (other.form == Bound::Form::List) return has(other.values, wanted);
        if (other.form != Bound::Form::Range || other.from.size() != 1) return false;
        const auto low = compare_ends(other.from, {wanted});
        const auto high = compare_ends({wanted}, other.to);
        return low && high && *low <= 0 && *high < 0;
      });
    case Bound::Form::Range: {
      if (bound_->from.size() != 1) return true;
      const auto low = compare_ends(bound_->from, {wanted});
      const auto high = compare_ends({wanted}, bound_->to);
      return !((low && *low > 0) || (high && *high >= 0));
    }
    case Bound::Form::List: {
      if (has(bound_->values, wanted)) return true;
      return std::any_of(bound_->values.begin(), bound_->values.end(), [&](const std::string& other) {
        return !compare_literals(other, wanted) && other.front() != wanted.front();
      });
    }
    default:
      return true;
  }
}

}  // namespace lockstep
