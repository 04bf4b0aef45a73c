#include "cli/command_line.h"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/text.h"

namespace lockstep {
namespace {

/// Where CLI11 puts the value of each option until it is known which of them were given.
using Values = std::map<std::string, std::string, std::less<>>;

void declare(CLI::App& app, const std::vector<Option>& options, Values& values) {
  for (const Option& option : options) {
    const std::string name(option.name);
    if (option.value.empty()) {
      app.add_flag(name == "--help" ? "-h,--help" : name);
    } else if (option.is_flag()) {
      app.add_flag(name, values[name]);
    } else {
      app.add_option(name, values[name])->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
  }
}

void collect(const CLI::App& app, const std::vector<Option>& options, const Values& values, Arguments& arguments) {
  for (const Option& option : options) {
    const std::string name(option.name);
    if (app.count(name) == 0) continue;
    const std::string value = option.value.empty() ? std::string() : values.find(name)->second;
    // CLI11 gives "true" for a flag that was given no value.
    arguments.options[name] = option.is_flag() && value == "true" ? std::string() : value;
  }
}

std::vector<std::string_view> option_names(const Command* command) {
  std::vector<std::string_view> names;
  for (const Option& option : global_options()) names.push_back(option.name);
  if (command != nullptr) {
    for (const Option& option : command->options) names.push_back(option.name);
  }
  return names;
}

std::string see_help(const Command* command) {
  return command == nullptr ? "`lockstep --help` lists the commands"
                            : fmt::format("`lockstep {} --help` lists the options", command->name);
}

tl::unexpected<Error> unknown_option(std::string_view word, const Command* command) {
  const std::string_view name = word.substr(0, word.find('='));
  const auto near = nearest(name, option_names(command));
  return fail(ErrorCode::Input,
              command == nullptr ? fmt::format("unknown option `{}`", name)
                                 : fmt::format("`{}` has no option `{}`", command->name, name),
              near ? fmt::format("did you mean `{}`?", *near) : see_help(command));
}

tl::unexpected<Error> unknown_command(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Command* command : commands()) names.push_back(command->name);
  const auto near = nearest(word, names);
  return fail(ErrorCode::Input, fmt::format("there is no command `{}`", word),
              near ? fmt::format("did you mean `{}`?", *near) : see_help(nullptr));
}

/// What CLI11 could not place: an option that nobody declared, or a word too many.
Status check_rest(const std::vector<std::string>& rest, const Command* command) {
  const auto option =
      std::find_if(rest.begin(), rest.end(), [](const std::string& word) { return word.size() > 1 && word[0] == '-'; });
  if (option != rest.end() && *option != "--") return unknown_option(*option, command);
  const auto word = std::find_if(rest.begin(), rest.end(), [](const std::string& each) { return each != "--"; });
  if (word == rest.end()) return {};
  if (command == nullptr) return unknown_command(*word);
  return fail(ErrorCode::Input, fmt::format("`{}` does not take `{}`", command->name, *word), see_help(command));
}

/// Options of one command that are not settings, which resolve_settings() checks.
Status check_values(const Arguments& arguments, const Command& command) {
  for (const Option& option : command.options) {
    const std::string value = arguments.value(option.name);
    if (!arguments.has(option.name) || (option.is_flag() && value.empty())) continue;
    if (option.is_flag()) {
      // "[=now]" with something else than `now`.
      const std::string wanted(option.value.substr(2, option.value.size() - 3));
      if (value != wanted)
        return fail(ErrorCode::Input, fmt::format("`{}` wants `={}` or nothing, not `{}`", option.name, wanted, value));
      continue;
    }
    const SettingName as_setting{option.name.substr(2), option.name, option.value, "", false, ""};
    LOCKSTEP_CHECK(check_setting(as_setting, value, option.name));
  }
  return {};
}

tl::unexpected<Error> no_value(const CLI::ParseError& error, const Command* command) {
  // CLI11 says "--project: 1 required TEXT missing".
  const std::string what = error.what();
  const std::string name = what.substr(0, what.find(':'));
  if (!name.starts_with("--")) return fail(ErrorCode::Input, what, see_help(command));
  return fail(ErrorCode::Input, fmt::format("`{}` wants a value", name), see_help(command));
}

}  // namespace

Guess guess_command_line(const std::vector<std::string>& words) {
  Guess guess;
  for (size_t i = 0; i < words.size(); ++i) {
    guess.json = guess.json || words[i] == "--format=json" ||
                 (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json");
    if (guess.command == nullptr) guess.command = find_command(words[i]);
  }
  return guess;
}

Result<CommandLine> read_command_line(const std::vector<std::string>& words) {
  CLI::App app;
  Values values;
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  declare(app, global_options(), values);
  CommandLine line;
  for (const Command* command : commands()) {
    CLI::App* sub = app.add_subcommand(std::string(command->name));
    sub->set_help_flag();
    sub->allow_extras();
    sub->fallthrough();  // options of every command may stand behind the command's name
    declare(*sub, command->options, values);
    if (command->operands.empty()) continue;
    // The operands themselves may be options of nobody: those stay with the extras and are refused below.
    sub->add_option("operands", line.arguments.positional)->type_name(std::string(command->operands));
  }
  const Guess guess = guess_command_line(words);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    return no_value(error, guess.command);
  }
  const std::vector<CLI::App*> subcommands = app.get_subcommands();
  if (!subcommands.empty()) line.command = find_command(subcommands.front()->get_name());
  LOCKSTEP_CHECK(check_rest(app.remaining(true), line.command));
  collect(app, global_options(), values, line.arguments);
  if (line.command == nullptr) return line;
  collect(*subcommands.front(), line.command->options, values, line.arguments);
  LOCKSTEP_CHECK(check_values(line.arguments, *line.command));
  if (!line.command->operands.ends_with("...") && line.arguments.positional.size() > 1) {
    return fail(ErrorCode::Input,
                fmt::format("`{}` takes one {}, not `{}` as well", line.command->name, line.command->operands,
                            line.arguments.positional[1]),
                see_help(line.command));
  }
  return line;
}

}  // namespace lockstep
