// Every crash point: the run is killed (SIGKILL) after its 1st, 2nd, ... Nth call to the database, and started again.
// Each time it must end in the state of a run that nobody disturbed.
#include <catch2/catch.hpp>

#include <cstdlib>

#include "killing_database.h"
#include "scenario.h"

namespace lockstep {
namespace {

void set_up(Database& database, const Scenario& scenario) {
  for (const std::string& sql : scenario.setup) NEED(database.query(sql));
}

/// Exit code of a run in a child that is killed after `calls` calls: 0 done, 1 failed, -1 killed.
int run_in_child(const Subject& subject, const std::vector<Migration>& migrations, int calls) {
  return in_child([&]() -> int {
    Result<std::unique_ptr<Database>> opened = open_database(subject.url());
    if (!opened) return 2;
    KillingDatabase killing(**opened, calls);
    const Status done = run_all(killing, migrations, true);
    if (!done) fprintf(stderr, "%s\n", done.error().message.c_str());
    return done ? 0 : 1;
  });
}

}  // namespace

void kill_at_every_call(Dialect dialect) {
  const bool campaign = std::getenv("LOCKSTEP_CAMPAIGN") != nullptr;
  const int stride = campaign ? 1 : dialect == Dialect::SQLite ? 3 : 11;
  int points = 0;
  for (const Scenario& scenario : scenarios(dialect)) {
    DYNAMIC_SECTION(scenario.name << (dialect == Dialect::SQLite ? " on SQLite" : " on PostgreSQL")) {
      const std::vector<Migration> migrations = migrations_of(scenario, dialect);
      std::string expected;
      {
        const Subject subject(dialect);
        const auto database = subject.open();
        set_up(*database, scenario);
        NEED(run_all(*database, migrations, true));
        expected = state_of(*database);
      }
      bool killed = true;
      for (int call = 1; killed; call += stride) {
        const Subject subject(dialect);
        {
          const auto database = subject.open();
          set_up(*database, scenario);
        }
        const int code = run_in_child(subject, migrations, call);
        INFO("killed after call " << call);
        REQUIRE((code == -1 || code == 0));
        killed = code == -1;
        const auto database = subject.open();
        NEED(run_all(*database, migrations, true));
        REQUIRE(state_of(*database) == expected);
        ++points;
      }
    }
  }
  if (points > 0) WARN(points << " crash points");
}

TEST_CASE("a run that is killed at any call ends in the state of an undisturbed run: SQLite") {
  kill_at_every_call(Dialect::SQLite);
}

TEST_CASE("a run that is killed at any call ends in the state of an undisturbed run: PostgreSQL") {
  kill_at_every_call(Dialect::PostgreSQL);
}

TEST_CASE("the end state is that of the plain SQL") {
  const auto dialect = GENERATE(Dialect::SQLite, Dialect::PostgreSQL);
  for (const Scenario& scenario : scenarios(dialect)) {
    // A column that a rewrite had to replace stands last; its table is compared without order in tests/examples.
    if (scenario.name == "an int key that becomes bigint") continue;
    DYNAMIC_SECTION(scenario.name << (dialect == Dialect::SQLite ? " on SQLite" : " on PostgreSQL")) {
      const std::vector<Migration> migrations = migrations_of(scenario, dialect);
      const Subject plain(dialect);
      const auto by_hand = plain.open();
      set_up(*by_hand, scenario);
      for (const Migration& migration : migrations) {
        REQUIRE(migration.errors.empty());
        for (const MigrationStatement& item : migration.statements) NEED(by_hand->query(item.statement.text));
      }
      if (scenario.name == "a required column filled from another") {
        NEED(by_hand->query("UPDATE customers SET price_cents = price * 100"));
      }
      const Subject subject(dialect);
      const auto database = subject.open();
      set_up(*database, scenario);
      NEED(run_all(*database, migrations, true));
      CHECK(state_of(*database) == state_of(*by_hand));
    }
  }
}

}  // namespace lockstep
