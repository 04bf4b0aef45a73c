// JSON documents of the command line, as docs/schemas describes them. Keys and their order are part of the contract.
// The strings end with a newline. What is not UTF-8 is replaced by U+FFFD.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/line_index.h"
#include "base/result.h"
#include "base/source.h"
#include "migrations/files.h"
#include "parser/parse.h"
#include "parser/routine_body.h"

namespace lockstep {

struct Rule;

/// "schema.name", or "name" where no schema is written; not quoted.
[[nodiscard]] std::string name_as_written(const QualifiedName& name);

/// The document of `parse`, written piece by piece, so that a file of any length takes little memory.
class ParseDocument {
 public:
  explicit ParseDocument(std::function<void(std::string_view)> write);
  void begin_file(const std::string& path);
  /// `lines` is of the text that `statement` and `body` were read from; `body` is null for what has none.
  void statement(const Statement& statement, const RoutineBody* body, const LineIndex& lines);
  void error(LineColumn place, const SyntaxError& error);
  void unreadable(const Unreadable& file);
  void end_file();
  void end();

 private:
  std::function<void(std::string_view)> write_;
  std::string between_files_, between_statements_;  ///< a comma from the second one on
  std::string errors_;                              ///< of the file, which has them behind its statements
};

[[nodiscard]] std::string new_document(const std::string& id, const std::string& path);
[[nodiscard]] std::string init_document(const std::vector<std::string>& written, const std::vector<std::string>& kept);

[[nodiscard]] std::string rules_document(const std::vector<const Rule*>& rules);

/// What there is to say after an error: `told`, a JSON object, with `"error":{"code","message","help"}` added.
[[nodiscard]] std::string error_document(const Error& error, std::string_view told);

}  // namespace lockstep
