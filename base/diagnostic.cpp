#include "base/diagnostic.h"

#include <fmt/format.h>

namespace lockstep {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Note: return "note";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
  }
  return "error";
}

std::string render_text(const Diagnostic& diagnostic, const SourceFile& file) {
  return render_text(diagnostic, file, line_column(file.text, diagnostic.span.begin));
}

std::string render_text(const Diagnostic& diagnostic, const SourceFile& file, LineColumn place) {
  std::string out = file.path;
  const auto add_number = [&](uint32_t number) {
    const fmt::format_int digits(number);
    out.append(":").append(digits.data(), digits.size());
  };
  add_number(place.line);
  add_number(place.column);
  out.append(": ").append(to_string(diagnostic.severity)).append(": ").append(diagnostic.message);
  if (!diagnostic.rule.empty()) out.append(" [").append(diagnostic.rule).append("]");
  out += '\n';
  out += caret_lines(file.text, diagnostic.span, place.line);
  for (size_t begin = 0; begin < diagnostic.help.size();) {
    const size_t end = std::min(diagnostic.help.find('\n', begin), diagnostic.help.size());
    out += begin == 0 ? "      = help: " : "              ";
    out.append(diagnostic.help, begin, end - begin).append("\n");
    begin = end + 1;
  }
  return out;
}

}  // namespace lockstep
