// The forms in which `plan` shows what it has planned, and the files that it emits.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

/// Names that would end a quote, a tag, a cell of a table or a comment, where they are not escaped.
struct NastyProject {
  TempFolder folder;
  NastyProject() {
    folder.write("migrations/1_shop.sql", "CREATE TABLE \"<b>o'&|`x\" (id bigint PRIMARY KEY, zone text);\n");
    folder.write("migrations/2_a&b'<i>.sql",
                 "ALTER TABLE \"<b>o'&|`x\" RENAME COLUMN zone TO \"</script>$lockstep$\";\n");
  }
  [[nodiscard]] Outcome plan(std::vector<std::string> more) const {
    more.insert(more.begin(), "plan");
    return lockstep(more, {folder.path(), {}});
  }
  [[nodiscard]] std::string path(const std::string& name) const { return folder.path() + "/" + name; }
};

std::string read(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("a page holds names as text, and nothing from outside") {
  const NastyProject project;
  const Outcome outcome = project.plan({"--format", "html"});
  CHECK(outcome.exit == 0);
  CHECK_THAT(outcome.out, Catch::StartsWith("<!DOCTYPE html>"));
  CHECK_THAT(outcome.out, Catch::Contains("&lt;/script&gt;"));
  CHECK_THAT(outcome.out, Catch::Contains("&lt;b&gt;o&#39;&amp;|`x"));
  for (const char* raw : {"<b>", "<i>", "</script>", "<script", "href=", "src=", "url("}) {
    CHECK_THAT(outcome.out, !Catch::Contains(raw));
  }
  CHECK_THAT(outcome.out, Catch::Contains("width=device-width") && Catch::Contains("@media print") &&
                              Catch::Contains("prefers-color-scheme: dark") && Catch::Contains("<svg "));
}

TEST_CASE("a runbook says where to hold and how to go back") {
  const NastyProject project;
  const Outcome outcome = project.plan({"--format", "markdown", "--last", "1"});
  CHECK(outcome.exit == 0);
  CHECK_THAT(outcome.out, Catch::StartsWith("# Runbook: 2 "));
  CHECK_THAT(outcome.out, Catch::Contains("**Hold** until the new version is deployed everywhere"));
  CHECK_THAT(outcome.out, Catch::Contains("lockstep contract --id 2"));
  CHECK_THAT(outcome.out, Catch::Contains("**Way back from here**: lossless") && Catch::Contains("lockstep rollback"));
  CHECK_THAT(outcome.out, Catch::Contains("ACCESS EXCLUSIVE") && Catch::Contains("stops reads and writes"));
}

TEST_CASE("files for other runners: the same each time, and nobody's file is replaced") {
  const NastyProject project;
  const std::vector<std::string> emit = {"--last", "1", "--emit-dir", "out"};
  REQUIRE(project.plan(emit).exit == 0);
  const std::vector<std::string> names = names_in(project.path("out"));
  REQUIRE(names.size() == 6);
  CHECK(names[0] == "2_a&b'<i>.1_expand.sql");
  CHECK(names[1] == "2_a&b'<i>.1_expand.undo.sql");
  CHECK(names[5] == "2_a&b'<i>.3_contract.undo.sql");
  const std::string first = project.path("out/" + names[0]);
  const std::string text = read(first);
  CHECK_THAT(text, Catch::StartsWith("-- lockstep plan, sha256 of what follows: "));
  CHECK(project.plan(emit).exit == 0);
  CHECK(read(first) == text);

  project.folder.write("out/" + names[0], text + "-- mine\n");
  const Outcome refused = project.plan(emit);
  CHECK(refused.exit == 2);
  CHECK_THAT(refused.err, Catch::Contains("is in the way") && Catch::Contains("--force"));
  CHECK(read(first) == text + "-- mine\n");
  std::vector<std::string> forced = emit;
  forced.emplace_back("--force");
  CHECK(project.plan(forced).exit == 0);
  CHECK(read(first) == text);

  // A plan that has fewer parts leaves no file of the earlier one behind, and files of others alone.
  project.folder.write("out/2_a&b'<i>.3_note.sql", "-- mine\n");
  project.folder.write("migrations/2_a&b'<i>.sql", "ALTER TABLE \"<b>o'&|`x\" ADD COLUMN n bigint;\n");
  CHECK(project.plan(emit).exit == 0);
  CHECK(names_in(project.path("out")) == std::vector<std::string>{names[0], names[1], "2_a&b'<i>.3_note.sql"});
}

TEST_CASE("a script is whole or not at all") {
  const NastyProject project;
  project.folder.write("migrations/3_bad.sql", "BEGIN;\nROLLBACK;\n");
  for (const std::vector<std::string>& form :
       {std::vector<std::string>{"--format", "sql"}, std::vector<std::string>{"--emit-dir", "out"}}) {
    const Outcome outcome = project.plan(form);
    CHECK(outcome.exit == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Catch::Contains("3_bad.sql:2:1: refused"));
    CHECK_FALSE(std::filesystem::exists(project.path("out")));
  }
  for (const char* format : {"markdown", "html"}) {
    const Outcome outcome = project.plan({"--format", format});
    CHECK(outcome.exit == 2);
    CHECK_THAT(outcome.out, Catch::Contains("Refused"));
  }
}

TEST_CASE("plan's options that do not fit together") {
  const NastyProject project;
  CHECK(project.plan({"--format", "yaml"}).exit == 2);
  CHECK(project.plan({"--force"}).exit == 2);
  CHECK(project.plan({"--emit-dir", "out", "--format", "html"}).exit == 2);
  CHECK(project.plan({"--emit-dir", ""}).exit == 2);
  project.folder.write("file", "x");
  const Outcome outcome = project.plan({"--emit-dir", "file"});
  CHECK(outcome.exit == 2);
  CHECK_THAT(outcome.err, Catch::Contains("is a file (--emit-dir)"));
}

}  // namespace lockstep::test
