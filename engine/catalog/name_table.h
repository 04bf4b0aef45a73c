// What the generated lists of built-in functions become: a value for each name.
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace lockstep {

using NameTable = std::unordered_map<std::string_view, std::string_view>;

/// `value` for each of the names, which stand apart by spaces; the first value of a name stays. Views into both.
inline void add_names(NameTable& table, std::string_view value, std::string_view names) {
  while (!names.empty()) {
    const size_t end = std::min(names.find(' '), names.size());
    if (end > 0) table.emplace(names.substr(0, end), value);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}

/// Empty for a name that is not in the table.
inline std::string_view value_of(const NameTable& table, std::string_view name) {
  const auto found = table.find(name);
  return found == table.end() ? std::string_view() : found->second;
}

}  // namespace lockstep
