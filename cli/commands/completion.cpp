// Completion scripts, made from the same declarations as --help.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"

namespace lockstep {
namespace {

std::vector<Option> all_options(const Command& command) {
  std::vector<Option> options = command.options;
  options.insert(options.end(), global_options().begin(), global_options().end());
  return options;
}

/// The words that can follow an option or stand as operand: "a b c", or "" where a file, or anything, may stand.
std::string choices(std::string_view value) {
  return value.find('|') == std::string_view::npos ? std::string() : replace_all(std::string(value), "|", " ");
}

bool is_path(std::string_view value) {
  return value == "FILE" || value == "FOLDER" || value.ends_with("...");
}

std::string command_names() {
  std::vector<std::string> names;
  for (const Command* command : commands()) names.emplace_back(command->name);
  return join(names, " ");
}

/// One case per option with a fixed set of values.
std::string bash_values() {
  std::vector<std::string> seen;
  std::string out;
  for (const Command* command : commands()) {
    for (const Option& option : all_options(*command)) {
      const std::string name(option.name);
      if (option.is_flag() || std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
      seen.push_back(name);
      const std::string words = choices(option.value);
      const std::string reply = !words.empty() ? fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))", words)
                                : option.value == "FOLDER" ? "COMPREPLY=($(compgen -d -- \"$current\"))"
                                : is_path(option.value)    ? "COMPREPLY=($(compgen -f -- \"$current\"))"
                                                           : "COMPREPLY=()";
      out += fmt::format("    {}) {}; return ;;\n", name, reply);
    }
  }
  return out;
}

std::string bash() {
  std::string options;
  for (const Command* command : commands()) {
    std::vector<std::string> names;
    for (const Option& option : all_options(*command)) names.emplace_back(option.name);
    options += fmt::format("    {}) options=\"{}\"; operands=\"{}\" ;;\n", command->name, join(names, " "),
                           choices(command->operands));
  }
  std::vector<std::string> global;
  for (const Option& option : global_options()) global.emplace_back(option.name);
  return fmt::format(
      "# bash completion of lockstep: `source <(lockstep completion bash)`\n"
      "_lockstep() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local command=\"\" options=\"{}\" operands=\"\" word\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case \" {} \" in *\" $word \"*) command=\"$word\"; break ;; esac\n"
      "  done\n"
      "  case \"$previous\" in\n{}"
      "  esac\n"
      "  case \"$command\" in\n"
      "    \"\") operands=\"{}\" ;;\n{}"
      "  esac\n"
      "  if [[ \"$current\" == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n"
      "  elif [[ -n \"$operands\" ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$operands\" -- \"$current\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "  fi\n"
      "}}\n"
      "complete -o filenames -F _lockstep lockstep\n",
      join(global, " "), command_names(), bash_values(), command_names(), options);
}

/// Text between the brackets of an _arguments specification.
std::string zsh_text(std::string_view text) {
  std::string out(text);
  for (const std::string_view special : {"\\", "'", "[", "]", ":"}) {
    const std::string with = special == "'" ? "'\\''" : fmt::format("\\{}", special);
    // Quotes within quotes are closed, escaped and opened again; the others take a backslash.
    std::string next;
    for (const char c : out) next += std::string_view(&c, 1) == special ? with : std::string(1, c);
    out = next;
  }
  return out;
}

std::string zsh_option(const Option& option) {
  const std::string action = option.is_flag() ? ""
                             : option.is_choice()
                                 ? fmt::format(":{}:({})", option.name.substr(2), choices(option.value))
                             : option.value == "FOLDER" ? ":folder:_files -/"
                             : is_path(option.value)    ? ":file:_files"
                                                        : fmt::format(":{}: ", option.value);
  return fmt::format("        '{}[{}]{}' \\\n", option.name, zsh_text(option.help), action);
}

std::string zsh() {
  std::string names, cases;
  for (const Command* command : commands()) {
    names += fmt::format("    '{}:{}'\n", command->name, zsh_text(command->summary));
    cases += fmt::format("    {})\n      _arguments -s \\\n", command->name);
    for (const Option& option : all_options(*command)) cases += zsh_option(option);
    const std::string words = choices(command->operands);
    cases += command->operands.empty() ? "        && return\n      ;;\n"
             : words.empty()           ? "        '*:file:_files' && return\n      ;;\n"
                                       : fmt::format("        '*:word:({})' && return\n      ;;\n", words);
  }
  return fmt::format(
      "#compdef lockstep\n"
      "# zsh completion of lockstep: `lockstep completion zsh > \"${{fpath[1]}}/_lockstep\"`\n"
      "_lockstep() {{\n"
      "  local -a names\n"
      "  names=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command names\n"
      "    return\n"
      "  fi\n"
      "  local name=\"${{words[2]}}\"\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case \"$name\" in\n{}"
      "  esac\n"
      "}}\n"
      "compdef _lockstep lockstep\n",
      names, cases);
}

std::string fish_text(std::string_view text) {
  return replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "\\'");
}

std::string fish_option(const Option& option, std::string_view condition) {
  const std::string values = option.is_flag()        ? ""
                             : option.is_choice()    ? fmt::format(" -xa '{}'", choices(option.value))
                             : is_path(option.value) ? " -rF"
                                                     : " -x";
  return fmt::format("complete -c lockstep{} -l {}{} -d '{}'\n", condition, option.name.substr(2), values,
                     fish_text(option.help));
}

std::string fish() {
  std::string out = "# fish completion of lockstep: `lockstep completion fish | source`\n";
  for (const Option& option : global_options()) out += fish_option(option, "");
  for (const Command* command : commands()) {
    out += fmt::format("complete -c lockstep -n __fish_use_subcommand -xa {} -d '{}'\n", command->name,
                       fish_text(command->summary));
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command->name);
    for (const Option& option : command->options) out += fish_option(option, condition);
    if (const std::string words = choices(command->operands); !words.empty()) {
      out += fmt::format("complete -c lockstep{} -xa '{}'\n", condition, words);
    }
  }
  return out;
}

Result<int> run(Context& context) {
  const std::string shell = context.arguments.positional.empty() ? "" : context.arguments.positional[0];
  if (shell != "bash" && shell != "zsh" && shell != "fish") {
    return fail(ErrorCode::Input,
                shell.empty() ? "`completion` wants the name of a shell"
                              : fmt::format("`completion` knows no shell `{}`", shell),
                "it is `lockstep completion bash`, `zsh` or `fish`");
  }
  print(context.terminal, shell == "bash" ? bash() : shell == "zsh" ? zsh() : fish());
  return exit_done;
}

}  // namespace

extern const Command command_completion;
const Command command_completion{
    "completion",
    false,
    "print a completion script for a shell",
    "Use it once, in the start-up file of your shell. `--help` shows the same words to people.",
    "bash|zsh|fish",
    "the shell",
    {},
    "",
    R"(  source <(lockstep completion bash)
  lockstep completion fish | source
)",
    run,
};

}  // namespace lockstep
