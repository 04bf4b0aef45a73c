#include "migrations/native_name.h"

#include <algorithm>

#include "base/text.h"

namespace lockstep {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_id_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

bool remove_ending(std::string_view& text, std::string_view ending) {
  if (text.size() <= ending.size()) return false;
  if (!equals_ignoring_case(text.substr(text.size() - ending.size()), ending)) return false;
  text.remove_suffix(ending.size());
  return true;
}

std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

/// One more, with a digit more where the number overflows its width.
std::string increment(std::string digits) {
  for (size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return digits;
    }
    digits[i] = '0';
  }
  return "1" + digits;
}

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<NativeName> native_name(std::string_view file) {
  NativeName parts;
  if (!remove_ending(file, ".sql")) return std::nullopt;
  parts.down = remove_ending(file, ".down");
  const size_t underscore = std::min(file.find('_'), file.size());
  parts.id = file.substr(0, underscore);
  if (underscore < file.size()) parts.name = file.substr(underscore + 1);
  const bool good = std::all_of(parts.id.begin(), parts.id.end(), is_id_character) &&
                    std::any_of(parts.id.begin(), parts.id.end(), is_digit);
  return good ? std::optional(parts) : std::nullopt;
}

bool less_as_numbers(std::string_view a, std::string_view b) {
  a = without_leading_zeros(a);
  b = without_leading_zeros(b);
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::string next_id(const std::vector<std::string>& ids, std::string_view now) {
  std::string greatest;
  for (const std::string& id : ids) {
    if (all_digits(id) && (greatest.empty() || less_as_numbers(greatest, id))) greatest = id;
  }
  if (greatest.empty()) return "0001";
  const bool is_time = greatest.size() == now.size() && greatest.starts_with("20");
  return is_time && greatest < now ? std::string(now) : increment(greatest);
}

}  // namespace lockstep
