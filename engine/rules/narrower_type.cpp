#include <charconv>
#include <optional>

#include "base/text.h"
#include "engine/catalog/type_change.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// "numeric(10,2)" as its name and its numbers; the name holds what stands behind the parentheses, too.
struct Shape {
  std::string name;
  std::vector<int> numbers;
};

Shape shape(const std::string& type) {
  Shape out;
  const size_t open = type.find('(');
  const size_t close = type.find(')', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return {type, {}};
  out.name = type.substr(0, open) + type.substr(close + 1);
  for (const std::string_view part : split(std::string_view(type).substr(open + 1, close - open - 1), ',')) {
    const std::string digits(trim(part));
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    out.numbers.push_back(number);
  }
  return out;
}

bool is_text(const std::string& name) {
  return name == "text" || name == "character varying" || name == "character";
}

bool has_fraction(const std::string& name) {
  return name.starts_with("timestamp") || name.starts_with("time ") || name == "interval";
}

/// What becomes of values that do not fit, or nothing if all fit.
std::optional<std::string> loss(const Shape& from, const Shape& to) {
  const std::string refused = "the statement fails as soon as a row holds ";
  const std::string rounded = "values are rounded without a word, for good: ";
  if (integer_width(to.name) != 0) {
    const bool wider = integer_width(from.name) != 0
                           ? integer_width(from.name) > integer_width(to.name)
                           : from.name == "numeric" || from.name == "double precision" || from.name == "real";
    if (!wider) return std::nullopt;
    if (integer_width(from.name) != 0) return refused + "a number beyond " + to.name + " (SQLSTATE 22003)";
    return rounded + "what stands behind the point is lost, and a number beyond " + to.name + " is refused";
  }
  if (is_text(from.name) && is_text(to.name) && !to.numbers.empty()) {
    if (!from.numbers.empty() && from.numbers[0] <= to.numbers[0]) return std::nullopt;
    return refused + "more than " + std::to_string(to.numbers[0]) + " characters (SQLSTATE 22001)";
  }
  if (from.name == "numeric" && to.name == "numeric" && !to.numbers.empty()) {
    const int scale = to.numbers.size() > 1 ? to.numbers[1] : 0;
    if (from.numbers.empty()) return rounded + "only " + std::to_string(scale) + " digits stay behind the point";
    const int old_scale = from.numbers.size() > 1 ? from.numbers[1] : 0;
    if (scale < old_scale) return rounded + "only " + std::to_string(scale) + " digits stay behind the point";
    if (to.numbers[0] - scale >= from.numbers[0] - old_scale) return std::nullopt;
    return refused + "a number of more than " + std::to_string(to.numbers[0] - scale) +
           " digits before the point (SQLSTATE 22003)";
  }
  if (from.name == "double precision" && to.name == "real") return rounded + "only 6 digits stay";
  if (from.name.starts_with("timestamp") && to.name == "date") return rounded + "the time of day is lost";
  if (has_fraction(from.name) && from.name == to.name && !to.numbers.empty()) {
    const int digits = from.numbers.empty() ? 6 : from.numbers[0];
    if (to.numbers[0] >= digits) return std::nullopt;
    return rounded + "only " + std::to_string(to.numbers[0]) + " digits of the second stay";
  }
  return std::nullopt;
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(
      input, AlterTableAction::AlterColumnType, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        const CatalogRelation* table = input.before.find(alter.name);
        const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
        if (column == nullptr || !sub.type || !input.in_use(input.before.key(alter.name) + "." + sub.name)) return;
        const std::string to = format_type(*sub.type, input.before.dialect);
        const auto what =
            loss(shape(base_of_domain(input.before, column->type)), shape(base_of_domain(input.before, to)));
        if (!what) return;
        findings.add(
            to + " holds less than " + column->type + ": " + *what,
            "look for such rows first; a CHECK that is NOT VALID, then VALIDATEd, finds them beside the traffic",
            sub.span);
      });
}

}  // namespace

extern const Rule narrower_type_rule{
    "narrower-type",
    "data",
    Severity::Warning,
    "a type that holds less than the old one",
    "bigint to integer, varchar(40) to varchar(20) and their like fail halfway when one row does not fit, after the "
    "table was locked and read. numeric(10,4) to numeric(10,2), timestamp to timestamp(0) or to date do not fail: they "
    "round, and what is lost is lost.",
    "Let a CHECK say that all rows fit, NOT VALID first and VALIDATEd then; or keep the old column until it is sure "
    "that "
    "nobody needs what was cut off.",
    "ALTER TABLE orders ALTER COLUMN code TYPE varchar(5);",
    "ALTER TABLE orders ADD CONSTRAINT code_is_short CHECK (length(code) <= 5) NOT VALID;\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT code_is_short;",
    check};

}  // namespace lockstep
