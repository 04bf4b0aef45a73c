// The schema of a SQLite database, read from sqlite_master and checked against SQLite's own pragmas.
#pragma once

#include "engine/database.h"

namespace lockstep {

[[nodiscard]] Result<Catalog> read_sqlite_catalog(Database& database);

}  // namespace lockstep
