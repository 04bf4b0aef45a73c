// The `-- lockstep:` comments of a file: what they say and what each belongs to.
//
// A directive is a comment of its own (`--` to the end of the line, or `/* */`) that stands before the statement it is
// meant for. One that could be misread is a finding of rule "directive" and has no effect.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "migrations/migration.h"
#include "parser/parse.h"

namespace lockstep {

struct FileDirectives {
  Directives file;
  std::map<size_t, Directives> statements;  ///< by the statement's place in the file; most have none
  std::optional<uint32_t> undo;             ///< where `-- lockstep: undo` stands
  std::vector<Diagnostic> findings;
};

[[nodiscard]] FileDirectives read_directives(std::string_view text, const ParsedFile& parsed, Dialect dialect);

/// What follows "lockstep:" in a comment, as a span of the file; nothing for other comments.
[[nodiscard]] std::optional<Span> directive_in(const Comment& comment, std::string_view text);

}  // namespace lockstep
