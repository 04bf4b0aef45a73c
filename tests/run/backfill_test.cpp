// Chunked UPDATE, DELETE and INSERT ... SELECT over all sorts of keys and shapes, against the same statement run whole.
#include <catch2/catch.hpp>

#include "scenario.h"

namespace lockstep {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> setup;
  std::string sql;
};

const std::string numbers = "WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 60) ";

std::vector<Case> cases(Dialect dialect) {
  const bool sqlite = dialect == Dialect::SQLite;
  const std::string lookup = "CREATE TABLE codes (id integer PRIMARY KEY, code text)";
  const std::string codes = "INSERT INTO codes VALUES (1, 'a'), (2, 'b'), (3, NULL)";
  const std::string t = "CREATE TABLE t (id integer PRIMARY KEY, n integer, code text)";
  const std::string fill = numbers + "INSERT INTO t SELECT i * 2, i, CASE WHEN i % 4 = 0 THEN NULL WHEN i % 3 = 0 THEN 'a' "
                                     "ELSE 'b' END FROM r";
  std::vector<Case> out{
      {"an empty table", {t}, "UPDATE t SET n = n + 1"},
      {"one row", {t, "INSERT INTO t VALUES (5, 1, 'x')"}, "UPDATE t SET n = n + 1"},
      {"a composite key",
       {"CREATE TABLE t (a integer, b text, n integer, PRIMARY KEY (a, b))",
        numbers + "INSERT INTO t SELECT i % 5, 'k' || i, i FROM r"},
       "UPDATE t SET n = n + 1 WHERE n > 3"},
      {"a text key with quotes and accents",
       {"CREATE TABLE t (k text PRIMARY KEY, n integer)",
        numbers + "INSERT INTO t SELECT CASE i % 3 WHEN 0 THEN 'it''s ' WHEN 1 THEN 'Zo\xc3\xab ' ELSE '\"' END || i, i FROM r"},
       "UPDATE t SET n = -n"},
      {"a quoted upper-case table",
       {"CREATE TABLE \"Order Lines\" (\"Id\" integer PRIMARY KEY, \"N\" integer)",
        numbers + "INSERT INTO \"Order Lines\" SELECT i, i FROM r"},
       "UPDATE \"Order Lines\" SET \"N\" = \"N\" * 2 WHERE \"N\" > 10 OR \"Id\" = 3"},
      {"a join in FROM", {lookup, codes, t, fill}, "UPDATE t SET n = c.id FROM codes c WHERE c.code = t.code"},
      {"a correlated subquery", {lookup, codes, t, fill},
       "UPDATE t SET n = (SELECT c.id FROM codes c WHERE c.code = t.code)"},
      {"an alias", {t, fill}, sqlite ? "UPDATE t AS x SET n = x.n + 1 WHERE x.code IS NULL"
                                     : "UPDATE t x SET n = x.n + 1 WHERE x.code IS NULL"},
      {"a comment before WHERE", {t, fill}, "UPDATE t SET n = n + 1 -- all of them\n WHERE code = 'a' -- but these\n"},
      {"several columns", {t, fill}, "UPDATE t SET (n, code) = (n + 1, coalesce(code, 'none')) WHERE n < 50"},
      {"a delete with OR", {t, fill}, "DELETE FROM t WHERE n < 10 OR code IS NULL"},
      {"a delete with a subquery", {lookup, codes, t, fill},
       "DELETE FROM t WHERE code IN (SELECT code FROM codes WHERE id = 1)"},
      {"a WITH before UPDATE", {lookup, codes, t, fill},
       "WITH x AS (SELECT code, id FROM codes) UPDATE t SET n = x.id FROM x WHERE x.code = t.code"},
      {"an insert from a table", {t, fill, "CREATE TABLE log (id integer PRIMARY KEY, what text)"},
       "INSERT INTO log (id, what) SELECT id, upper(code) FROM t WHERE code IS NOT NULL OR n = 4"},
      {"an insert from a join", {lookup, codes, t, fill, "CREATE TABLE log (id integer, code integer)"},
       "INSERT INTO log (id, code) SELECT t.id, c.id FROM t JOIN codes c ON c.code = t.code"},
  };
  if (sqlite) {
    out.push_back({"a table without rowid",
                   {"CREATE TABLE t (k text PRIMARY KEY, n integer) WITHOUT ROWID",
                    numbers + "INSERT INTO t SELECT 'k' || i, i FROM r"},
                   "UPDATE t SET n = n + 1"});
  } else {
    out.push_back({"a uuid key",
                   {"CREATE TABLE t (id uuid PRIMARY KEY, n integer)",
                    "INSERT INTO t SELECT md5(i::text)::uuid, i FROM generate_series(1, 60) i"},
                   "UPDATE t SET n = n + 1"});
    out.push_back({"a timestamp key",
                   {"CREATE TABLE t (at timestamptz PRIMARY KEY, n integer)",
                    "INSERT INTO t SELECT '2026-01-01'::timestamptz + i * interval '1.000001 s', i FROM "
                    "generate_series(1, 60) i"},
                   "UPDATE t SET n = n + 1"});
    out.push_back({"a table of another schema",
                   {"CREATE SCHEMA \"Shop\"", "CREATE TABLE \"Shop\".t (id bigint PRIMARY KEY, n integer)",
                    "INSERT INTO \"Shop\".t SELECT i, i FROM generate_series(1, 60) i"},
                   "UPDATE \"Shop\".t SET n = t.n + 1 WHERE t.n > 2"});
    out.push_back({"a unique index instead of a primary key",
                   {"CREATE TABLE t (k integer NOT NULL, n integer)", "CREATE UNIQUE INDEX t_k_idx ON t (k)",
                    "INSERT INTO t SELECT i, i FROM generate_series(1, 60) i"},
                   "UPDATE t SET n = n + 1"});
    out.push_back({"GENERATED ALWAYS AS IDENTITY",
                   {"CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer)",
                    "INSERT INTO t (n) SELECT i FROM generate_series(1, 60) i"},
                   "UPDATE t SET n = n + 1"});
    out.push_back({"a partitioned table",
                   {"CREATE TABLE t (id integer PRIMARY KEY, n integer) PARTITION BY RANGE (id)",
                    "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (30)",
                    "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (30) TO (100)",
                    "INSERT INTO t SELECT i, i FROM generate_series(1, 60) i"},
                   "UPDATE t SET n = n + 1"});
  }
  return out;
}

}  // namespace

