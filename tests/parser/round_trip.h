// The property of print(): what is printed parses to the same tree, and prints as it is.
#pragma once

#include <string>
#include <string_view>

#include "parser/statement.h"

namespace lockstep::test {

/// What is not so for the statements of `text` that have no error, in words; empty if all is well.
[[nodiscard]] std::string broken_round_trip(std::string_view text, Dialect dialect);

}  // namespace lockstep::test
