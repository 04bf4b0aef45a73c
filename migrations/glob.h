// Patterns over paths, for shells that do not expand them and for settings: `*` and `?` stay within a name, `**` stands
// for any number of folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Whether the path holds one of `*`, `?` and `[`.
[[nodiscard]] bool is_glob(std::string_view path);

/// The files that the pattern matches, sorted; hidden ones only where the pattern says so.
[[nodiscard]] std::vector<std::string> expand_glob(const std::string& pattern);

/// Whether `path` is what the pattern is about. A pattern without a slash is about the last part of the path, one that
/// ends in a slash, or names a folder, about everything below it.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view path);

}  // namespace lockstep
