// lint --fix writes the safe form into the files, and --dry-run shows it.
#include <catch2/catch.hpp>

#include <filesystem>

#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

struct Project {
  TempFolder folder;
  Project() {
    folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text, code text);\n");
  }
  [[nodiscard]] Outcome lint(std::vector<std::string> more) const {
    more.insert(more.begin(), {"lint", "--disable", "missing-lock-timeout"});
    return lockstep(more, {folder.path(), {}});
  }
  /// The second file after --fix.
  [[nodiscard]] std::string fixed(const std::string& text) const {
    folder.write("migrations/2_x.sql", text);
    const Outcome outcome = lint({"--fix"});
    INFO(outcome.err);
    CHECK(outcome.exit != 2);
    return folder.read("migrations/2_x.sql");
  }
};

}  // namespace

TEST_CASE("lint --fix writes the safe form, keeps the rest as it is, and says what it did") {
  const Project project;
  project.folder.write(
      "migrations/2_x.sql",
      "-- first\ncreate  INDEX zones ON orders (zone); -- why\n\n  ALTER TABLE Orders\n    ADD CHECK (code <> '');\n");
  std::filesystem::permissions(project.folder.path("migrations/2_x.sql"), std::filesystem::perms::owner_all);
  const Outcome outcome = project.lint({"--fix"});
  CHECK(outcome.exit == 0);
  CHECK(outcome.out == "judged for postgresql 14 to 18\n\nnothing found in 2 files\n");
  CHECK(outcome.err ==
        "migrations/2_x.sql:2:1: fixed [create-index-blocks-writes]\nmigrations/2_x.sql:5:5: fixed [check-scan]\n");
  CHECK(project.folder.read("migrations/2_x.sql") ==
        "-- first\ncreate  INDEX CONCURRENTLY zones ON orders (zone); -- why\n\n  ALTER TABLE Orders\n"
        "    ADD CONSTRAINT orders_code_check CHECK (code <> '') NOT VALID;\n"
        "ALTER TABLE Orders VALIDATE CONSTRAINT orders_code_check;\n");
  CHECK(std::filesystem::status(project.folder.path("migrations/2_x.sql")).permissions() ==
        std::filesystem::perms::owner_all);
  CHECK(std::distance(std::filesystem::directory_iterator(project.folder.path("migrations")), {}) == 2);
}

TEST_CASE("lint --fix keeps the line ends of the file, and a last line without one") {
  const Project project;
  CHECK(project.fixed("ALTER TABLE orders ADD CONSTRAINT c UNIQUE (code);\r\nSELECT 1;\r\n") ==
        "CREATE UNIQUE INDEX CONCURRENTLY c ON orders (code);\r\n"
        "ALTER TABLE orders ADD CONSTRAINT c UNIQUE USING INDEX c;\r\nSELECT 1;\r\n");
  CHECK(project.fixed("ALTER TABLE orders ALTER zone SET NOT NULL") ==
        "ALTER TABLE orders ADD CONSTRAINT orders_zone_is_set CHECK (zone IS NOT NULL) NOT VALID;\n"
        "ALTER TABLE orders VALIDATE CONSTRAINT orders_zone_is_set;\n"
        "ALTER TABLE orders ALTER zone SET NOT NULL;\nALTER TABLE orders DROP CONSTRAINT orders_zone_is_set");
}

TEST_CASE("several fixes of one statement stand beside each other") {
  const Project project;
  CHECK(
      project.fixed("ALTER TABLE orders ADD CONSTRAINT a CHECK (code <> ''), ADD CONSTRAINT b CHECK (zone <> '');\n") ==
      "ALTER TABLE orders ADD CONSTRAINT a CHECK (code <> '') NOT VALID, ADD CONSTRAINT b CHECK (zone <> '') NOT "
      "VALID;\n"
      "ALTER TABLE orders VALIDATE CONSTRAINT a;\nALTER TABLE orders VALIDATE CONSTRAINT b;\n");
}

TEST_CASE("what one file cannot hold, and what a comment is about, is left alone") {
  const Project project;
  for (const std::string text : {
           "BEGIN;\nCREATE INDEX zones ON orders (zone);\nCOMMIT;\n",
           "-- lockstep: as-written\nALTER TABLE orders ADD CONSTRAINT a CHECK (code <> '');\n",
           "-- lockstep: ignore create-index-blocks-writes small\nCREATE INDEX zones ON orders (zone);\n",
           "ALTER TABLE orders ALTER code TYPE bigint USING code::bigint;\n",
       }) {
    CHECK(project.fixed(text) == text);
  }
}

TEST_CASE("lint --fix --dry-run prints a diff that patch understands, and writes nothing") {
  const Project project;
  const std::string text =
      "-- 1\n-- 2\n-- 3\n-- 4\nCREATE INDEX zones ON orders (zone);\n-- 6\n-- 7\nDROP INDEX other;\n-- 9\n-- 10\n-- "
      "11\n-- 12\n-- 13\n"
      "-- 14\n-- 15\n-- 16\nALTER TABLE orders ADD CONSTRAINT a CHECK (code <> '')";
  project.folder.write("migrations/2_x.sql", text);
  const Outcome diff = project.lint({"--fix", "--dry-run"});
  CHECK(diff.exit == 0);
  CHECK(
      diff.out ==
      "--- migrations/2_x.sql\n+++ migrations/2_x.sql\n@@ -2,10 +2,10 @@\n -- 2\n -- 3\n -- 4\n"
      "-CREATE INDEX zones ON orders (zone);\n+CREATE INDEX CONCURRENTLY zones ON orders (zone);\n -- 6\n -- 7\n"
      "-DROP INDEX other;\n+DROP INDEX CONCURRENTLY other;\n -- 9\n -- 10\n -- 11\n@@ -14,4 +14,5 @@\n -- 14\n -- 15\n "
      "-- 16\n"
      "-ALTER TABLE orders ADD CONSTRAINT a CHECK (code <> '')\n\\ No newline at end of file\n"
      "+ALTER TABLE orders ADD CONSTRAINT a CHECK (code <> '') NOT VALID;\n+ALTER TABLE orders VALIDATE CONSTRAINT a\n"
      "\\ No newline at end of file\n");
  CHECK(project.folder.read("migrations/2_x.sql") == text);
  project.folder.write("fix.diff", diff.out);
  const Outcome patched = run({"sh", "-c", "patch -p0 <fix.diff"}, {project.folder.path(), {}});
  if (patched.exit == 127) return;  // no patch here
  CHECK(patched.exit == 0);
  const std::string by_patch = project.folder.read("migrations/2_x.sql");
  CHECK(by_patch == project.fixed(text));
}

TEST_CASE("mistakes with --fix are told") {
  const Project project;
  CHECK(project.lint({"--dry-run"}).err.starts_with("lockstep: error: `--dry-run` shows what `--fix` would do"));
  CHECK(project.lint({"--fix", "--dry-run", "--format", "json"}).exit == 2);
  project.folder.write("in.sql", "CREATE INDEX zones ON orders (zone);\n");
  const auto pipe = [&](const std::string& arguments) {
    return run({"sh", "-c", lockstep_binary() + " lint - " + arguments + " <in.sql"}, {project.folder.path(), {}});
  };
  CHECK(pipe("--fix").err.starts_with("lockstep: error: `--fix` cannot write to standard input"));
  CHECK(pipe("--fix --dry-run").out.find("+CREATE INDEX CONCURRENTLY zones") != std::string::npos);
}

}  // namespace lockstep::test
