// The spelling of database URLs. Used inside adapters/ only; others include adapters/open.h.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "parser/statement.h"

namespace lockstep {

/// What a URL asks for, in the words of the library that will open it.
struct DatabaseTarget {
  Dialect dialect = Dialect::PostgreSQL;
  std::string target;  ///< PostgreSQL: a URI or key=value string for libpq. SQLite: a path or ":memory:"
};

[[nodiscard]] Result<DatabaseTarget> parse_database_url(std::string_view url);

}  // namespace lockstep
