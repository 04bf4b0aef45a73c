// A table of SQLite that is copied into a stricter one, as the rebuild of a table does: what the rows may fail at.
#include <catch2/catch.hpp>

#include "engine/effects/effects.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// What the last statement fails at.
std::string failure_of(const std::string& sql) {
  Catalog catalog;
  catalog.dialect = Dialect::SQLite;
  const ParsedFile file = parse(sql, Dialect::SQLite);
  REQUIRE(file.errors.empty());
  for (size_t i = 0; i + 1 < file.statements.size(); ++i) apply_to(catalog, file.statements[i]);
  const Effect effect = effect_of(file.statements.back(), catalog, newest_server_version);
  return effect.fails ? std::string(to_string(effect.fails->certainty)) + ": " + effect.fails->message : std::string();
}

const std::string tables =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT, k TEXT NOT NULL);"
    "CREATE TABLE t_new (id INTEGER PRIMARY KEY, n TEXT NOT NULL, k TEXT NOT NULL);";

}  // namespace

TEST_CASE("copying a column that may be NULL into one that may not fails if a row is NULL") {
  const std::string refused = "if-data: NOT NULL constraint failed: t_new.n, where `n` of t is NULL";
  CHECK(failure_of(tables + "INSERT INTO t_new SELECT id, n, k FROM t") == refused);
  CHECK(failure_of(tables + "INSERT INTO t_new SELECT * FROM t") == refused);
  CHECK(failure_of(tables + "INSERT INTO t_new (k, n) SELECT k, t.n FROM t") == refused);
}

TEST_CASE("a copy that gives every column a value is not warned of") {
  const std::string_view harmless[] = {
      "INSERT INTO t_new SELECT id, coalesce(n, ''), k FROM t",
      "INSERT INTO t_new SELECT id, n, k FROM t WHERE n IS NOT NULL",
      "INSERT OR IGNORE INTO t_new SELECT id, n, k FROM t",
      "INSERT INTO t_new (id, n, k) SELECT id, k, k FROM t",
      "INSERT INTO t_new SELECT id, n || '', k FROM t",
  };
  for (const std::string_view sql : harmless) CHECK(failure_of(tables + std::string(sql)).empty());
}

}  // namespace lockstep
