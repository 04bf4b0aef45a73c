#include <algorithm>

#include "cli/command.h"

namespace lockstep {

#define LOCKSTEP_COMMAND(name) extern const Command command_##name;
#include "cli/commands.def"
#undef LOCKSTEP_COMMAND

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> all = {
#define LOCKSTEP_COMMAND(name) &command_##name,
#include "cli/commands.def"
#undef LOCKSTEP_COMMAND
  };
  return all;
}

const Command* find_command(std::string_view name) {
  const auto& all = commands();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Command* command) { return command->name == name; });
  return found == all.end() ? nullptr : *found;
}

Option setting_option(std::string_view key) {
  const SettingName& name = setting_name(key);
  return {name.option, name.value, name.help};
}

std::vector<Option> setting_options(std::initializer_list<std::string_view> keys, std::vector<Option> others) {
  std::vector<Option> options = std::move(others);
  for (const std::string_view key : keys) options.push_back(setting_option(key));
  return options;
}

const std::vector<Option>& global_options() {
  static const std::vector<Option> options =
      setting_options({"database", "project", "dialect", "release", "color"},
                      {{"--format", "text|json", "text for people, json for programs"},
                       {"--help", "", "this text, or that of a command"},
                       {"--version", "", "the version of lockstep"},
                       {"--config", "FILE", "the configuration file, instead of the nearest lockstep.toml above"}});
  return options;
}

std::vector<std::string> Context::paths() const {
  return arguments.positional.empty() ? std::vector{settings.text("migrations")} : arguments.positional;
}

}  // namespace lockstep
