#include "base/source.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockstep {
namespace {

/// True for every byte that starts a code point, i.e. is not a UTF-8 continuation byte.
bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

size_t line_start(std::string_view text, size_t offset) {
  const size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

}  // namespace

LineColumn line_column(std::string_view text, uint32_t offset) {
  const size_t at = std::min<size_t>(offset, text.size());
  const size_t start = line_start(text, at);
  const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(start), '\n');
  const auto columns = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(start),
                                     text.begin() + static_cast<std::ptrdiff_t>(at), starts_code_point);
  return {static_cast<uint32_t>(lines) + 1, static_cast<uint32_t>(columns) + 1};
}

std::string_view line_at(std::string_view text, uint32_t offset) {
  const size_t at = std::min<size_t>(offset, text.size());
  const size_t start = line_start(text, at);
  std::string_view line = text.substr(start, text.find('\n', start) - start);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::string caret_lines(std::string_view text, Span span) {
  return caret_lines(text, span, line_column(text, span.begin).line);
}

std::string caret_lines(std::string_view text, Span span, uint32_t number) {
  std::string_view line = line_at(text, span.begin);
  size_t start = line_start(text, std::min<size_t>(span.begin, text.size()));
  // Of a very long line only what stands around the place is shown.
  constexpr size_t kMostBefore = 100, kMost = 200;
  if (line.size() > kMost) {
    size_t from = span.begin - start > kMostBefore ? span.begin - start - kMostBefore : 0;
    while (from < line.size() && !starts_code_point(line[from])) ++from;
    line = line.substr(std::min(from, line.size()));
    start += from;
    size_t most = std::min(kMost, line.size());
    while (most < line.size() && !starts_code_point(line[most])) ++most;
    line = line.substr(0, most);
  }
  std::string carets;
  for (size_t i = 0; i < line.size() && start + i < span.begin; ++i) {
    if (starts_code_point(line[i])) carets += line[i] == '\t' ? '\t' : ' ';
  }
  size_t width = 0;
  for (size_t i = span.begin; i < span.end && i < start + line.size(); ++i) {
    if (starts_code_point(text[i])) ++width;
  }
  carets.append(std::max<size_t>(width, 1), '^');
  const fmt::format_int digits(number);
  std::string lines(digits.size() < 5 ? 5 - digits.size() : 0, ' ');
  lines.append(digits.data(), digits.size())
      .append(" | ")
      .append(line)
      .append("\n      | ")
      .append(carets)
      .append("\n");
  return lines;
}

}  // namespace lockstep
