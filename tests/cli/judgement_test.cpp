// lint, analyze and explain.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/rules/rule.h"
#include "tests/cli/json_schema.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

/// A folder with one good migration and one that blocks.
struct Project {
  TempFolder folder;
  Project() {
    folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text);\n");
    folder.write("migrations/2_zone.sql",
                 "-- every order has a zone now\nALTER TABLE orders ALTER zone SET NOT NULL;\n");
  }
  Outcome run(const std::vector<std::string>& arguments, std::map<std::string, std::string> environment = {}) const {
    return lockstep(arguments, {folder.path(), std::move(environment)});
  }
  Json document(std::vector<std::string> arguments, const std::string& schema, int exit) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Outcome outcome = run(arguments);
    INFO(outcome.err);
    CHECK(outcome.exit == exit);
    CHECK(check_document(outcome.out, schema) == "");
    return Json::parse(outcome.out);
  }
};

TEST_CASE("placeholders are read where files are only looked at, if that is set") {
  const TempFolder folder;
  folder.write("migrations/1_shop.sql", "CREATE TABLE ${schema}.orders (id bigint PRIMARY KEY);\n");
  folder.write("migrations/2_zone.sql", "ALTER TABLE ${schema}.orders ADD COLUMN zone text DEFAULT :'zone';\n");
  const Start start{folder.path(), {}};
  for (const std::string command : {"parse", "analyze", "lint"}) {
    INFO(command);
    const Outcome refused = lockstep({command}, start);
    CHECK(refused.exit == 2);
    CHECK((refused.err + refused.out).find("`${schema}` is a placeholder") != std::string::npos);
    CHECK(lockstep({command, "--placeholders"}, start).exit == 0);
  }
  folder.write("lockstep.toml", "placeholders = true\n");
  CHECK(lockstep({"lint"}, start).exit == 0);
  const Outcome run = lockstep({"up", "--database", "sqlite:shop.db"}, start);
  CHECK(run.exit == 2);
  CHECK_FALSE(folder.has("shop.db"));
}

TEST_CASE("lint shows what blocks, at its place, with what to write instead, and exits 1") {
  const Project project;
  const Outcome outcome = project.run({"lint", "--disable", "missing-lock-timeout"});
  CHECK(outcome.exit == 1);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.starts_with("judged for postgresql 14 to 18\n\nmigrations/2_zone.sql:2:20: error: SET NOT NULL "));
  CHECK(outcome.out.find("    2 | ALTER TABLE orders ALTER zone SET NOT NULL;\n"
                         "      |                    ^^^^^^^^^^^^^^^^^^^^^^^\n"
                         "      = help: ") != std::string::npos);
  CHECK(
      outcome.out.ends_with("1 error, 0 warnings, 0 notes in 2 files; `lockstep explain RULE` tells more; "
                            "`lockstep lint --fix` writes the safe form of 1\n"));
}

TEST_CASE("lint's document has every file and a summary") {
  const Project project;
  const Json document = project.document({"lint", "--disable", "missing-lock-timeout"}, "lint.json", 1);
  CHECK(document["files"].size() == 2);
  CHECK(document["files"][0]["findings"].empty());
  const Json finding = document["files"][1]["findings"][0];
  CHECK(finding["rule"] == "set-not-null-scan");
  CHECK(finding["line"] == 2);
  CHECK(finding["column"] == 20);
  CHECK(document["summary"] == Json{{"errors", 1}, {"warnings", 0}, {"notes", 0}});
}

TEST_CASE("what lint refuses can be set, in all three places") {
  const Project project;
  CHECK(project.run({"lint", "--fail-on", "never"}).exit == 0);
  CHECK(project.run({"lint", "--disable", "set-not-null-scan"}).exit == 0);
  CHECK(project.run({"lint", "--warnings", "set-not-null-scan"}).exit == 0);
  CHECK(project.run({"lint", "--warnings", "set-not-null-scan", "--fail-on", "warning"}).exit == 1);
  CHECK(project.run({"lint"}, {{"LOCKSTEP_LINT_FAIL_ON", "never"}}).exit == 0);
  project.folder.write("lockstep.toml", "[lint]\ndisable = [\"set-not-null-scan\"]\nstyle = true\n");
  CHECK(project.run({"lint"}).exit == 0);
  project.folder.write("lockstep.toml", "[lint]\ndisable = [\"set-not-nul-scan\"]\n");
  const Outcome outcome = project.run({"lint"});
  CHECK(outcome.exit == 2);
  CHECK(outcome.err ==
        "lockstep: error: there is no rule `set-not-nul-scan` (lockstep.toml:2)\n"
        "help: did you mean `set-not-null-scan`?\n");
}

TEST_CASE("lint may report on the newest files only") {
  const Project project;
  project.folder.write("migrations/3_index.sql", "CREATE INDEX CONCURRENTLY orders_zone_idx ON orders (zone);\n");
  const Outcome outcome = project.run({"lint", "--last", "1"});
  CHECK(outcome.exit == 0);
  CHECK(outcome.out == "judged for postgresql 14 to 18\n\nnothing found in 1 file\n");
}

TEST_CASE("an ignore with a reason silences a finding, a directive that cannot be read is one") {
  const Project project;
  project.folder.write("migrations/2_zone.sql",
                       "-- lockstep: ignore set-not-null-scan the table has ten rows\n"
                       "ALTER TABLE orders ALTER zone SET NOT NULL;\n");
  CHECK(project.run({"lint"}).exit == 0);
  project.folder.write("migrations/2_zone.sql", "-- lockstep: ignore set-not-null-scan\nSELECT 1;\n");
  const Json document = project.document({"lint"}, "lint.json", 1);
  CHECK(document["files"][1]["findings"][0]["rule"] == "directive");
}

