// The step from the tokens of one statement to its values, for those who cut statements out of a text themselves.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "parser/parse.h"
#include "parser/token.h"
#include "parser/tree.h"

namespace lockstep {

/// Why the tokens are no statement.
struct ParseFailure {
  SyntaxError error;
  std::optional<uint32_t> resume;  ///< the byte where the next statement begins, if that is before this one's end
};

/// Whether a statement may begin with `token`.
[[nodiscard]] bool begins_statement(const Token& token, Dialect dialect);

/// Parses `tokens`, those of one statement with four tokens End behind them. Fills `result`, all but its preamble, or
/// says why not. `nodes` is room for the tree, to be reused from one call to the next.
[[nodiscard]] std::optional<ParseFailure> parse_statement(std::string_view text, Dialect dialect,
                                                     const std::vector<Token>& tokens, std::vector<Node>& nodes,
                                                     Statement& result);

}  // namespace lockstep
