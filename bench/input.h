// What the benchmark parses: generated SQL such as migrations hold, the same at every run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::bench {

/// What the statements of an input are about.
enum class Content {
  Mixed,    ///< all of the others, as one finds them in a folder of migrations
  Ddl,      ///< CREATE, ALTER, DROP, COMMENT, GRANT
  Rows,     ///< INSERT ... VALUES, of one row and of many
  Queries,  ///< SELECT, UPDATE, DELETE, INSERT ... SELECT
};

/// At least `bytes` of SQL; ends with a whole statement.
[[nodiscard]] std::string generate(Content content, size_t bytes);

/// `bytes` of SQL in files of about `file_bytes` each.
[[nodiscard]] std::vector<std::string> generate_files(size_t bytes, size_t file_bytes);

}  // namespace lockstep::bench
