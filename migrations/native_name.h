// The names of the native layout: <id>_<name>.sql and <id>_<name>.down.sql.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// A file's name taken apart.
struct NativeName {
  std::string id, name;
  bool down = false;
};

/// Nothing for a name that is not <id>_<name>.sql. An id holds a digit, so that `add_users.sql` is told from
/// `1_users.sql`; the name may be missing (`0001.sql`).
[[nodiscard]] std::optional<NativeName> native_name(std::string_view file);

[[nodiscard]] bool all_digits(std::string_view text);
/// Whether id `a` comes before id `b` as numbers of any length: "9" before "10", "7" and "007" are the same.
[[nodiscard]] bool less_as_numbers(std::string_view a, std::string_view b);
/// The order of ids: as numbers if all of those that are ordered are, else by their bytes.
[[nodiscard]] inline bool id_before(std::string_view a, std::string_view b, bool numbers) {
  return numbers ? less_as_numbers(a, b) : a < b;
}

/// The id of a new migration beside `ids`: one more than the greatest number, padded with zeros like it; "0001" for
/// the first. Where the ids are times (20240131120000) it is `now`, in the same form.
[[nodiscard]] std::string next_id(const std::vector<std::string>& ids, std::string_view now);

}  // namespace lockstep
