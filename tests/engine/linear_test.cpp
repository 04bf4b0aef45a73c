// Time grows with the length of a file and not faster: statements that make rules look ahead or back, long lists.
#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>
#include <functional>
#include <string>

#include <fmt/format.h>

#include "engine/rules/lint.h"

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

double seconds_to_lint(const std::string& text) {
  const Migration migration = make_migration("1", "m", {"1_m.sql", text}, Dialect::PostgreSQL);
  REQUIRE(migration.errors.empty());
  Catalog catalog;
  const std::clock_t start = std::clock();
  const FileReport report = lint(migration, catalog);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// The best of some, since others use the processor, too. What grows with the square takes 64 times as long.
void check_growth(const std::function<std::string(int)>& file_of) {
  constexpr int few = 1000, times = 8;
  double least = 100, most = 100;
  for (int round = 0; round < 3; ++round) {
    least = std::min(least, seconds_to_lint(file_of(few)));
    most = std::min(most, seconds_to_lint(file_of(few * times)));
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

}  // namespace lockstep
