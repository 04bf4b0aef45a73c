// The comparison of the parser's answer with a server's.
#pragma once

#include <string>

#include "parser/parse.h"
#include "tests/parser/oracle.h"

namespace lockstep::test {

/// What differs, in words; empty if nothing does. `statements` compares boundaries, tags, relations and subcommands
/// besides acceptance.
[[nodiscard]] std::string difference(const std::string& text, const OracleAnswer& oracle, const ParsedFile& ours,
                                     bool statements);

}  // namespace lockstep::test
