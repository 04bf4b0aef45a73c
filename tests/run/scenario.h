// Migrations and data that the tests of the runner share, and the ways to run and compare them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "../conformance/subject.h"
#include "engine/run/runner.h"
#include "migrations/migration.h"

namespace lockstep {

struct Scenario {
  std::string name;
  std::vector<std::string> setup;  ///< statements that make the tables in use, and their rows
  std::vector<std::pair<std::string, std::string>> files;  ///< id, SQL
};

/// One of each change that lockstep rewrites.
[[nodiscard]] std::vector<Scenario> scenarios(Dialect dialect);

[[nodiscard]] std::vector<Migration> migrations_of(const Scenario& scenario, Dialect dialect);

/// A real clock, no output. `stop` may be null.
[[nodiscard]] Environment quiet_environment(const std::atomic<bool>* stop = nullptr);
[[nodiscard]] RunOptions test_options();

/// The same as the runner's, for tests that do not look at the report.
[[nodiscard]] Status run_up(Database& database, const std::vector<Migration>& migrations, const UpRequest& request,
                            const RunOptions& options, const Environment& environment);
[[nodiscard]] Status run_contract(Database& database, const std::vector<Migration>& migrations,
                                  const ContractRequest& request, const RunOptions& options,
                                  const Environment& environment);

/// Expand and backfill; then contract of everything and purge, if `through` says so.
[[nodiscard]] Status run_all(Database& database, const std::vector<Migration>& migrations, bool contract);

/// The schema and all rows as text: two databases with the same text are in the same state. lockstep's own tables are
/// not part of it.
[[nodiscard]] std::string state_of(Database& database);

}  // namespace lockstep
