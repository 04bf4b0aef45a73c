// What an application version does with a schema: statements over all tables and columns that it knows, made from the
// catalog of its time.
#pragma once

#include <string>
#include <vector>

#include "engine/database.h"

namespace lockstep {

class Application {
 public:
  /// What of it works on `database` as it is now.
  explicit Application(Database& database);

  /// Every statement must still work, each in a transaction that is rolled back. Gives those that do not, with the
  /// database's words.
  [[nodiscard]] std::string broken(Database& database) const;

  /// Writes that stay: a row more, one less and a few changed ones in each table; other ones for each `round`. What the
  /// database refuses is left out: the same is refused in another copy.
  void write(Database& database, int round) const;

  [[nodiscard]] size_t size() const { return statements_.size(); }

 private:
  Catalog catalog_;
  std::vector<std::string> statements_;
};

/// The rows of all tables as lines, columns in order of their names; `random` ones ("table.column") by whether they are
/// NULL. lockstep's own tables are not among them.
[[nodiscard]] std::vector<std::string> rows_of(Database& database, const std::vector<std::string>& random);

}  // namespace lockstep
