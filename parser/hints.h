// What people mean who write another database's SQL, or let an editor change their quotes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"
#include "parser/token.h"

namespace lockstep {

/// Advice for a statement that could not be read at `tokens[at]`, or an empty string. `tokens` ends with tokens End.
[[nodiscard]] std::string hint(std::string_view text, Dialect dialect, const std::vector<Token>& tokens, size_t at);

/// A character that looks like a space, a quote or a sign of SQL and is none, in the part `where` of `text`: the error
/// that names it.
[[nodiscard]] std::optional<SyntaxError> false_character(std::string_view text, Span where);

}  // namespace lockstep
