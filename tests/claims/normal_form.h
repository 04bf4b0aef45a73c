// The schema of a PostgreSQL database as lines of text: the query of tests/examples/normal_form_postgresql.sql, which
// knows nothing of lockstep.
#pragma once

#include <string>
#include <vector>

#include "engine/database.h"

namespace lockstep {

class NormalForm {
 public:
  NormalForm();

  /// Makes the functions that the query needs; once per connection.
  void prepare(Database& database) const;
  /// The lines. The session's search_path and role stay what they are.
  [[nodiscard]] std::vector<std::string> read(Database& database) const;

 private:
  std::vector<std::string> helpers_;
  std::string query_;
};

/// "- line" for what is gone, "+ line" for what is new.
[[nodiscard]] std::string line_difference(const std::vector<std::string>& before,
                                          const std::vector<std::string>& after);

}  // namespace lockstep
