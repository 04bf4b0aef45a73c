// For texts that are too large for the values of all their statements, which take six times as much room: they are read
// once for the places of the statements, and a statement again when it is needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "parser/parse.h"

namespace lockstep {

/// As parse(), but of each statement only `span` is kept; `look` is called with it before.
[[nodiscard]] ParsedFile parse_places(std::string_view text, Dialect dialect, ParseOptions options,
                                      const std::function<void(const Statement&)>& look);

/// `count` statements of a text without errors, the first of which begins at `begin`. Their `preamble` is where they
/// begin themselves.
[[nodiscard]] std::vector<Statement> parse_again(std::string_view text, Dialect dialect, uint32_t begin, size_t count,
                                                 ParseOptions options);

}  // namespace lockstep
