// Where output goes: results to `out`, messages to `err`, colour only where a person looks.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/result.h"

namespace lockstep {

enum class Style { Plain, Bold, Dim, Red, Yellow, Green, Blue };

struct Terminal {
  std::FILE* out = stdout;
  std::FILE* err = stderr;
  bool color_out = false;
  bool color_err = false;
  bool live = false;  ///< `err` is a terminal that can redraw a line: a progress bar is welcome
  bool json = false;  ///< `out` holds one JSON document
};

/// The process's own streams. `color` is "auto", "always" or "never"; auto means a terminal, no NO_COLOR
/// (https://no-color.org) and no TERM=dumb.
[[nodiscard]] Terminal make_terminal(std::string_view color);

/// Writes text as it is.
void print(Terminal& terminal, std::string_view text);
/// Writes text to `err`.
void print_message(Terminal& terminal, std::string_view text);

/// `lockstep: error: ...` and `help: ...` on `err`.
void print_error(Terminal& terminal, const Error& error);
/// `lockstep: warning: ...` on `err`.
void print_warning(Terminal& terminal, std::string_view message);

[[nodiscard]] std::string paint(bool color, Style style, std::string_view text);

/// What render_text() gave, with the severity, the carets and the rule in colour.
[[nodiscard]] std::string paint_diagnostic(bool color, const std::string& rendered);

}  // namespace lockstep
