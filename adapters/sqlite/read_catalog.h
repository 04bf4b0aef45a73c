// The schema of a SQLite database.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/database.h"

namespace lockstep {

/// Runs a query outside the port: one that fails does not spoil the caller's transaction.
using SqliteQuery = std::function<Result<Rows>(std::string_view sql, const std::vector<Value>& parameters)>;

/// SQLite keeps its schema as the CREATE statements that would make it again, and only they hold all of it (CHECK,
/// generated columns, names of constraints): they are folded as migrations are. What comes out is compared with
/// SQLite's own account of the columns (https://www.sqlite.org/pragma.html#pragma_table_xinfo); where the two differ,
/// the latter stands, the relation is marked partial and `unknowns` says so.
[[nodiscard]] Result<Catalog> read_sqlite_catalog(const SqliteQuery& query);

}  // namespace lockstep
