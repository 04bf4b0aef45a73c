// Small text helpers that more than one folder needs. ASCII rules unless said otherwise.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);
/// Whether `part`, which is in lower case, stands in the text in any case.
[[nodiscard]] bool contains_ignoring_case(std::string_view text, std::string_view part);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] bool contains(const std::vector<std::string>& list, std::string_view item);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// The offset of the first byte that is not part of valid UTF-8, or nothing.
[[nodiscard]] std::optional<size_t> invalid_utf8(std::string_view text);

/// The candidate nearest to `word` by edit distance, if it is near enough to be a likely typing error.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      const std::vector<std::string_view>& candidates);

/// A string as a SQL literal: quotes doubled, surrounded by single quotes. Right on both databases when
/// standard_conforming_strings is on, which every connection of ours sets.
[[nodiscard]] std::string quote_literal(std::string_view text);

}  // namespace lockstep
