#include <malloc.h>

#include <algorithm>
#include <csignal>

#include <fmt/format.h>

#include "cli/command_line.h"
#include "cli/documents.h"
#include "cli/help.h"

namespace lockstep {
namespace {

std::string empty_object(const Command* command) {
  return command == nullptr ? "{}" : fmt::format("{{{}}}", command->empty_document);
}

/// Tells of an error; in JSON on stdout too, beside what the command has `told`, an object.
int end_with(Terminal& terminal, const Error& error, std::string_view told) {
  print_error(terminal, error);
  if (terminal.json) print(terminal, error_document(error, told));
  return exit_code(error.code);
}

/// Some commands know more formats than others: those declare an option of their own.
Status check_format(const Command& command, const Settings& settings) {
  const auto is_format = [](const Option& option) { return option.name == "--format"; };
  const auto own = std::find_if(command.options.begin(), command.options.end(), is_format);
  const auto any = std::find_if(global_options().begin(), global_options().end(), is_format);
  SettingName name = setting_name("format");
  name.value = own != command.options.end() ? own->value : any->value;
  return check_setting(name, settings.text("format"), settings.origin("format"));
}

int run(std::vector<std::string> words) {
  if (!words.empty() && words[0] == "help") {
    // `lockstep help lint` is what some will type for `lockstep lint --help`.
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  Terminal terminal = make_terminal("auto");
  const Result<CommandLine> line = read_command_line(words);
  if (!line) {
    const Guess guess = guess_command_line(words);
    terminal.json = guess.json;
    return end_with(terminal, line.error(), empty_object(guess.command));
  }
  const Command* command = line->command;
  if (line->arguments.has("--version")) {
    print(terminal, version_text());
    return exit_done;
  }
  if (line->arguments.has("--help")) {
    print(terminal, command == nullptr ? general_help(terminal.color_out) : command_help(*command, terminal.color_out));
    return exit_done;
  }
  if (command == nullptr) {
    print_message(terminal, general_help(terminal.color_err));
    return exit_input;
  }
  Result<Settings> settings = resolve_settings(line->arguments.options, process_variable);
  if (settings) {
    if (Status fits = check_format(*command, *settings); !fits) settings = fail(std::move(fits).error());
  }
  if (!settings) {
    terminal.json = line->arguments.value("--format") == "json";
    return end_with(terminal, settings.error(), empty_object(command));
  }
  terminal = make_terminal(settings->text("color"));
  terminal.json = settings->text("format") == "json";
  Context context{line->arguments, std::move(*settings), terminal, empty_object(command)};
  const Result<int> code = command->run(context);
  return code ? *code : end_with(terminal, code.error(), context.told);
}

}  // namespace
}  // namespace lockstep

int main(int count, char** words) {
#ifdef M_ARENA_MAX
  // What one thread reads another keeps or frees: a heap for each would only leave holes in both.
  (void)mallopt(M_ARENA_MAX, 1);
#endif
  // Nobody reading the output any more is no reason to die in the middle of a run.
  std::signal(SIGPIPE, SIG_IGN);
  return lockstep::run({words + 1, words + count});
}
