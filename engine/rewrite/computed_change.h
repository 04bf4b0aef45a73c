// UPDATE and DELETE that read their own table again: a later chunk would see what an earlier one wrote. What they
// change is computed first, as of one moment, and then changed by chunks.
#pragma once

#include <string>
#include <vector>

#include "engine/rewrite/rewrite.h"

namespace lockstep {

struct ComputedChange {
  std::string trouble;  ///< why it cannot be computed first; empty: it can
  Step compute;         ///< makes a table of lockstep's with the keys and the new values of the rows in question
  Backfill work;        ///< over that table
  Step drop;            ///< drops it
  std::string table;    ///< its key
};

/// `walk`: the key of `table`, which stays as it is. PostgreSQL.
[[nodiscard]] ComputedChange computed_change(const RewriteInput& input, const Update& update,
                                             const CatalogRelation& table, const std::vector<KeyColumn>& walk);

}  // namespace lockstep
