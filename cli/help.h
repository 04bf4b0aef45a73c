// What --help and --version print.
#pragma once

#include <string>

#include "cli/command.h"

namespace lockstep {

[[nodiscard]] std::string version_text();
/// The list of commands; `color` for a terminal.
[[nodiscard]] std::string general_help(bool color);
[[nodiscard]] std::string command_help(const Command& command, bool color);

}  // namespace lockstep
