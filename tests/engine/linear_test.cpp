// Time grows with the length of a file and not faster: statements that make rules look ahead or back, long lists, and
// routines that call each other.
#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>
#include <functional>
#include <string>

#include <fmt/format.h>

#include "engine/effects/effects.h"
#include "engine/rules/lint.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// Of `count` pieces, each with its number for every `#`.
std::string repeated(std::string_view piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    for (const char c : piece) text += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return text;
}

/// Of the processor.
double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double seconds_to_lint(const std::string& text) {
  const Migration migration = make_migration("1", "m", {"1_m.sql", text}, Dialect::PostgreSQL);
  REQUIRE(migration.errors.empty());
  Catalog catalog;
  const std::clock_t start = std::clock();
  const FileReport report = lint(migration, catalog);
  return seconds_since(start);
}

/// All that is asked of the last statement, on the schema that the others make.
double seconds_to_judge_last(const std::string& text) {
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  REQUIRE(file.errors.empty());
  Catalog catalog;
  for (size_t i = 0; i + 1 < file.statements.size(); ++i) apply_to(catalog, file.statements[i]);
  const Statement& last = file.statements.back();
  const std::clock_t start = std::clock();
  const Effect effect = effect_of(last, catalog, newest_server_version);
  const PhaseDecision decision = phase_of(last, catalog, {});
  const Inverse inverse = inverse_of(last, catalog);
  return seconds_since(start);
}

/// The best of some, since others use the processor, too. What grows with the square takes 64 times as long.
void check_growth(const std::function<std::string(int)>& file_of, int few = 1000, int times = 8,
                  double (*seconds_of)(const std::string&) = seconds_to_lint) {
  double least = 100, most = 100;
  for (int round = 0; round < 3; ++round) {
    least = std::min(least, seconds_of(file_of(few)));
    most = std::min(most, seconds_of(file_of(few * times)));
  }
  CHECK(most < 3 * times * std::max(least, 0.001));
}

}  // namespace

TEST_CASE("a file of many statements is judged in a time that grows with it") {
  for (const std::string_view piece : {
           "DROP VIEW v#;\n",
           "DROP FUNCTION f#; CREATE FUNCTION g#() RETURNS int LANGUAGE sql AS 'SELECT 1';\n",
           "CREATE INDEX CONCURRENTLY IF NOT EXISTS i# ON t# (a);\n",
           "CREATE FUNCTION f#() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';\n",
           "ALTER TABLE t# ENABLE ROW LEVEL SECURITY;\n",
           "ALTER TABLE t# DISABLE TRIGGER a;\n",
           "CREATE TABLE t# (id bigint PRIMARY KEY, hub_id bigint REFERENCES hub (id));\n",
           "CREATE TABLE t# (id bigint PRIMARY KEY); ALTER TABLE t# ADD COLUMN a int; DROP TABLE t#;\n",
       }) {
    INFO(piece);
    check_growth([&](int count) { return "CREATE TABLE hub (id bigint PRIMARY KEY);\n" + repeated(piece, count); });
  }
}

TEST_CASE("a list of many rows is judged in a time that grows with it") {
  check_growth([](int count) {
    return "CREATE TABLE t (id int NOT NULL, a int, b text) PARTITION BY RANGE (id);\n"
           "CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (10);\n"
           "CREATE TABLE rest PARTITION OF t DEFAULT;\n"
           "INSERT INTO t VALUES (0, 1, 'x')" +
           repeated(", (#, 1, 'x')", count) + ";\n";
  });
  check_growth([](int count) {
    return "CREATE TABLE t (id int PRIMARY KEY);\nSELECT * FROM t WHERE id IN (0" + repeated(", #", count) + ");\n" +
           "DELETE FROM t WHERE id IN (0" + repeated(", #", count) + ");\n";
  });
}

TEST_CASE("routines, triggers and rules that call each other are judged in a time that grows with their length") {
  // Each calls the next one (@) as many times as it is long, so that the paths through all are a power of that.
  struct Chain {
    std::string_view begin, call, end, start;
  };
  for (const Chain& chain : {
           Chain{"CREATE FUNCTION f#() RETURNS int LANGUAGE plpgsql AS $$ BEGIN ", "PERFORM f@(); ",
                 "RETURN 1; END $$;\n", "SELECT f0();"},
           Chain{"CREATE PROCEDURE f#() LANGUAGE plpgsql AS $$ BEGIN ", "CALL f@(); ", "END $$;\n", "CALL f0();"},
           Chain{"CREATE FUNCTION f#() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ",
                 "INSERT INTO t@ VALUES (1); UPDATE t@ SET a = 2; DELETE FROM t@; ",
                 "RETURN NULL; END $$;\nCREATE TRIGGER g AFTER INSERT OR UPDATE OR DELETE ON t# FOR EACH ROW "
                 "EXECUTE FUNCTION f#();\n",
                 "INSERT INTO t0 VALUES (1);"},
           Chain{"CREATE RULE r AS ON INSERT TO t# DO ALSO (", "INSERT INTO t@ VALUES (1); ", ");\n",
                 "INSERT INTO t0 VALUES (1);"},
       }) {
    INFO(chain.begin);
    const auto file_of = [&](int calls) {
      std::string text = repeated("CREATE TABLE t# (a int);\n", 13);
      for (int i = 0; i < 12; ++i) {
        std::string link(chain.begin);
        for (int call = 0; call < calls; ++call) link += chain.call;
        link += chain.end;
        for (const char c : link) {
          text += c == '#' ? std::to_string(i) : c == '@' ? std::to_string(i + 1) : std::string(1, c);
        }
      }
      return text + std::string(chain.start);
    };
    check_growth(file_of, 1, 4, seconds_to_judge_last);
  }
}

TEST_CASE("a routine that is called again does what it does on the schema of then") {
  const ParsedFile file = parse(
      "CREATE SCHEMA s; CREATE TABLE a (id int); CREATE TABLE s.a (id int);\n"
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (1); RETURN 1; END $$;\n"
      "DO $$ BEGIN PERFORM public.f(); SET search_path = s; PERFORM public.f(); END $$;\n",
      Dialect::PostgreSQL);
  REQUIRE(file.statements.size() == 5);
  Catalog catalog;
  for (size_t i = 0; i < 4; ++i) apply_to(catalog, file.statements[i]);
  const std::vector<RelationLock> both = {{"public.a", LockMode::RowExclusive}, {"s.a", LockMode::RowExclusive}};
  CHECK(effect_of(file.statements[4], catalog, newest_server_version).locks == both);
}

}  // namespace lockstep
