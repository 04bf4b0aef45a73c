#include <catch2/catch.hpp>

#include "migrations/migration.h"

namespace lockstep {
namespace {

Migration migration(std::string text, Dialect dialect = Dialect::PostgreSQL) {
  return make_migration("0001", "test", {"0001_test.sql", std::move(text)}, dialect);
}

/// "text of the finding's place: message" of the only finding.
std::string only_finding(const Migration& migration) {
  REQUIRE(migration.findings.size() == 1);
  const Diagnostic& finding = migration.findings[0];
  CHECK(finding.rule == "directive");
  CHECK(finding.category == "process");
  CHECK(finding.severity == Severity::Error);
  return std::string(slice(migration.file.text, finding.span)) + ": " + finding.message;
}

TEST_CASE("a directive belongs to the statement that follows") {
  const Migration m = migration(
      "CREATE TABLE a (id bigint);\n"
      "-- why we do this\n"
      "-- lockstep: phase=contract\n"
      "-- and how\n"
      "DROP TABLE b;\n");
  REQUIRE(m.statements.size() == 2);
  CHECK(m.findings.empty());
  CHECK_FALSE(m.statements[0].directives.phase.has_value());
  CHECK(m.statements[1].directives.phase == "contract");
  CHECK_FALSE(m.directives.phase.has_value());
}

TEST_CASE("an empty line between a directive and the first statement makes it the file's") {
  const Migration m = migration(
      "-- lockstep: phase=contract\n"
      "\n"
      "-- lockstep: as-written\n"
      "DROP TABLE b;\n");
  CHECK(m.findings.empty());
  CHECK(m.directives.phase == "contract");
  CHECK_FALSE(m.directives.as_written);
  CHECK(m.statements.at(0).directives.as_written);
  CHECK_FALSE(m.statements.at(0).directives.phase.has_value());
}

TEST_CASE("an empty line inside a comment is no empty line") {
  const Migration m = migration(
      "-- lockstep: as-written\n"
      "/* first\n\nsecond */\n"
      "DROP TABLE b;\n");
  CHECK(m.statements.at(0).directives.as_written);
}

TEST_CASE("an expression's places count from the start of the file") {
  const std::string text =
      "SELECT 1;\n"
      "-- lockstep: using=upper(country) || t.\"Zone\"\n"
      "ALTER TABLE t ADD COLUMN zone text NOT NULL;\n";
  const Migration m = migration(text);
  CHECK(m.findings.empty());
  const auto& expression = m.statements.at(1).directives.using_expression;
  REQUIRE(expression.has_value());
  CHECK(expression->text == "upper(country) || t.\"Zone\"");
  CHECK(slice(text, expression->span) == expression->text);
  REQUIRE(expression->columns.size() == 2);
  CHECK(slice(text, expression->columns[0].span) == "country");
  CHECK(slice(text, expression->columns[1].span) == "\"Zone\"");
  CHECK(expression->columns[1].name == "Zone");
  REQUIRE(expression->functions.size() == 1);
  CHECK(slice(text, expression->functions[0].span) == "upper");
}

TEST_CASE("a block comment may hold an expression of several lines") {
  const std::string text =
      "/* lockstep: reverse=CASE zone\n"
      "     WHEN 'EU' THEN 1\n"
      "     ELSE 2 END */\n"
      "ALTER TABLE t ADD COLUMN zone text;\n";
  const Migration m = migration(text);
  CHECK(m.findings.empty());
  REQUIRE(m.statements.at(0).directives.reverse_expression.has_value());
  CHECK(slice(text, m.statements[0].directives.reverse_expression->columns.at(0).span) == "zone");
}

TEST_CASE("what is not one expression is a finding at its place") {
  CHECK(only_finding(migration("-- lockstep: using=a WHERE b\nSELECT 1;")) ==
        "a WHERE b: this is more than one expression");
  CHECK(only_finding(migration("-- lockstep: using=a, c = d\nSELECT 1;")) ==
        "a, c = d: this is more than one expression");
  CHECK(only_finding(migration("-- lockstep: using=a; DROP TABLE t\nSELECT 1;")) ==
        "a; DROP TABLE t: this is more than one expression");
  const Migration broken = migration("-- lockstep: using=upper(a +\nSELECT 1;");
  REQUIRE(broken.findings.size() == 1);
  CHECK(line_column(broken.file.text, broken.findings[0].span.begin).line == 1);
  CHECK_FALSE(broken.statements.at(0).directives.using_expression.has_value());
}

TEST_CASE("backfill names key columns and rows") {
  const Migration m = migration("-- lockstep: backfill key=Tenant_Id,\"Id\" chunk=500 strict\nUPDATE t SET a = 1;");
  CHECK(m.findings.empty());
  const Directives& directives = m.statements.at(0).directives;
  CHECK(directives.backfill_key == std::vector<std::string>{"tenant_id", "Id"});
  CHECK(directives.chunk == 500);
  CHECK(directives.options.at("strict") == "true");
}

TEST_CASE("mirror names two tables") {
  const Migration m = migration("-- lockstep: mirror orders -> shop.orders_v2\nSELECT 1;");
  CHECK(m.findings.empty());
  const auto& mirror = m.statements.at(0).directives.mirror;
  REQUIRE(mirror.has_value());
  CHECK(mirror->first.name == "orders");
  CHECK(mirror->second.schema == "shop");
  CHECK(mirror->second.name == "orders_v2");
  CHECK(slice(m.file.text, mirror->second.span) == "shop.orders_v2");
}

TEST_CASE("a gate is the migration's wherever it stands") {
  const Migration m = migration("SELECT 1;\n-- lockstep: gate soak=72h\nSELECT 2;");
  CHECK(m.findings.empty());
  CHECK(m.directives.gates.at("soak") == "72h");
}

TEST_CASE("words that stand for themselves may share a line") {
  const Migration m = migration("-- lockstep: phase=contract quarantine=7d cutover\nSELECT 1;");
  CHECK(m.findings.empty());
  const Directives& directives = m.statements.at(0).directives;
  CHECK(directives.phase == "contract");
  CHECK(directives.options.at("quarantine") == "7d");
  CHECK(directives.cutover);
}

TEST_CASE("ignore keeps rule, reason and place") {
  const Migration m = migration("-- lockstep: ignore set-not-null the table has ten rows\nSELECT 1;");
  CHECK(m.findings.empty());
  const Directives& directives = m.statements.at(0).directives;
  REQUIRE(directives.ignores.size() == 1);
  CHECK(directives.ignores[0].rule == "set-not-null");
  CHECK(directives.ignores[0].reason == "the table has ten rows");
  CHECK(slice(m.file.text, directives.ignores[0].span) == "set-not-null the table has ten rows");
}

TEST_CASE("the undo section is not run") {
  const Migration m = migration("CREATE TABLE a (id bigint);\n\n-- lockstep: undo\nDROP TABLE a;\nSELECT 1;\n");
  CHECK(m.findings.empty());
  CHECK(m.statements.size() == 1);
  REQUIRE(m.undo.size() == 2);
  CHECK(m.undo[0].text == "DROP TABLE a");
  CHECK(m.undo_file.path == "0001_test.sql");
  CHECK(slice(m.undo_file.text, m.undo[0].span) == "DROP TABLE a");
}

TEST_CASE("a file may hold nothing but an undo section") {
  const Migration m = migration("-- lockstep: undo\nDROP TABLE a;\n");
  CHECK(m.statements.empty());
  CHECK(m.undo.size() == 1);
}

TEST_CASE("what cannot be understood is a finding with the likely word") {
  struct Case {
    std::string line, finding, help;
  };
  const std::vector<Case> cases = {
      {"-- lockstep: phse=contract", "phse: `phse` is not a directive", "did you mean `phase`?"},
      {"-- lockstep: phase=contact", "contact: `contact` is not a phase", "did you mean `contract`?"},
      {"-- lockstep: phase", "phase: `phase` wants a value: `phase=...`", ""},
      {"-- lockstep: ignore set-not-null", "set-not-null: `ignore set-not-null` without a reason",
       "say behind the rule's name why it may be ignored here"},
      {"-- lockstep: backfill chunk=many", "many: `chunk` is not a number of rows", "e.g. chunk=500"},
      {"-- lockstep: backfill kee=id", "kee: `backfill` does not know `kee`", "did you mean `key`?"},
      {"-- lockstep: mirror orders", "orders: `mirror` wants two tables",
       "e.g. `-- lockstep: mirror orders -> orders_v2`"},
      {"-- lockstep: gate soak=long", "long: `long` is not a duration", "write e.g. `72h` or `3d`"},
      {"-- lockstep: gate saok=72h", "saok: `saok` is not a gate that lockstep knows", "it knows `soak=72h`"},
      {"-- lockstep: quarantine=soon", "soon: `soon` is not a duration", "write e.g. `7d`, `12h`, or `0` for none"},
      {"-- lockstep ignore set-not-null reason",
       "lockstep: this looks like a directive, but directives begin with `lockstep:`",
       "write `-- lockstep: ignore set-not-null reason`"},
      {"-- lockstpe: as-written", "lockstpe:: this looks like a directive, but directives begin with `lockstep:`",
       "write `-- lockstep: as-written`"},
      {"SELECT 0; -- lockstep: as-written", "as-written: a directive behind other text on its line",
       "put it on a line of its own before the statement it is meant for"},
      {"SELECT\n-- lockstep: as-written\n0;", "as-written: a directive inside a statement",
       "put it on a line of its own before the statement"},
  };
  for (const Case& each : cases) {
    INFO(each.line);
    const Migration m = migration(each.line + "\nSELECT 1;\n");
    CHECK(only_finding(m) == each.finding);
    CHECK(m.findings[0].help == each.help);
    const Directives& last = m.statements.back().directives;
    CHECK_FALSE(last.as_written);
    CHECK(last.ignores.empty());
  }
}

TEST_CASE("prose about lockstep is no directive") {
  const Migration m = migration("-- lockstep runs this in chunks; see the docs: phase two\nSELECT 1;\n");
  CHECK(m.findings.empty());
}

TEST_CASE("a directive behind the last statement belongs to nothing") {
  CHECK(only_finding(migration("SELECT 1;\n-- lockstep: as-written\n")) ==
        "as-written: a directive behind the last statement");
}

TEST_CASE("a directive in the undo section has no effect") {
  CHECK(only_finding(migration("SELECT 1;\n-- lockstep: undo\n-- lockstep: as-written\nSELECT 2;\n")) ==
        "as-written: a directive in the undo section has no effect");
}

TEST_CASE("directives are read in SQLite's files too") {
  const Migration m = migration("-- lockstep: using=lower(Name)\nALTER TABLE t ADD COLUMN n text;\n", Dialect::SQLite);
  CHECK(m.findings.empty());
  REQUIRE(m.statements.at(0).directives.using_expression.has_value());
  CHECK(m.statements[0].directives.using_expression->columns.at(0).name == "Name");
}

}  // namespace
}  // namespace lockstep
