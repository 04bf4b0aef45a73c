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
  LockOrders orders;
  bool fired = false;
  for (size_t begin = 0; begin <= sql.size();) {
    const size_t end = std::min(sql.find(mark, begin), sql.size());
    const std::string part(sql.substr(begin, end - begin));
    const Migration migration = make_migration("1", "m", {"1_m.sql", part}, Dialect::PostgreSQL);
    REQUIRE(migration.errors.empty());
    LintOptions options;
    options.style = true;
    const FileReport report = lint(migration, catalog, orders, options);
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

TEST_CASE("the corners of ignore") {
  const auto found = [](const std::string& sql, LintOptions options = {}) {
    Catalog catalog = example_catalog();
    std::vector<std::string> ids;
    const FileReport report = lint(make_migration("1", "m", {"1_m.sql", sql}, Dialect::PostgreSQL), catalog, options);
    for (const Diagnostic& finding : report.findings) ids.push_back(finding.rule);
    return ids;
  };
  using List = std::vector<std::string>;
  const std::string truncates = "TRUNCATE order_lines;\nTRUNCATE events_2024;\n";
  // Of a statement, of the file, of both: none counts as unused then.
  CHECK(found("-- lockstep: ignore truncate staging\n" + truncates) == List{"truncate"});
  CHECK(found("-- lockstep: ignore truncate staging\n\n" + truncates).empty());
  CHECK(found("-- lockstep: ignore truncate staging\n\n-- lockstep: ignore truncate really\n" + truncates).empty());
  CHECK(found("/* lockstep: ignore truncate staging */\nTRUNCATE order_lines;").empty());
  CHECK(found("-- lockstep: ignore truncate a\n-- lockstep: ignore truncate b\nTRUNCATE order_lines;").empty());
  CHECK(found("-- lockstep: ignore trunkate a\nTRUNCATE order_lines;") == List{"unused-ignore", "truncate"});
  CHECK(found("-- lockstep: ignore truncate\nTRUNCATE order_lines;") == List{"directive", "truncate"});
  // A rule that is switched off finds nothing, which is no fault of the comment.
  const std::string padded =
      "SET lock_timeout = '2s';\n-- lockstep: ignore char-column five it is\nALTER TABLE orders ADD COLUMN d char(5);";
  CHECK(found(padded).empty());
  LintOptions styled;
  styled.style = true;
  CHECK(found(padded, styled).empty());
  LintOptions disabled;
  disabled.severities["truncate"] = std::nullopt;
  CHECK(found("-- lockstep: ignore truncate a\nTRUNCATE order_lines;", disabled).empty());
  // A rule about the whole file speaks at a statement, and is silenced there.
  CHECK(found("SELECT 1;\n-- lockstep: ignore missing-lock-timeout at night\nALTER TABLE orders ADD COLUMN a int;")
            .empty());
}

}  // namespace lockstep
