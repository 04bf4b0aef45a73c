// From the furthest place that the grammar reached to a message for people.
#pragma once

#include <string_view>
#include <vector>

#include "parser/grammar.h"
#include "parser/parse_statement.h"

namespace lockstep {

/// What to say about a statement that did not parse. `in` is the parse that failed, with its record of what was
/// expected; `tokens` are the statement's.
[[nodiscard]] ParseFailure describe_failure(const grammar::Tokens& in, std::string_view text,
                                       const std::vector<Token>& tokens);

/// A statement whose first words, up to `token`, are no command. `words` are those that could have stood there.
[[nodiscard]] SyntaxError describe_unknown_command(std::string_view text, Dialect dialect,
                                                   const std::vector<Token>& tokens, size_t token,
                                                   const std::vector<std::string_view>& words);

}  // namespace lockstep
