// Errors as they are printed below a file's name.
#pragma once

#include <string>
#include <string_view>

#include "base/source.h"
#include "parser/parse.h"

namespace lockstep::test {

[[nodiscard]] inline std::string told_errors(std::string_view text, const ParsedFile& file) {
  std::string out;
  for (const SyntaxError& error : file.errors) {
    const LineColumn at = line_column(text, error.span.begin);
    out += std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + error.message + "\n";
    out += caret_lines(text, error.span);
    if (!error.help.empty()) out += "help: " + error.help + "\n";
  }
  return out;
}

}  // namespace lockstep::test
