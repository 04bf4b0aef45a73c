#include "cli/terminal.h"

#include <unistd.h>
#include <cstdlib>

#include <fmt/format.h>

namespace lockstep {
namespace {

void write_to(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

bool set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool dumb() {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) == "dumb";
}

std::string_view code(Style style) {
  switch (style) {
    case Style::Plain:
      return "";
    case Style::Bold:
      return "\x1b[1m";
    case Style::Dim:
      return "\x1b[2m";
    case Style::Red:
      return "\x1b[1;31m";
    case Style::Yellow:
      return "\x1b[1;33m";
    case Style::Green:
      return "\x1b[32m";
    case Style::Blue:
      return "\x1b[1;34m";
  }
  return "";
}

/// The first lines of a statement: enough to know it by.
std::string shortened(std::string_view sql) {
  constexpr int most = 8;
  size_t end = 0;
  for (int line = 0; line < most && end != std::string_view::npos; ++line)
    end = sql.find('\n', end + (line > 0 ? 1 : 0));
  return end == std::string_view::npos ? std::string(sql) : fmt::format("{}\n  ...", sql.substr(0, end));
}

Style style_of(std::string_view severity) {
  if (severity == "error") return Style::Red;
  return severity == "warning" ? Style::Yellow : Style::Blue;
}

/// `path:1:2: error: message [rule]` with the severity in its colour.
std::string paint_head(std::string_view line) {
  for (const std::string_view severity : {"error", "warning", "note"}) {
    const std::string mark = fmt::format(": {}: ", severity);
    const size_t at = line.find(mark);
    if (at == std::string_view::npos) continue;
    return fmt::format("{} {} {}", paint(true, Style::Bold, line.substr(0, at + 1)),
                       paint(true, style_of(severity), mark.substr(2, severity.size() + 1)),
                       line.substr(at + mark.size()));
  }
  return std::string(line);
}

bool is_caret_line(std::string_view line) {
  const size_t bar = line.find('|');
  if (bar == std::string_view::npos || line.find_first_not_of(' ') != bar) return false;
  return line.find('^') != std::string_view::npos && line.find_first_not_of(" \t^", bar + 1) == std::string_view::npos;
}

}  // namespace

Terminal make_terminal(std::string_view color) {
  Terminal terminal;
  const bool wanted = color == "always" || (color == "auto" && !set("NO_COLOR") && !dumb());
  const bool forced = color == "always";
  terminal.color_out = wanted && (forced || isatty(STDOUT_FILENO) == 1);
  terminal.color_err = wanted && (forced || isatty(STDERR_FILENO) == 1);
  terminal.live = isatty(STDERR_FILENO) == 1 && !dumb();
  return terminal;
}

void print(Terminal& terminal, std::string_view text) {
  write_to(terminal.out, text);
}

void print_message(Terminal& terminal, std::string_view text) {
  std::fflush(terminal.out);
  write_to(terminal.err, text);
}

void print_error(Terminal& terminal, const Error& error) {
  std::string text = fmt::format("lockstep: {} {}\n", paint(terminal.color_err, Style::Red, "error:"), error.message);
  if (!error.sqlstate.empty()) text += fmt::format("  SQLSTATE {}\n", error.sqlstate);
  if (!error.sql.empty()) text += fmt::format("  in: {}\n", shortened(error.sql));
  if (!error.help.empty()) text += fmt::format("{} {}\n", paint(terminal.color_err, Style::Blue, "help:"), error.help);
  print_message(terminal, text);
}

void print_warning(Terminal& terminal, std::string_view message) {
  print_message(terminal,
                fmt::format("lockstep: {} {}\n", paint(terminal.color_err, Style::Yellow, "warning:"), message));
}

std::string paint(bool color, Style style, std::string_view text) {
  if (!color || style == Style::Plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", code(style), text);
}

std::string paint_diagnostic(bool color, const std::string& rendered) {
  if (!color) return rendered;
  std::string out;
  for (size_t begin = 0; begin < rendered.size();) {
    const size_t end = std::min(rendered.find('\n', begin), rendered.size());
    const std::string_view line = std::string_view(rendered).substr(begin, end - begin);
    out += begin == 0 ? paint_head(line) : is_caret_line(line) ? paint(true, Style::Red, line) : std::string(line);
    out += '\n';
    begin = end + 1;
  }
  return out;
}

}  // namespace lockstep
