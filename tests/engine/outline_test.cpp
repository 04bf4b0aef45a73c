// Of a large file only an outline is kept, and its statements are read again when they are judged: what is found is the
// same.
#include <catch2/catch.hpp>

#include <string>

#include "engine/rules/lint.h"
#include "engine/rules/rule.h"
#include "migrations/statements.h"

namespace lockstep {
namespace {

/// The examples of all rules, one after the other, with comments that mean something in between.
std::string all_examples() {
  std::string text(example_schema);
  for (const Rule* rule : all_rules()) {
    text += "\n-- lockstep: ignore would-fail the examples use the same names\n";
    text += std::string(rule->bad_sql) + "\n;\n" + std::string(rule->good_sql) + "\n;\n";
  }
  return text + "ROLLBACK;\nSELECT 1";
}

FileReport report_on(const Migration& migration) {
  Catalog catalog;
  LintOptions options;
  options.style = true;
  return lint(migration, catalog, options);
}

}  // namespace

TEST_CASE("a file is judged by its outline as by its statements") {
  const MigrationText text{"1", "m", {"1_m.sql", all_examples()}, std::nullopt};
  const Migration whole = parse_migration(text, Dialect::PostgreSQL);
  const Migration outlined = outline_migration(text, Dialect::PostgreSQL);
  REQUIRE(whole.errors.empty());
  REQUIRE(outlined.outline != nullptr);
  REQUIRE(outlined.statements.empty());

  const Statements statements(outlined);
  REQUIRE(statements.size() == whole.statements.size());
  statements.for_each([&](size_t i, const Statement& statement) {
    const Statement& kept = whole.statements[i].statement;
    REQUIRE(statement.text == kept.text);
    REQUIRE(statement.span == kept.span);
    REQUIRE(statement.tag == kept.tag);
    REQUIRE(statement.relations == kept.relations);
    REQUIRE(statements[i].text == kept.text);
  });

  const FileReport expected = report_on(whole);
  const FileReport report = report_on(outlined);
  CHECK(expected.findings.size() > 100);
  REQUIRE(report.findings.size() == expected.findings.size());
  for (size_t i = 0; i < expected.findings.size(); ++i) {
    CHECK(report.findings[i].rule == expected.findings[i].rule);
    CHECK(report.findings[i].message == expected.findings[i].message);
    CHECK(report.findings[i].severity == expected.findings[i].severity);
    CHECK(report.findings[i].span == expected.findings[i].span);
    CHECK(report.findings[i].edits.size() == expected.findings[i].edits.size());
  }
}

TEST_CASE("what an outline cannot hold has its statements") {
  const auto outlined = [](std::string sql) {
    return outline_migration({"1", "m", {"1_m.sql", std::move(sql)}, std::nullopt}, Dialect::PostgreSQL);
  };
  const Migration broken = outlined("CREATE TABLE t (id int);\nCREATE TABL u (id int);\n");
  CHECK(broken.outline == nullptr);
  CHECK(broken.statements.size() == 1);
  CHECK(broken.errors.size() == 1);
  const Migration with_undo = outlined("CREATE TABLE t (id int);\n\n-- lockstep: undo\nDROP TABLE t;\n");
  CHECK(with_undo.outline == nullptr);
  CHECK(with_undo.undo.size() == 1);
}

}  // namespace lockstep
