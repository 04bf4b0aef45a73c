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

namespace {

/// Rows that only the one who wrote the change can bring back.
Scenario doubled_prices(const std::string& undo) {
  return {"doubled prices",
          {"CREATE TABLE items (id integer PRIMARY KEY, price integer NOT NULL)",
           "INSERT INTO items VALUES (1, 10), (2, 20), (3, 30)"},
          {{"0001", "CREATE INDEX items_price ON items (price);\nUPDATE items SET price = price * 2;\n" + undo}}};
}

}  // namespace

TEST_CASE("the undo that a file brings along runs where the steps' own would lose something") {
  FOR_EACH_DATABASE;
  const Scenario scenario =
      doubled_prices("-- lockstep: undo\nUPDATE items SET price = price / 2;\nDROP INDEX items_price;\n");
  const auto database = subject.open();
  for (const std::string& sql : scenario.setup) NEED(database->query(sql));
  const std::string before = state_of(*database);
  const std::vector<Migration> migrations = migrations_of(scenario, subject_dialect);
  NEED(run_up(*database, migrations, {}, test_options(), quiet_environment()));
  CHECK(state_of(*database) != before);

  RunOptions options = test_options();
  options.allow_loss = false;
  const Result<RollbackReport> refused = run_rollback(*database, {}, options, quiet_environment());
  REQUIRE(!refused);
  CHECK(refused.error().message.find("would lose data") != std::string::npos);
  options.allow_loss = true;
  const RollbackReport done = NEED(run_rollback(*database, {}, options, quiet_environment()));
  REQUIRE(done.steps.size() == 1);
  CHECK(done.steps[0].sql.size() == 2);
  CHECK(state_of(*database) == before);

  // The whole of it again: nothing is left in the journal that would stop it.
  NEED(run_resume(*database, "0001", options, quiet_environment()));
  NEED(run_up(*database, migrations, {}, options, quiet_environment()));
  NEED(run_rollback(*database, {}, options, quiet_environment()));
  CHECK(state_of(*database) == before);
}

TEST_CASE("an undo that cannot bring back the schema is not taken, and the plan says why") {
  FOR_EACH_DATABASE;
  const auto [undo, why] = GENERATE(table<std::string, std::string>({
      {"UPDATE items SET price = price / 2;", "index items_price"},
      {"DROP INDEX no_such_index;", "would fail"},
      {"UPDATE items SET price = price / 2;\nDROP INDEX items_price;\nALTER TABLE items ADD COLUMN note text;",
       "column note text is new"},
  }));
  const Scenario scenario = doubled_prices("-- lockstep: undo\n" + undo);
  const auto database = subject.open();
  for (const std::string& sql : scenario.setup) NEED(database->query(sql));
  const std::vector<PlannedMigration> plans =
      NEED(preview_plans(*database, migrations_of(scenario, subject_dialect), test_options()));
  REQUIRE(plans.size() == 1);
  CHECK(plans[0].plan.written_undo.empty());
  REQUIRE(!plans[0].plan.notes.empty());
  INFO(plans[0].plan.notes.back());
  CHECK(plans[0].plan.notes.back().find(why) != std::string::npos);
}

TEST_CASE("an undo that leaves another schema on the server is taken back") {
  const Subject subject(Dialect::PostgreSQL);
  // What a DO block that asks the server comes to, no fold tells.
  const Scenario scenario = doubled_prices(
      "-- lockstep: undo\nUPDATE items SET price = price / 2;\nDROP INDEX items_price;\n"
      "DO $$ BEGIN EXECUTE format('ALTER TABLE items ADD COLUMN note %s', "
      "(SELECT typname FROM pg_type WHERE oid = 25)); END $$;");
  const auto database = subject.open();
  for (const std::string& sql : scenario.setup) NEED(database->query(sql));
  NEED(run_up(*database, migrations_of(scenario, Dialect::PostgreSQL), {}, test_options(), quiet_environment()));
  const std::string between = state_of(*database);
  const Result<RollbackReport> done = run_rollback(*database, {}, test_options(), quiet_environment());
  REQUIRE(!done);
  INFO(done.error().message);
  CHECK(done.error().code == ErrorCode::Failed);
  CHECK(done.error().message.find("column note text is new") != std::string::npos);
  CHECK(state_of(*database) == between);
}

TEST_CASE("a plan that was looked at runs as it is, or not at all") {
  FOR_EACH_DATABASE;
  const Scenario scenario = doubled_prices("");
  const auto database = subject.open();
  for (const std::string& sql : scenario.setup) NEED(database->query(sql));
  const std::string before = state_of(*database);
  const std::vector<Migration> migrations = migrations_of(scenario, subject_dialect);
  const Plan plan = NEED(preview_plans(*database, migrations, test_options())).at(0).plan;
  const auto run = [&](const Plan& reviewed) {
    UpRequest request;
    request.reviewed = {reviewed};
    return run_up(*database, migrations, request, test_options(), quiet_environment());
  };
  const auto refused = [&](const Plan& reviewed, const std::string& why) {
    const Status status = run(reviewed);
    REQUIRE(!status);
    CHECK(status.error().code == ErrorCode::Input);
    INFO(status.error().message);
    CHECK(status.error().message.find(why) != std::string::npos);
    CHECK(state_of(*database) == before);
  };
  Plan offline = plan;
  offline.assumes.clear();
  refused(offline, "without a database");
  Plan other_file = plan;
  other_file.checksum.tokens = "other";
  refused(other_file, "its file was changed");
  Plan other_migration = plan;
  other_migration.migration = "0002";
  refused(other_migration, "does not hold it");
  Plan other_steps = plan;
  other_steps.steps.pop_back();
  refused(other_steps, "other options");

  NEED(database->query("ALTER TABLE items ADD COLUMN note text"));
  const Status drifted = run(plan);
  REQUIRE(!drifted);
  CHECK(drifted.error().message.find("column note text is new") != std::string::npos);
  NEED(database->query("ALTER TABLE items DROP COLUMN note"));
  // One that another lockstep made, which may plan otherwise, runs as it was made.
  Plan other_lockstep = plan;
  other_lockstep.lockstep = "0.0.1";
  other_lockstep.steps[0].title = "as it was looked at";
  NEED(run(other_lockstep));
  CHECK(state_of(*database) != before);
}

}  // namespace lockstep
