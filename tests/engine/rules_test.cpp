// Every rule's bad example fires it and its good example does not: what the manual shows is what is tested.
#include <catch2/catch.hpp>

#include <algorithm>

#include "engine/rules/lint.h"
#include "engine/rules/rule.h"
#include "tests/engine/example_catalog.h"

namespace lockstep {
namespace {

bool fires(const Rule& rule, std::string_view sql) {
  // An example may tell of several migrations; all of them count.
  constexpr std::string_view mark = "-- next migration\n";
  Catalog catalog = example_catalog();
  bool fired = false;
  for (size_t begin = 0; begin <= sql.size();) {
    const size_t end = std::min(sql.find(mark, begin), sql.size());
    const std::string part(sql.substr(begin, end - begin));
    const Migration migration = make_migration("1", "m", {"1_m.sql", part}, Dialect::PostgreSQL);
    REQUIRE(migration.errors.empty());
    LintOptions options;
    options.style = true;
    const FileReport report = lint(migration, catalog, options);
    fired = fired || std::any_of(report.findings.begin(), report.findings.end(),
                                 [&](const Diagnostic& finding) { return finding.rule == rule.id; });
    begin = end + mark.size();
  }
  return fired;
}

}  // namespace

TEST_CASE("a rule fires on its bad example and not on its good one") {
  REQUIRE(all_rules().size() > 20);
  for (const Rule* rule : all_rules()) {
    INFO(rule->id);
    CHECK(fires(*rule, rule->bad_sql));
    CHECK_FALSE(fires(*rule, rule->good_sql));
    CHECK(find_rule(rule->id) == rule);
  }
}

TEST_CASE("what a migration makes itself is harmless") {
  Catalog catalog = example_catalog();
  const Migration migration = make_migration(
      "1", "m",
      {"1_m.sql", "CREATE TABLE fresh (id bigint PRIMARY KEY, a text);\nCREATE INDEX fresh_a_idx ON fresh (a);\n"
                  "ALTER TABLE fresh ALTER COLUMN a SET NOT NULL;\nALTER TABLE fresh ADD CHECK (a <> '');\n"
                  "UPDATE fresh SET a = 'x';\nDROP TABLE fresh;"},
      Dialect::PostgreSQL);
  const FileReport report = lint(migration, catalog);
  std::string found;
  for (const Diagnostic& finding : report.findings) found += finding.rule + ": " + finding.message + "\n";
  INFO(found);
  CHECK(report.findings.empty());
}

TEST_CASE("an ignore needs a reason, silences its rule, and is reported when nothing fires") {
  Catalog catalog = example_catalog();
  const auto rules_of = [&](const std::string& sql) {
    Catalog before = catalog;
    std::vector<std::string> ids;
    const FileReport report = lint(make_migration("1", "m", {"1_m.sql", sql}, Dialect::PostgreSQL), before);
    for (const Diagnostic& finding : report.findings) ids.push_back(finding.rule);
    return ids;
  };
  const std::vector<std::string> bare = rules_of("TRUNCATE orders;");
  REQUIRE(std::count(bare.begin(), bare.end(), "truncate") == 1);
  const std::vector<std::string> silent = rules_of("-- lockstep: ignore truncate it is a staging table\nTRUNCATE orders;");
  CHECK(std::count(silent.begin(), silent.end(), "truncate") == 0);
  CHECK_FALSE(rules_of("-- lockstep: ignore truncate\nTRUNCATE orders;").empty());
  CHECK_FALSE(rules_of("-- lockstep: ignore truncate nothing to silence\nSELECT 1;").empty());
}

}  // namespace lockstep
