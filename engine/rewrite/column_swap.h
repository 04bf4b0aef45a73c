// How what hangs on a column of PostgreSQL comes to hang on another one that takes the column's name, in one short
// transaction; in all partitions and heirs at once.
#pragma once

#include <string>
#include <vector>

#include "engine/rewrite/column_tree.h"
#include "engine/rewrite/sync.h"

namespace lockstep {

/// Two columns that are in step: the one takes the name and all that hangs on the other, which is kept.
struct ColumnSwap {
  const ColumnTree& tree;
  std::string name;
  std::string type;    ///< of the new one
  std::string helper;  ///< name of the new one
  std::string kept;    ///< name of the old one afterwards
  std::vector<std::string> first, last;  ///< what else the transaction begins and ends with
  bool back = false;  ///< the "new" one is the old one, which has the operator classes of its indexes
};

/// Builds beside the traffic what the new column will need: indexes, those of keys among them, and the proof of NOT
/// NULL.
[[nodiscard]] std::vector<Step> prepare_swap(const RewriteInput& input, const ColumnSwap& swap);
/// The swap, to be told how it is graded, and the steps that prove again the constraints that it leaves NOT VALID.
[[nodiscard]] std::vector<Step> swap_steps(const RewriteInput& input, const ColumnSwap& swap, std::string title);

}  // namespace lockstep
