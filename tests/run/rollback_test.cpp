// Undo: after expand and backfill, `rollback` gives back the schema and the rows from before, or says what is lost.
#include <catch2/catch.hpp>

#include "scenario.h"

namespace lockstep {

TEST_CASE("rollback after the backfill restores schema and rows") {
  const auto dialect = GENERATE(Dialect::SQLite, Dialect::PostgreSQL);
  for (const Scenario& scenario : scenarios(dialect)) {
    DYNAMIC_SECTION(scenario.name << (dialect == Dialect::SQLite ? " on SQLite" : " on PostgreSQL")) {
      const std::vector<Migration> migrations = migrations_of(scenario, dialect);
      const Subject subject(dialect);
      const auto database = subject.open();
      for (const std::string& sql : scenario.setup) NEED(database->query(sql));
      const std::string before = state_of(*database);
      NEED(run_all(*database, migrations, false));

      RunOptions options = test_options();
      options.allow_loss = false;
      RollbackRequest preview;
      preview.dry_run = true;
      const std::string between = state_of(*database);
      const RollbackReport shown = NEED(run_rollback(*database, preview, options, quiet_environment()));
      CHECK(state_of(*database) == between);

      for (size_t i = 0; i < migrations.size(); ++i) {
        const Result<RollbackReport> done = run_rollback(*database, {}, options, quiet_environment());
        const bool impossible =
            scenario.name == "an update that may happen once" || scenario.name == "a delete";
        const bool lossy = scenario.name == "a dropped required column";
        if (impossible || lossy) {
          REQUIRE(!done);
          CHECK(done.error().code == ErrorCode::Input);
          CHECK(done.error().message.find(impossible ? "cannot be undone" : "would lose data") != std::string::npos);
          CHECK(state_of(*database) == between);
          if (impossible) continue;
          options.allow_loss = true;
          NEED(run_rollback(*database, {}, options, quiet_environment()));
          continue;
        }
        NEED(done);
      }
      if (scenario.name == "an update that may happen once" || scenario.name == "a delete") continue;
      CHECK(state_of(*database) == before);

      // Held until somebody lifts the hold; then the same files run again.
      const Status held = run_up(*database, migrations, {}, options, quiet_environment());
      REQUIRE(!held);
      CHECK(held.error().code == ErrorCode::Waiting);
      for (const Migration& migration : migrations) {
        NEED(run_resume(*database, migration.id, options, quiet_environment()));
      }
      NEED(run_up(*database, migrations, {}, options, quiet_environment()));
      CHECK(state_of(*database) == between);
    }
  }
}

TEST_CASE("a dropped column comes back from quarantine") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const Scenario scenario = scenarios(subject_dialect)[2];
  REQUIRE(scenario.name == "a dropped column");
  for (const std::string& sql : scenario.setup) NEED(database->query(sql));
  const std::string before = state_of(*database);
  const std::vector<Migration> migrations = migrations_of(scenario, subject_dialect);
  NEED(run_up(*database, migrations, {}, test_options(), quiet_environment()));
  ContractRequest all;
  all.all = true;
  NEED(run_contract(*database, migrations, all, test_options(), quiet_environment()));
  CHECK(state_of(*database) != before);
  NEED(run_rollback(*database, {}, test_options(), quiet_environment()));
  CHECK(state_of(*database) == before);
}

}  // namespace lockstep
