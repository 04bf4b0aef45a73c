// A command of the command line, as data. The reader of the command line, --help, the completions and the docs are all
// made from these values, so that a command is one file in commands/ and one line in commands.def.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/exit_codes.h"
#include "cli/settings.h"
#include "cli/terminal.h"

namespace lockstep {

struct Option {
  std::string_view name;   ///< "--format"
  std::string_view value;  ///< "" for a flag; "[=now]": a flag that may be given this value; "a|b": one of these;
                           ///< "N": a whole number; else a word such as URL. FILE and FOLDER are completed as paths
  std::string_view help;

  [[nodiscard]] bool is_flag() const { return value.empty() || value.starts_with("[="); }
  [[nodiscard]] bool is_choice() const { return !is_flag() && value.find('|') != std::string_view::npos; }
};

/// What stands on the command line after the command's name, checked against the command's declaration. Asking for an
/// option that the command does not declare is a mistake in the program.
class Arguments {
 public:
  std::map<std::string, std::string, std::less<>> options;  ///< by name with dashes; flags have ""
  std::vector<std::string> positional;

  [[nodiscard]] bool has(std::string_view name) const { return options.find(name) != options.end(); }
  [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = {}) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string(otherwise) : found->second;
  }
};

/// Everything that a command works with.
struct Context {
  Arguments arguments;
  Settings settings;
  Terminal terminal;
  /// A JSON object: what the command has to tell if it fails. It begins as Command::empty_document.
  std::string told;

  /// The migrations that the command is about: its arguments, or the folder of the settings.
  [[nodiscard]] std::vector<std::string> paths() const;
};

struct Command {
  std::string_view name;
  bool online = false;        ///< works on a database
  std::string_view summary;   ///< one line, without a period, for the list of commands
  std::string_view when;      ///< opens --help: when to use it and when to use its neighbour
  std::string_view operands;  ///< "PATH...", "NAME", "RULE" or ""
  std::string_view operands_help;
  std::vector<Option> options;
  /// What a JSON document of this command holds besides "version" when an error left nothing else to tell.
  std::string_view empty_document;
  std::string_view examples;
  /// Gives the exit code. An Error is printed by the caller, also as JSON.
  Result<int> (*run)(Context& context);
};

/// All commands, in the order of `lockstep --help`.
[[nodiscard]] const std::vector<const Command*>& commands();
[[nodiscard]] const Command* find_command(std::string_view name);

/// Options of every command.
[[nodiscard]] const std::vector<Option>& global_options();

/// The option of commands that read files without running them.
inline constexpr Option placeholders_option{
    "--placeholders", "", "read words that another program fills in: ${x}, {{x}}, %(x)s, @x@, :x"};

/// `others`, and the options of settings that a command heeds.
[[nodiscard]] std::vector<Option> setting_options(std::initializer_list<std::string_view> keys,
                                                  std::vector<Option> others = {});

}  // namespace lockstep
