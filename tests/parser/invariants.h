// What holds for every answer of the parser, whatever the text was.
#pragma once

#include <string>
#include <string_view>

#include "parser/parse.h"

namespace lockstep::test {

/// What does not hold in words, or empty: spans lie in the text, statements and comments stand in order and do not
/// overlap, tokens ascend, a statement's text is what its span covers and it has a tag, an error has a message.
[[nodiscard]] std::string broken_invariant(std::string_view text, const ParsedFile& file);

}  // namespace lockstep::test
