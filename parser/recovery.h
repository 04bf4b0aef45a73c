// Where to go on behind a statement that is wrong. A missing quote, parenthesis or semicolon makes a statement swallow
// those behind it; for the sake of one error for one mistake they are looked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "parser/parse_statement.h"

namespace lockstep {

/// Sets `failure.resume` if statements were swallowed, and blames the quote that has no end if there is one. `tokens`
/// are those of the wrong statement; a token Error stands where the lexer could not go on.
void find_resumption(std::string_view text, Dialect dialect, const std::vector<Token>& tokens, ParseFailure& failure);

}  // namespace lockstep
