#include "adapters/open.h"

#include <utility>

#include "adapters/postgres/postgres_database.h"
#include "adapters/sqlite/sqlite_database.h"
#include "adapters/url.h"

namespace lockstep {

Result<std::unique_ptr<Database>> open_database(std::string_view url, const OpenOptions& options) {
  LOCKSTEP_TRY(const DatabaseTarget target, parse_database_url(url));
  return target.dialect == Dialect::SQLite ? open_sqlite(target.target, options)
                                           : open_postgres(target.target, options);
}

Result<Dialect> dialect_of_url(std::string_view url) {
  LOCKSTEP_TRY(const DatabaseTarget target, parse_database_url(url));
  return target.dialect;
}

}  // namespace lockstep
