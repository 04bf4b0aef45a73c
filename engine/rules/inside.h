// What one statement of a file runs besides itself, so that rules see an UPDATE in a DO block as they see one beside it.
#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

struct InsideStatement {
  Statement statement;       ///< its spans count in the file
  bool conditional = false;  ///< may not run
};

/// The statements that `statement` runs, as far as they stand in the file as written: those of a DO block, of EXPLAIN
/// ANALYZE, of a WITH that changes rows, and what EXECUTE has prepared. `source` is the file's text.
[[nodiscard]] std::vector<InsideStatement> runs_inside(const Statement& statement, const Catalog& catalog,
                                                       std::string_view source);

}  // namespace lockstep
