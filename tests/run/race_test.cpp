// Two versions of an application write while a migration expands, fills and contracts. At the end every row agrees with
// itself, by a check that knows nothing of lockstep, and no statement of either version failed.
#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "scenario.h"

namespace lockstep {
namespace {

constexpr int first_rows = 4000;

struct Writers {
  std::atomic<bool> over{false};
  std::atomic<int> statements{0};
  std::atomic<int> failures{0};
  std::string failure;
  std::vector<std::thread> threads;

  /// Random inserts, updates and deletes that name `column` only, until stop().
  void start(const Subject& subject, const std::string& column, int number) {
    threads.emplace_back([this, &subject, column, number] {
      const auto database = subject.open();
      if (subject.sqlite()) (void)database->query("PRAGMA busy_timeout = 20000");
      std::mt19937 random(static_cast<unsigned>(number));
      int next = first_rows + number * 1'000'000;
      while (!over) {
        const int id = static_cast<int>(random() % first_rows) + 1;
        std::string sql;
        switch (random() % 5) {
          case 0:
            sql = fmt::format("INSERT INTO t (id, {0}) VALUES ({1}, {1})", column, ++next);
            break;
          case 1: sql = fmt::format("DELETE FROM t WHERE id = {}", id); break;
          case 2: sql = fmt::format("UPDATE t SET {} = NULL WHERE id = {}", column, id); break;
          default: sql = fmt::format("UPDATE t SET {} = {} WHERE id = {}", column, random() % 100'000, id);
        }
        const Result<Rows> done = database->query(sql);
        ++statements;
        if (!done && ++failures == 1) failure = sql + ": " + done.error().message;
        std::this_thread::sleep_for(std::chrono::microseconds(subject.sqlite() ? 2000 : 200));
      }
    });
  }
  void stop() {
    over = true;
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }
};

void make_table(Database& database) {
  NEED(database.query("CREATE TABLE t (id integer PRIMARY KEY, a integer)"));
  NEED(database.query(fmt::format("WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < {}) INSERT "
                                  "INTO t (id, a) SELECT i, CASE WHEN i % 9 = 0 THEN NULL ELSE i END FROM r",
                                  first_rows)));
}

RunOptions slow_options() {
  RunOptions options = test_options();
  options.chunk_rows = 25;
  options.chunk_pause_ms = 2;
  return options;
}

/// A database with the table, and the migration `sql` expanded and filled while one writer names column `a` from the
/// start, and another names `later` from expand on.
std::unique_ptr<Database> fill_while_writing(const Subject& subject, const std::vector<Migration>& migrations,
                                             const std::string& later) {
  auto database = subject.open();
  if (subject.sqlite()) NEED(database->query("PRAGMA journal_mode = WAL"));
  make_table(*database);
  Writers writers;
  writers.start(subject, "a", 1);
  UpRequest expand;
  expand.through = Phase::Expand;
  NEED(run_up(*database, migrations, expand, slow_options(), quiet_environment()));
  writers.start(subject, later, 2);
  NEED(run_up(*database, migrations, {}, slow_options(), quiet_environment()));
  writers.stop();
  INFO(writers.failure);
  CHECK(writers.failures == 0);
  CHECK(writers.statements > 50);
  return database;
}

std::vector<Migration> one(const std::string& sql, Dialect dialect) {
  return {make_migration("1", "change", {"1_change.sql", sql}, dialect)};
}

}  // namespace

TEST_CASE("both versions write while a column is renamed") {
  FOR_EACH_DATABASE;
  const std::vector<Migration> migrations = one("ALTER TABLE t RENAME COLUMN a TO b;", subject_dialect);
  const auto database = fill_while_writing(subject, migrations, "b");
  const char* differs = subject.sqlite() ? "a IS NOT b" : "a IS DISTINCT FROM b";
  CHECK(value_of(*database, fmt::format("SELECT count(*) FROM t WHERE {}", differs)) == "0");

  // The old version is gone; the new one goes on through the contract.
  Writers last;
  last.start(subject, "b", 3);
  ContractRequest all;
  all.all = true;
  NEED(run_contract(*database, migrations, all, slow_options(), quiet_environment()));
  last.stop();
  INFO(last.failure);
  CHECK(last.failures == 0);
  const Catalog after = NEED(database->read_catalog());
  const CatalogRelation* table = after.find(QualifiedName{"", "t", {}});
  REQUIRE(table != nullptr);
  CHECK(table->columns.size() == 2);
  CHECK(table->triggers.empty());
}

TEST_CASE("both versions write while a column is filled from another") {
  FOR_EACH_DATABASE;
  const auto database = fill_while_writing(
      subject,
      one("-- lockstep: using=a * 100\n-- lockstep: reverse=b / 100\nALTER TABLE t ADD COLUMN b bigint;",
          subject_dialect),
      "b");
  CHECK(value_of(*database, "SELECT count(*) FROM t WHERE NOT ((a IS NULL AND b IS NULL) OR (a IS NOT NULL AND b IS NOT "
                            "NULL AND (b = a * 100 OR a = b / 100)))") == "0");
}

TEST_CASE("both versions write while a table is mirrored") {
  FOR_EACH_DATABASE;
  const auto database = fill_while_writing(
      subject,
      one("-- lockstep: mirror t -> t2\nCREATE TABLE t2 (id integer PRIMARY KEY, a integer, b integer);\n"
          "INSERT INTO t2 (id, a, b) SELECT id, a, a + 1 FROM t;",
          subject_dialect),
      "a");
  const std::string differs = subject.sqlite() ? "IS NOT" : "IS DISTINCT FROM";
  CHECK(value_of(*database, fmt::format("SELECT count(*) FROM t LEFT JOIN t2 ON t2.id = t.id WHERE t2.id IS NULL OR t.a "
                                        "{0} t2.a OR t2.b {0} t2.a + 1",
                                        differs)) == "0");
  CHECK(value_of(*database, "SELECT count(*) FROM t2 WHERE id NOT IN (SELECT id FROM t)") == "0");
}

}  // namespace lockstep
