// What one statement of a file runs besides itself, so that rules see an UPDATE in a DO block as they see one beside it.
#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// The statements that `statement` runs, as far as they stand in the file as written: those of a DO block, of EXPLAIN
/// ANALYZE, of a WITH that changes rows, and what EXECUTE has prepared; some of a block may not run. Their spans count
/// in the file, and `source` is its text.
[[nodiscard]] std::vector<Statement> runs_inside(const Statement& statement, const Catalog& catalog,
                                                 std::string_view source);

}  // namespace lockstep
