// The rows of INSERT ... VALUES, and its undoing: they are found again by the primary key that the statement gave them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// "DELETE FROM t WHERE id IN (1, 2)", or empty where the statement does not give a literal key for every row, or may
/// have met rows that were there before (ON CONFLICT, INSERT OR IGNORE).
[[nodiscard]] std::string delete_by_key(const Insert& insert, std::string_view text, const Catalog& before);

/// The values of one row of VALUES, as written: views into the statement's text.
using ValuesRow = std::vector<std::string_view>;

/// The rows behind VALUES; empty when anything but rows stands there. Lists may have thousands of them: they are read
/// once for a statement.
[[nodiscard]] std::vector<ValuesRow> values_of(std::string_view text, Dialect dialect);

}  // namespace lockstep
