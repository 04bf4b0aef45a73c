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
  std::string out = fmt::format("{}:{}:{}: {}: {}", file.path, place.line, place.column,
                                to_string(diagnostic.severity), diagnostic.message);
  if (!diagnostic.rule.empty()) out += fmt::format(" [{}]", diagnostic.rule);
  out += '\n';
  out += caret_lines(file.text, diagnostic.span, place.line);
  for (size_t begin = 0; begin < diagnostic.help.size();) {
    const size_t end = std::min(diagnostic.help.find('\n', begin), diagnostic.help.size());
    out += fmt::format("{:>5} {} {}\n", "", begin == 0 ? "= help:" : "       ",
                       std::string_view(diagnostic.help).substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace lockstep
