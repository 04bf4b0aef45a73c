#include "cli/help.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockstep {
namespace {

std::string heading(bool color, std::string_view text) {
  return paint(color, Style::Bold, text) + "\n";
}

std::string spelling(const Option& option) {
  const std::string name = option.name == "--help" ? "-h, --help" : std::string(option.name);
  return fmt::format("{}{}{}", name, option.is_flag() ? "" : " ", option.value);
}

/// Two columns; a left side that is too long stands on a line of its own.
std::string table(const std::vector<std::pair<std::string, std::string>>& rows) {
  constexpr size_t width = 30;
  std::string out;
  for (const auto& [left, right] : rows) {
    if (left.size() > width) {
      out += fmt::format("  {}\n  {:{}}  {}\n", left, "", width, right);
    } else {
      out += fmt::format("  {:{}}  {}\n", left, width, right);
    }
  }
  return out;
}

std::string options_table(const std::vector<Option>& options) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Option& option : options) rows.emplace_back(spelling(option), option.help);
  return table(rows);
}

std::string commands_table(bool online) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Command* command : commands()) {
    if (command->online == online) rows.emplace_back(command->name, command->summary);
  }
  std::string out;
  for (const auto& [name, summary] : rows) out += fmt::format("  {:12}{}\n", name, summary);
  return out;
}

}  // namespace

std::string version_text() {
  return fmt::format("lockstep {}\n", LOCKSTEP_VERSION);
}

std::string general_help(bool color) {
  return fmt::format(
      "lockstep changes the schema of a live database while two versions of the application run on it.\n\n"
      "{}  lockstep COMMAND [OPTIONS] [PATH...]\n\n"
      "{}{}\n{}{}\n{}{}\n"
      "Begin with `lockstep init` and `lockstep lint FOLDER`. `lockstep COMMAND --help` says when to use a command "
      "and\n"
      "when to use its neighbour.\n",
      heading(color, "Usage:"), heading(color, "Commands that only read files:"), commands_table(false),
      heading(color, "Commands that work on a database:"), commands_table(true),
      heading(color, "Options of every command:"), options_table(global_options()));
}

std::string command_help(const Command& command, bool color) {
  const std::string operands = command.operands.empty()            ? ""
                               : command.operands.ends_with("...") ? fmt::format(" [{}]", command.operands)
                                                                   : fmt::format(" {}", command.operands);
  std::string out = fmt::format("lockstep {}: {}\n\n{}\n\n{}  lockstep {} [OPTIONS]{}\n", command.name, command.summary,
                                command.when, heading(color, "Usage:"), command.name, operands);
  if (!command.operands.empty()) {
    out += "\n" + table({{std::string(command.operands), std::string(command.operands_help)}});
  }
  if (!command.options.empty()) out += "\n" + heading(color, "Options:") + options_table(command.options);
  std::vector<Option> others = global_options();
  std::erase_if(others, [&](const Option& other) {
    return std::any_of(command.options.begin(), command.options.end(),
                       [&](const Option& own) { return own.name == other.name; });
  });
  out += "\n" + heading(color, "Options of every command:") + options_table(others);
  if (!command.examples.empty()) out += "\n" + heading(color, "Examples:") + std::string(command.examples);
  return out;
}

}  // namespace lockstep
