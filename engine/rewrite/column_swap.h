// What hangs on a column of PostgreSQL, and how it comes to hang on another one that takes the column's name, in one
// short transaction.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/sync.h"

namespace lockstep {

/// The path with which a catalog is read: by it, defaults, conditions and queries in it mean what they say.
inline constexpr const char* search_path_of_catalog = "SET LOCAL search_path TO public";

/// Borrows from the catalog.
struct ColumnDependants {
  std::vector<const CatalogIndex*> indexes;    ///< those of constraints aside
  std::vector<const CatalogConstraint*> keys;  ///< PRIMARY KEY and UNIQUE
  std::vector<const CatalogConstraint*> own;   ///< CHECK and FOREIGN KEY of the table
  std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> inbound;  ///< FOREIGN KEYs of others
  std::vector<const CatalogStatistics*> statistics;
  /// Those that read it, and those that read them, in order of creation; none if they cannot be made again in a moment.
  std::vector<const CatalogRelation*> views;
  std::string trouble;                        ///< what cannot be carried over; empty for nothing
};
[[nodiscard]] ColumnDependants dependants_of(const RewriteInput& input, const CatalogRelation& table,
                                             const std::string& column);

/// Two columns of one table that are in step: the one takes the name and all that hangs on the other, which is kept.
struct ColumnSwap {
  const CatalogRelation& table;
  const CatalogColumn& column;
  std::string helper;  ///< name of the new one
  std::string kept;    ///< name of the old one afterwards
  const ColumnSync& sync;
  const ColumnDependants& dependants;
};

/// Builds beside the traffic what the new column will need: indexes, those of keys among them, and the proof of NOT
/// NULL.
[[nodiscard]] std::vector<Step> prepare_swap(const RewriteInput& input, const ColumnSwap& swap);
/// The swap, to be told how it is graded, and the steps that prove again the constraints that it leaves NOT VALID.
[[nodiscard]] std::vector<Step> swap_steps(const RewriteInput& input, const ColumnSwap& swap, std::string title);

}  // namespace lockstep
