// JSON documents of the command line, as docs/schemas describes them. Keys and their order are part of the contract.
// The strings end with a newline. What is not UTF-8 is replaced by U+FFFD.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "migrations/files.h"
#include "parser/parse.h"

namespace lockstep {

struct Rule;

/// A file of `parse`: its statements, or why it could not be read.
struct ParsedInput {
  SourceFile file;
  ParsedFile parsed;
  std::optional<Unreadable> unreadable;
};
[[nodiscard]] std::string parse_document(const std::vector<ParsedInput>& files);

[[nodiscard]] std::string new_document(const std::string& id, const std::string& path);
[[nodiscard]] std::string init_document(const std::vector<std::string>& written, const std::vector<std::string>& kept);

[[nodiscard]] std::string rules_document(const std::vector<const Rule*>& rules);

/// What there is to say after an error: `told`, a JSON object, with `"error":{"code","message","help"}` added.
[[nodiscard]] std::string error_document(const Error& error, std::string_view told);

}  // namespace lockstep