TEST_CASE("a statement run in chunks ends where the whole one ends") {
  const auto dialect = GENERATE(Dialect::SQLite, Dialect::PostgreSQL);
  for (const Case& one : cases(dialect)) {
    DYNAMIC_SECTION(one.name << (dialect == Dialect::SQLite ? " on SQLite" : " on PostgreSQL")) {
      const Subject whole(dialect);
      const Subject chunked(dialect);
      const auto by_hand = whole.open();
      const auto database = chunked.open();
      for (const std::string& sql : one.setup) {
        NEED(by_hand->query(sql));
        NEED(database->query(sql));
      }
      NEED(by_hand->query(one.sql));
      const Migration migration = make_migration("1", "m", {"1_m.sql", one.sql + ";"}, dialect);
      REQUIRE(migration.errors.empty());
      const std::vector<PlannedMigration> plans = NEED(preview_plans(*database, {migration}, test_options()));
      REQUIRE(plans.size() == 1);
      REQUIRE(plans[0].refusals.empty());
      CHECK(plans[0].plan.steps.at(0).kind == StepKind::Backfill);
      NEED(run_all(*database, {migration}, false));
      CHECK(state_of(*database) == state_of(*by_hand));
    }
  }
}

TEST_CASE("now() means one moment in all chunks") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id integer PRIMARY KEY, at " + subject.pick("timestamptz", "text") + ")"));
  NEED(database->query(numbers + "INSERT INTO t SELECT i, NULL FROM r"));
  const Migration migration = make_migration(
      "1", "m", {"1_m.sql", "UPDATE t SET at = " + subject.pick("now()", "strftime('%f', 'now')") + ";"}, subject_dialect);
  NEED(run_all(*database, {migration}, false));
  CHECK(value_of(*database, "SELECT count(DISTINCT at) FROM t WHERE at IS NOT NULL") == "1");
}

}  // namespace lockstep
