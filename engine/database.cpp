#include "engine/database.h"

#include <charconv>

#include <fmt/format.h>

namespace lockstep {

bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

std::string text(const Value& value) {
  if (const auto* string = std::get_if<std::string>(&value)) return *string;
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  return {};
}

int64_t integer(const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  if (const auto* real = std::get_if<double>(&value)) return static_cast<int64_t>(*real);
  const std::string string = text(value);
  if (string == "t" || string == "true") return 1;
  int64_t number = 0;
  std::from_chars(string.data(), string.data() + string.size(), number);
  return number;
}

Status in_transaction(Database& database, const Limits& limits, const std::function<Status()>& body) {
  LOCKSTEP_CHECK(database.begin(limits));
  if (Status done = body(); !done) {
    database.rollback();
    return done;
  }
  Status committed = database.commit();
  if (!committed) database.rollback();
  return committed;
}

}  // namespace lockstep
