// Sizes of tables, from a file that a query on the server wrote, or from the server itself.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "engine/rules/table_size.h"

namespace lockstep {

/// A file as docs/schemas/stats.json describes it. Input errors name the file and what is wrong in it.
[[nodiscard]] Result<TableSizes> read_table_stats(const std::string& path);

/// The same as the database of `--database` has it now. Errors as open_database() gives them.
[[nodiscard]] Result<TableSizes> measure_tables(const Context& context);

}  // namespace lockstep
