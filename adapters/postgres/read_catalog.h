// The schema of a PostgreSQL database, read from pg_catalog
// (https://www.postgresql.org/docs/current/catalogs.html).
#pragma once

#include "engine/database.h"

namespace lockstep {

/// Everything outside the system's schemas and lockstep's own, without members of extensions. Expressions are as the
/// server prints them with search_path `public`. Outside a transaction all queries see one snapshot.
[[nodiscard]] Result<Catalog> read_postgres_catalog(Database& database);

}  // namespace lockstep
