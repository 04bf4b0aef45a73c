#include "adapters/postgres/read_catalog.h"

namespace lockstep {

Result<Catalog> read_postgres_catalog(Database& database) {
  Catalog catalog;
  catalog.dialect = database.dialect();
  return catalog;
}

}  // namespace lockstep
