// The forms in which lint tells what it found.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/json_schema.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

/// SARIF's schema as SchemaStore (Apache 2.0) has it: https://json.schemastore.org/sarif-2.1.0-rtm.5.json
constexpr const char* sarif_schema = "tests/cli/sarif-2.1.0-rtm.5.json";

struct Project {
  TempFolder folder;
  std::string file = "migrations/2_100%, a:b.sql";
  Project() {
    folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text);\n");
    folder.write(file,
                 "-- \xC3\xA4\nALTER TABLE orders\n  ALTER zone SET NOT NULL;\n/* \xC3\xA4 */ DROP TABLE orders;\n");
  }
  [[nodiscard]] Outcome lint(const std::string& format, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"lint", "--format", format});
    return lockstep(more, {folder.path(), {}});
  }
};

}  // namespace

TEST_CASE("SARIF fits its schema, and names rule, place and fix") {
  const Project project;
  const Outcome outcome = project.lint("sarif");
  CHECK(outcome.exit == 1);
  CHECK(check_document(outcome.out, sarif_schema) == "");
  const Json document = Json::parse(outcome.out);
  const Json run = document["runs"][0];
  CHECK(run["tool"]["driver"]["name"] == "lockstep");
  CHECK(run["columnKind"] == "unicodeCodePoints");
  const Json result = run["results"][1];
  CHECK(result["ruleId"] == "set-not-null-scan");
  CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"] == "set-not-null-scan");
  CHECK(result["level"] == "error");
  const Json place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "migrations/2_100%25%2C%20a%3Ab.sql");
  CHECK(place["region"] == Json{{"startLine", 3}, {"startColumn", 3}, {"endLine", 3}, {"endColumn", 26}});
  CHECK(result["fixes"][0]["artifactChanges"][0]["replacements"].size() == 3);
  const Json dropped = run["results"].back();
  CHECK(dropped["ruleId"] == "drop-table");
  CHECK(dropped["locations"][0]["physicalLocation"]["region"]["startColumn"] == 20);  // code points, not bytes
}

TEST_CASE("SARIF of a syntax error, and of nothing, fits the schema too") {
  const Project project;
  project.folder.write(project.file, "SELEC 1;\n");
  const Outcome broken = project.lint("sarif");
  CHECK(broken.exit == 2);
  CHECK(check_document(broken.out, sarif_schema) == "");
  CHECK(Json::parse(broken.out)["runs"][0]["results"][0]["ruleId"] == "syntax-error");
  const Outcome nothing = project.lint("sarif", {"migrations/1_shop.sql"});
  CHECK(nothing.exit == 0);
  CHECK(check_document(nothing.out, sarif_schema) == "");
  CHECK(Json::parse(nothing.out)["runs"][0]["results"].empty());
}

TEST_CASE("the schema of SARIF refuses what is not SARIF") {
  CHECK(check_document("{\"version\":\"2.1.0\"}\n", sarif_schema) != "");
  CHECK(check_document("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{}}}]}\n", sarif_schema) != "");
}

TEST_CASE("annotations of GitHub stand on one line each, with what has a meaning there escaped") {
  const Project project;
  const Outcome outcome = project.lint("github");
  CHECK(outcome.exit == 1);
  const std::string head =
      "::error file=migrations/2_100%25%2C a%3Ab.sql,line=3,endLine=3,col=3,endColumn=26,"
      "title=set-not-null-scan::SET NOT NULL reads all rows of `orders` ";
  CHECK(outcome.out.find(head) != std::string::npos);
  CHECK(outcome.out.find("%0A%0Alet a constraint prove it first") != std::string::npos);
  // A finding over several lines has no columns, which GitHub refuses then.
  CHECK(outcome.out.find(
            "::notice file=migrations/2_100%25%2C a%3Ab.sql,line=2,endLine=3,title=missing-lock-timeout::") !=
        std::string::npos);
  CHECK(outcome.out.ends_with("tells more; `lockstep lint --fix` writes the safe form of 2\n"));
}

TEST_CASE("GitLab's fingerprints stay when lines move, and tell findings alike apart") {
  const Project project;
  const auto fingerprints = [&] {
    const Outcome outcome = project.lint("gitlab");
    std::vector<std::string> out;
    const Json document = Json::parse(outcome.out);
    for (const Json& issue : document) {
      CHECK(issue["location"]["path"] == project.file);
      out.push_back(issue["fingerprint"]);
    }
    return out;
  };
  const Json first = Json::parse(project.lint("gitlab").out)[1];
  CHECK(first["check_name"] == "set-not-null-scan");
  CHECK(first["severity"] == "critical");
  CHECK(first["location"]["lines"] == Json{{"begin", 3}, {"end", 3}});
  const auto before = fingerprints();
  project.folder.write(project.file,
                       "-- one more line\n\nALTER TABLE orders\n\n  ALTER   zone SET NOT NULL;\nDROP TABLE orders;\n");
  CHECK(fingerprints() == before);
  project.folder.write(project.file, "TRUNCATE orders;\nTRUNCATE orders;\n");
  const auto alike = fingerprints();
  REQUIRE(alike.size() == 2);
  CHECK(alike[0] != alike[1]);
}

TEST_CASE("JUnit's document is XML, with a case for each finding") {
  const Project project;
  project.folder.write("migrations/3_x.sql", "ALTER TABLE orders ADD COLUMN \"<&>\" int; -- \x01\nSELEC '\x02<';\n");
  const Outcome outcome = project.lint("junit");
  project.folder.write("report.xml", outcome.out);
  const Outcome checked = run({"xmllint", "--noout", "report.xml"}, {project.folder.path(), {}});
  if (checked.exit != 127) CHECK(checked.err == "");
  CHECK(outcome.out.find(
            "<testcase classname=\"migrations/1_shop.sql\" name=\"lint\" file=\"migrations/1_shop.sql\"/>") !=
        std::string::npos);
  CHECK(outcome.out.find("name=\"set-not-null-scan at 3:3\"") != std::string::npos);
  CHECK(outcome.out.find("<failure type=\"error\" message=\"SET NOT NULL reads") != std::string::npos);
  // What does not reach the threshold is told, not failed.
  CHECK(outcome.out.find("<failure type=\"note\"") == std::string::npos);
  CHECK(project.lint("junit", {"--fail-on", "note"}).out.find("<failure type=\"note\"") != std::string::npos);
}

TEST_CASE("text shows the line, what is wrong, what to write, and where to read more") {
  const Project project;
  const std::string out = project.lint("text").out;
  CHECK(out.find(":3:3: error: SET NOT NULL reads all rows of `orders`") != std::string::npos);
  CHECK(out.find("    3 |   ALTER zone SET NOT NULL;\n      |   ^^^^^^^^^^^^^^^^^^^^^^^\n") != std::string::npos);
  CHECK(out.find("      = more: docs/rules.md#set-not-null-scan\n") != std::string::npos);
}

TEST_CASE("only lint has more formats than text and json") {
  const Project project;
  const Outcome outcome = lockstep({"analyze", "--format", "sarif"}, {project.folder.path(), {}});
  CHECK(outcome.exit == 2);
  CHECK(outcome.err.starts_with("lockstep: error: `--format` wants `text` or `json`, not `sarif`"));
  CHECK(lockstep({"lint"}, {project.folder.path(), {{"LOCKSTEP_FORMAT", "gitlab"}}}).out.starts_with("["));
  CHECK(lockstep({"plan"}, {project.folder.path(), {{"LOCKSTEP_FORMAT", "gitlab"}}}).exit == 2);
}

}  // namespace lockstep::test
