// Time grows with the length of a file and not faster: statements that make rules look ahead or back.
#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>
#include <string>

#include <fmt/format.h>

#include "engine/rules/lint.h"

namespace lockstep {
namespace {

/// Of `count` pieces, each with its number for every `#`.
std::string file_of(std::string_view piece, int count) {
  std::string text = "CREATE TABLE hub (id bigint PRIMARY KEY);\n";
  for (int i = 0; i < count; ++i) {
    for (const char c : piece) text += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return text;
}

double seconds_to_lint(std::string_view piece, int count) {
  const Migration migration = make_migration("1", "m", {"1_m.sql", file_of(piece, count)}, Dialect::PostgreSQL);
  REQUIRE(migration.errors.empty());
  Catalog catalog;
  const std::clock_t start = std::clock();
  const FileReport report = lint(migration, catalog);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
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
    constexpr int few = 1000, times = 8;
    // The best of some, since others use the processor, too. What grows with the square takes 64 times as long.
    double least = 100, most = 100;
    for (int round = 0; round < 3; ++round) {
      least = std::min(least, seconds_to_lint(piece, few));
      most = std::min(most, seconds_to_lint(piece, few * times));
    }
    CHECK(most < 3 * times * std::max(least, 0.001));
  }
}

}  // namespace lockstep
