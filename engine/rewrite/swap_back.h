// The way back from a swap, while the old column is kept: what hangs on the column is built beside on the old one, and
// then the two are swapped again.
#pragma once

#include <string>
#include <vector>

#include "engine/rewrite/column_swap.h"

namespace lockstep {

struct SwapBack {
  std::vector<std::string> before;  ///< Step::undo_before
  std::vector<std::string> undo;    ///< Step::undo, one transaction
  std::vector<std::string> after;   ///< Step::undo_after
};

/// `value`: the new column's, over the old ones as they are named before the swap. What kept the two in step then is
/// not there again: the next that is undone is the new column. Ends with an error that says so while a row holds what
/// the old column cannot.
[[nodiscard]] SwapBack swap_back(const RewriteInput& input, const ColumnSwap& swap, const KeptColumn& kept,
                                 const Expression& value);

/// The name of the CHECK that holds while what does not fit the column in use would be lost by a swap.
[[nodiscard]] std::string fits_check(const RewriteInput& input, const std::string& column);

}  // namespace lockstep
