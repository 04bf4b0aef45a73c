#include "adapters/sqlite/read_catalog.h"

namespace lockstep {

Result<Catalog> read_sqlite_catalog(Database& database) {
  Catalog catalog;
  catalog.dialect = database.dialect();
  return catalog;
}

}  // namespace lockstep
