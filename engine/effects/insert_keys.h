// Undoing INSERT ... VALUES: the rows are found again by the primary key that the statement gave them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// "DELETE FROM t WHERE id IN (1, 2)", or empty where the statement does not give a literal key for every row, or may
/// have met rows that were there before (ON CONFLICT, INSERT OR IGNORE).
[[nodiscard]] std::string delete_by_key(const Insert& insert, std::string_view text, const Catalog& before);

/// How many values each row of VALUES gives; empty when anything but rows stands there.
[[nodiscard]] std::vector<size_t> value_counts(std::string_view text, Dialect dialect);

/// The value that each row of VALUES gives at that place, as written; empty where a row has none.
[[nodiscard]] std::vector<std::string> values_at(std::string_view text, Dialect dialect, size_t place);

}  // namespace lockstep
