// Text of one file and places in it. A leaf: std only.
//
// Offsets are bytes from the start of the text, as every other folder counts them. Lines and columns are
// computed only when a person is to read them: both start at 1, and a column counts Unicode code points.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

/// A half-open range of bytes in one source text. `{0, 0}` is also used for "nowhere in particular".
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] uint32_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin == end; }
  [[nodiscard]] bool operator==(const Span&) const = default;
};

/// The part of `text` that `span` covers. Requires `span` to lie within `text`.
[[nodiscard]] inline std::string_view slice(std::string_view text, Span span) {
  return text.substr(span.begin, span.size());
}

struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

/// Where byte `offset` of `text` stands. An offset past the end gives the place just behind the last character.
[[nodiscard]] LineColumn line_column(std::string_view text, uint32_t offset);

/// The line that holds byte `offset`, without its line terminator.
[[nodiscard]] std::string_view line_at(std::string_view text, uint32_t offset);

/// The source line under `span` with a caret line below it, each prefixed as compilers do:
///
///     3 | ALTER TABLE orders ALTER zone SET NOT NUL;
///       |                                       ^^^
///
/// Tabs are kept in the caret line so that both lines align. The result ends with a newline.
[[nodiscard]] std::string caret_lines(std::string_view text, Span span);
/// The same for those who know the number of the line (line_index.h).
[[nodiscard]] std::string caret_lines(std::string_view text, Span span, uint32_t line);

/// A file and its text. Owns both.
struct SourceFile {
  std::string path;
  std::string text;
};

}  // namespace lockstep
