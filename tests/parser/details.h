// What a statement says besides its tag, its relations and its subcommands, as lines that can be compared with the
// oracle's: the objects with their kinds and argument types, what happens to them, the statements inside.
#pragma once

#include <string>
#include <vector>

#include "parser/statement.h"

namespace lockstep::test {

[[nodiscard]] std::vector<std::string> details(const Statement& statement);

}  // namespace lockstep::test
