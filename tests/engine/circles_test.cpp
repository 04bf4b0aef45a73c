// Objects that reach themselves: what servers refuse (42P07 for partitions, 42P17 when such a view or rule is used,
// seen on 15.18) is judged like anything else.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "engine/rules/lint.h"

namespace lockstep {
namespace {

FileReport report_on(const std::string& sql) {
  const Migration migration = make_migration("1", "m", {"1_m.sql", sql}, Dialect::PostgreSQL);
  REQUIRE(migration.errors.empty());
  Catalog catalog;
  return lint(migration, catalog);
}

bool has(const FileReport& report, std::string_view rule, std::string_view words) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Diagnostic& finding) {
    return finding.rule == rule && finding.message.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a table cannot be a partition of what is below it") {
  const std::string tables =
      "CREATE TABLE p (id int) PARTITION BY RANGE (id);\n"
      "CREATE TABLE c (id int) PARTITION BY RANGE (id);\n"
      "ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM (1) TO (9);\n";
  const std::string refused = "circular inheritance not allowed";
  CHECK_FALSE(has(report_on(tables + "ALTER TABLE c DROP COLUMN id;\n"), "would-fail", refused));
  CHECK(has(report_on(tables + "ALTER TABLE c ATTACH PARTITION p FOR VALUES FROM (1) TO (9);\n"
                               "ALTER TABLE c DROP COLUMN id;\n"),
            "would-fail", refused));
  CHECK(
      has(report_on(tables + "ALTER TABLE p ATTACH PARTITION p FOR VALUES FROM (1) TO (9);\n"), "would-fail", refused));
  CHECK(has(report_on("CREATE TABLE s PARTITION OF s DEFAULT;\nALTER TABLE s ADD CHECK (id > 0);\n"), "would-fail",
            "does not exist"));
}

TEST_CASE("views and rules in circles come to an end") {
  (void)report_on(
      "CREATE VIEW a AS SELECT 1 AS x;\n"
      "CREATE VIEW b AS SELECT * FROM a;\n"
      "CREATE OR REPLACE VIEW a AS SELECT * FROM b;\n"
      "LOCK TABLE a;\n"
      "SELECT * FROM a;\n"
      "CREATE MATERIALIZED VIEW m AS SELECT * FROM a;\n");
  (void)report_on(
      "CREATE TABLE t (id int);\n"
      "CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO t VALUES (new.id);\n"
      "INSERT INTO t VALUES (1);\n");
}

}  // namespace lockstep
