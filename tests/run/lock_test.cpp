// PostgreSQL: a change waits for its gap without making anybody queue, and an index build that died is found again.
#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "scenario.h"

namespace lockstep {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

std::vector<Migration> one(const std::string& sql) {
  return {make_migration("1", "change", {"1_change.sql", sql}, Dialect::PostgreSQL)};
}

void make_table(Database& database) {
  NEED(database.query("CREATE TABLE t (id integer PRIMARY KEY, a text)"));
  NEED(database.query("INSERT INTO t SELECT i, 'a' FROM generate_series(1, 100) i"));
}

/// 300 rows that hold 0, and the migration that adds 1 to each.
std::vector<Migration> counting(Database& database) {
  NEED(database.query("CREATE TABLE t (id integer PRIMARY KEY, n integer)"));
  NEED(database.query("WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 300) "
                      "INSERT INTO t SELECT i, 0 FROM r"));
  return {make_migration("1", "count", {"1_count.sql", "UPDATE t SET n = n + 1;"}, database.dialect())};
}

}  // namespace

TEST_CASE("ADD COLUMN behind a long reader stalls nobody, and gets in when the reader ends") {
  const Subject subject(Dialect::PostgreSQL);
  const auto reader = subject.open();
  make_table(*reader);
  NEED(reader->begin({}));
  NEED(reader->query("SELECT count(*) FROM t"));

  std::atomic<bool> over{false};
  std::atomic<double> longest{0};
  std::thread application([&] {
    const auto connection = subject.open();
    while (!over) {
      const auto begun = Clock::now();
      (void)connection->query("SELECT count(*) FROM t");
      longest = std::max(longest.load(), milliseconds_since(begun));
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  Status done;
  double took = 0;
  std::thread runner([&] {
    const auto connection = subject.open();
    const auto begun = Clock::now();
    done = run_all(*connection, one("ALTER TABLE t ADD COLUMN b text;"), false);
    took = milliseconds_since(begun);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  reader->rollback();
  runner.join();
  over = true;
  application.join();
  NEED(done);
  CHECK(took > 1400);
  CHECK(took < 4000);
  // The plain ALTER TABLE would have stalled the application for the whole 1.5 s. The bound is loose for busy machines.
  CHECK(longest < 600);
}

TEST_CASE("an index build whose runner died is ended, cleaned up and done again") {
  const Subject subject(Dialect::PostgreSQL);
  const auto reader = subject.open();
  make_table(*reader);
  // A snapshot that CREATE INDEX CONCURRENTLY has to wait for.
  NEED(reader->begin({}));
  NEED(reader->query("INSERT INTO t VALUES (1000, 'open')"));
  const std::vector<Migration> migrations = one("CREATE INDEX t_a_idx ON t (a);");

  const pid_t child = fork();
  if (child == 0) {
    Result<std::unique_ptr<Database>> opened = open_database(subject.url());
    if (opened) (void)run_all(**opened, migrations, false);
    _exit(0);
  }
  const auto watcher = subject.open();
  REQUIRE(eventually([&] {
    return value_of(*watcher, "SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('t_a_idx') AND NOT "
                              "indisvalid") == "1";
  }));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);

  Status done;
  std::thread runner([&] {
    const auto connection = subject.open();
    done = run_all(*connection, migrations, false);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  reader->rollback();
  runner.join();
  NEED(done);
  CHECK(value_of(*watcher, "SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = to_regclass('t_a_idx')") ==
        "t");
  CHECK(value_of(*watcher, "SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass") == "2");
}

TEST_CASE("a stop request ends a backfill after its chunk, and the next run goes on") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const std::vector<Migration> migrations = counting(*database);
  std::atomic<bool> stop{false};
  Environment environment = quiet_environment(&stop);
  int chunks = 0;
  environment.observer.progress = [&](const Observer::Progress&) { stop = ++chunks == 3; };
  const Status stopped = run_up(*database, migrations, {}, test_options(), environment);
  REQUIRE(!stopped);
  CHECK(stopped.error().code == ErrorCode::Retryable);
  CHECK(value_of(*database, "SELECT sum(n) FROM t") == "21");
  NEED(run_up(*database, migrations, {}, test_options(), quiet_environment()));
  CHECK(value_of(*database, "SELECT min(n) || ' ' || max(n) || ' ' || count(*) FROM t") == "1 1 300");
}

TEST_CASE("a runner that was taken over writes nothing more") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const std::vector<Migration> migrations = counting(*database);
  Environment environment = quiet_environment();
  int chunks = 0;
  const auto other = subject.open();
  environment.observer.progress = [&](const Observer::Progress&) {
    if (++chunks != 3) return;
    // What a successor does when it takes the lease: the next token, and the range.
    const std::string prefix = subject.sqlite() ? "lockstep_" : "lockstep.";
    NEED(other->query("UPDATE " + prefix + "lease SET token = token + 1"));
    NEED(other->query("UPDATE " + prefix + "range SET token = token + 1"));
  };
  const Status fenced = run_up(*database, migrations, {}, test_options(), environment);
  REQUIRE(!fenced);
  CHECK(fenced.error().code == ErrorCode::Retryable);
  CHECK(value_of(*other, "SELECT sum(n) FROM t") == "21");
  NEED(run_up(*database, migrations, {}, test_options(), quiet_environment()));
  CHECK(value_of(*other, "SELECT min(n) || ' ' || max(n) FROM t") == "1 1");
}

}  // namespace lockstep
