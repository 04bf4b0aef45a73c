// Migrations -> plans.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/effects/table_work.h"
#include "engine/plan/plan.h"

namespace lockstep {

struct PlanOptions {
  Dialect dialect = Dialect::PostgreSQL;
  int server_version = newest_server_version;  ///< PostgreSQL major version, or SQLite's number
  bool fresh = false;
  bool separate_releases = false;  ///< each migration as if all before it were contracted, not pending beside it
  bool quarantine = true;  ///< false: dropped columns and tables go at contract (quarantine=0)
};

/// A plan that was refused: nothing of its migration may run.
struct Refusal {
  size_t statement = 0;  ///< index in the migration
  std::string reason;
  std::string way_out;
};

/// What a Rebuild step and its undo come to on the definition that the table has by then, if nothing but the plans
/// changes it meanwhile. A runner reads the definition that it finds; this is for those who run the plan without one.
struct RebuildScript {
  std::vector<std::string> columns;  ///< all that the table may have: a rebuild would lose others
  std::vector<std::string> sql, undo;
};

struct PlannedMigration {
  Plan plan;
  std::map<int, RebuildScript> rebuilds;  ///< by ordinal; not part of the plan's digest
  std::vector<Refusal> refusals;  ///< empty: the plan may run
  /// By ordinal: what takes its time as far as the catalog tells the sizes of tables. Not part of the plan, which does
  /// not change when a table grows.
  std::map<int, TableWork> work;
  std::set<std::string> objects;  ///< those that the plan is about, as Plan::assumes names them; of a complete catalog
};

/// Plans `pending` in order. `catalog` is the schema before the first of them, as if all earlier migrations were
/// contracted. `earlier` are plans of earlier migrations that are not contracted yet: what they leave unsettled is
/// waited for. Deterministic.
[[nodiscard]] std::vector<PlannedMigration> make_plans(std::span<const Migration> pending, Catalog catalog,
                                                       const std::vector<Plan>& earlier, const PlanOptions& options);

/// The refusals of a migration as one Input error that names file and line; success when there are none.
[[nodiscard]] Status check_refusals(const Migration& migration, const PlannedMigration& planned);

}  // namespace lockstep
