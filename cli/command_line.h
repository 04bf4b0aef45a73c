// The command line, read against the declarations of the commands. The one user of CLI11.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace lockstep {

struct CommandLine {
  const Command* command = nullptr;  ///< nothing was named
  Arguments arguments;               ///< options of every command included
};

/// `words` are the arguments without the program's name. Input errors: an unknown command or option (with the likely
/// one), a missing or unfitting value, an operand too many.
[[nodiscard]] Result<CommandLine> read_command_line(const std::vector<std::string>& words);

/// What can be told from words that do not parse: the command, and whether JSON was asked for.
struct Guess {
  const Command* command = nullptr;
  bool json = false;
};
[[nodiscard]] Guess guess_command_line(const std::vector<std::string>& words);

}  // namespace lockstep