TEST_CASE("a syntax error is among lint's findings, and the exit code is 2") {
  const Project project;
  project.folder.write("migrations/3_bad.sql",
                       "ALTER TABL orders ADD COLUMN a int;\nALTER TABLE orders DROP COLUMN zone;\n");
  project.folder.write("migrations/3_bad.down.sql", "SELEC 1;\n");
  const Json document = project.document({"lint", "--disable", "missing-lock-timeout"}, "lint.json", 2);
  REQUIRE(document["files"].size() == 4);
  CHECK(document["files"][2]["findings"][0]["rule"] == "syntax-error");
  CHECK(document["files"][2]["findings"][1]["rule"] == "drop-column");
  CHECK(document["files"][3]["path"] == "migrations/3_bad.down.sql");
  CHECK(document["files"][3]["findings"][0]["rule"] == "syntax-error");
}

TEST_CASE("analyze gives the contract's facts") {
  const Project project;
  const Json document = project.document({"analyze", "--server-version", "15"}, "analyze.json", 0);
  CHECK(document["dialect"] == "postgresql");
  CHECK(document["server_version"] == 15);
  const Json statement = document["files"][1]["statements"][0];
  CHECK(statement["offset"] == 30);
  CHECK(statement["length"] == 42);
  CHECK(statement["line"] == 2);
  CHECK(statement["kind"] == "ALTER TABLE");
  CHECK(statement["phase"] == "contract");
  CHECK(statement["locks"] == Json::parse(R"([{"relation":"public.orders","mode":"ACCESS EXCLUSIVE"}])"));
  CHECK(statement["scans"] == Json::parse(R"(["public.orders"])"));
  CHECK(statement["transactional"] == true);
  CHECK(statement["reversible"] == "lossless");
  CHECK(statement["inverse"] == "ALTER TABLE orders ALTER COLUMN zone DROP NOT NULL");
  CHECK(statement["findings"][0]["rule"] == "set-not-null-scan");
}

TEST_CASE("analyze quotes names as the server does") {
  const Project project;
  project.folder.write("a.sql", "CREATE TABLE \"Order Lines\" (id bigint);\n");
  project.folder.write("b.sql", "ALTER TABLE \"Order Lines\" ADD COLUMN a int;\n");
  const Json document = project.document({"analyze", "a.sql", "b.sql"}, "analyze.json", 0);
  CHECK(document["files"][1]["statements"][0]["locks"][0]["relation"] == "public.\"Order Lines\"");
}

TEST_CASE("analyze for people has a head and a block for each statement") {
  const Project project;
  const Outcome outcome = project.run({"analyze"});
  CHECK(outcome.exit == 0);
  CHECK(outcome.out.starts_with(
      "judged for postgresql 18\n\nmigrations/1_shop.sql\n    1  CREATE TABLE\n       expand: "));
  CHECK(outcome.out.find("       locks public.orders ACCESS EXCLUSIVE\n       scans public.orders\n") !=
        std::string::npos);
}

TEST_CASE("analyze goes on past files that cannot be read") {
  const Project project;
  project.folder.write("bad.sql", "SELECT 1;\n-- \xE9\n");
  project.folder.write("broken.sql", "SELECT 1;\nSELEC 2;\n");
  const Json document = project.document({"analyze", "gone.sql", "bad.sql", "broken.sql"}, "analyze.json", 2);
  REQUIRE(document["files"].size() == 3);
  CHECK(document["files"][0]["path"] == "broken.sql");
  CHECK(document["files"][0]["errors"][0]["line"] == 2);
  CHECK(document["files"][0]["statements"].size() == 1);
  CHECK(document["files"][1]["path"] == "gone.sql");
  CHECK(document["files"][2]["errors"][0]["message"] == "not valid UTF-8: byte 0xE9");
}

TEST_CASE("analyze of SQLite's files names the database") {
  const Project project;
  project.folder.write("a.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY);\n");
  project.folder.write("b.sql", "ALTER TABLE t ADD COLUMN a TEXT;\n");
  const Json document = project.document({"analyze", "--dialect", "sqlite", "a.sql", "b.sql"}, "analyze.json", 0);
  CHECK(document["dialect"] == "sqlite");
  CHECK(document["files"][1]["statements"][0]["locks"] == Json::parse(R"([{"relation":"main","mode":"EXCLUSIVE"}])"));
}

TEST_CASE("a server that lockstep does not know is refused") {
  const Project project;
  for (const std::string command : {"lint", "analyze"}) {
    const Outcome outcome = project.run({command, "--server-version", "13"});
    CHECK(outcome.exit == 2);
    CHECK(outcome.err ==
          "lockstep: error: lockstep does not know PostgreSQL 13 (--server-version)\n"
          "help: give a major version from 14 to 18\n");
  }
}

TEST_CASE("explain tells about each rule, and lists them") {
  const Project project;
  const Json all = project.document({"explain"}, "explain.json", 0);
  REQUIRE(all["rules"].size() == all_rules().size());
  for (const Rule* rule : all_rules()) {
    const Outcome outcome = project.run({"explain", std::string(rule->id)});
    CHECK(outcome.exit == 0);
    CHECK(outcome.out.starts_with(std::string(rule->id) + ": " + std::string(rule->title) + "\n"));
    CHECK(outcome.out.ends_with("\n"));
  }
  CHECK(project.document({"explain", "drop-column"}, "explain.json", 0)["rules"][0]["rule"] == "drop-column");
  const Outcome unknown = project.run({"explain", "set-not-null"});
  CHECK(unknown.exit == 2);
  CHECK(unknown.err == "lockstep: error: there is no rule `set-not-null`\nhelp: did you mean `set-not-null-scan`?\n");
}

}  // namespace
}  // namespace lockstep::test
