// Living with lint: settings for paths, a baseline, what changed, and notes for what the planner does.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

struct Project {
  TempFolder folder;
  Project() {
    folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text, note text);\n");
    folder.write("migrations/2_old.sql", "TRUNCATE orders;\n");
    folder.write("migrations/3_new.sql", "ALTER TABLE orders DROP COLUMN note;\n");
  }
  [[nodiscard]] Outcome run(std::vector<std::string> arguments) const {
    return lockstep(arguments, {folder.path(), {}});
  }
  /// "path rule severity" of each finding, notes about timeouts aside.
  [[nodiscard]] std::vector<std::string> found(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"lint", "--format", "json", "--disable", "missing-lock-timeout"});
    const Outcome outcome = run(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit < 2);
    std::vector<std::string> out;
    const Json document = Json::parse(outcome.out);
    for (const Json& file : document["files"]) {
      for (const Json& finding : file["findings"]) {
        out.push_back(file["path"].get<std::string>() + " " + finding["rule"].get<std::string>() + " " +
                      finding["severity"].get<std::string>());
      }
    }
    return out;
  }
  void git(const std::string& command) const {
    const Outcome outcome = test::run({"sh", "-c", "git -c user.name=t -c user.email=t@t " + command},
                                      {folder.path(), {{"HOME", folder.path()}}});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
  }
};
using List = std::vector<std::string>;

}  // namespace

TEST_CASE("settings of a path hold for its files only") {
  const Project project;
  project.folder.write(
      "lockstep.toml",
      "migrations = \"migrations\"\n[lint]\nerrors = [\"truncate\"]\n\n[[lint.paths]]\npath = \"migrations/2_*\"\n"
      "warnings = [\"truncate\"]\n\n[[lint.paths]]\npath = \"3_new.sql\"\ndisable = [\"drop-column\"]\n");
  CHECK(project.found() == List{"migrations/2_old.sql truncate warning"});
  project.folder.write("sub/x", "");
  const Outcome below = lockstep({"lint", "--format", "json"}, {project.folder.path("sub"), {}});
  CHECK(Json::parse(below.out)["summary"] == Json{{"errors", 0}, {"warnings", 1}, {"notes", 0}});
}

TEST_CASE("wrong settings of a path are errors with their line") {
  const Project project;
  const auto error = [&](const std::string& text) {
    project.folder.write("lockstep.toml", text);
    const Outcome outcome = project.run({"lint"});
    CHECK(outcome.exit == 2);
    return outcome.err.substr(0, outcome.err.find('\n'));
  };
  CHECK(error("[[lint.paths]]\npath = \"a\"\ndisable = [\"x\"]\n") ==
        "lockstep: error: there is no rule `x` (lockstep.toml:3)");
  CHECK(error("[[lint.paths]]\ndisable = []\n") ==
        "lockstep: error: lockstep.toml:1: an entry of `[[lint.paths]]` without a path");
  CHECK(error("[[lint.paths]]\npath = \"a\"\nstyle = true\n") ==
        "lockstep: error: lockstep.toml:3: `[[lint.paths]]` has no key `style`");
  CHECK(error("[lint]\npaths = 1\n") == "lockstep: error: lockstep.toml:2: `lint.paths` wants tables");
}

TEST_CASE("migrations up to a given one are followed, but not reported on") {
  const Project project;
  CHECK(project.found({"--after", "2"}) == List{"migrations/3_new.sql drop-column warning"});
  CHECK(project.found({"--after", "0002"}) == List{"migrations/3_new.sql drop-column warning"});
  CHECK(project.found({"--after", "3"}).empty());
  project.folder.write("lockstep.toml", "[lint]\nafter = \"3\"\n");
  CHECK(project.found().empty());
}

TEST_CASE("a baseline knows old findings wherever they stand, and tells of those that are gone") {
  const Project project;
  CHECK(project.run({"lint", "--baseline", "db/base.json"})
            .err.starts_with("lockstep: error: db/base.json: there is no such baseline\nhelp: `lockstep lint "
                             "--baseline FILE --write-baseline`"));
  CHECK(project.run({"lint", "--write-baseline"}).exit == 2);
  project.folder.write("db/x", "");
  const Outcome written =
      project.run({"lint", "--baseline", "db/base.json", "--write-baseline", "--disable", "missing-lock-timeout"});
  CHECK(written.exit == 0);
  CHECK(written.err == "lockstep: wrote db/base.json\n");
  CHECK(project.found({"--baseline", "db/base.json"}).empty());
  // From another folder it is the same file.
  CHECK(lockstep({"lint", "../migrations", "--baseline", "base.json", "--fail-on", "note", "--disable",
                  "missing-lock-timeout"},
                 {project.folder.path("db"), {}})
            .exit == 0);
  project.folder.write("migrations/2_old.sql", "-- moved\n\nTRUNCATE   orders;\nTRUNCATE orders;\n");
  CHECK(project.found({"--baseline", "db/base.json"}) == List{"migrations/2_old.sql truncate warning"});
  project.folder.write("migrations/2_old.sql", "SELECT 1;\n");
  CHECK(project.found({"--baseline", "db/base.json"}) == List{"db/base.json stale-baseline note"});
  // Of files that are not reported on nothing is said.
  CHECK(project.found({"--baseline", "db/base.json", "--last", "1"}).empty());
  for (const std::string text : {"[]", "{", "{\"version\":2,\"findings\":[]}", "{\"version\":1,\"findings\":[{}]}"}) {
    project.folder.write("db/base.json", text);
    CHECK(project.run({"lint", "--baseline", "db/base.json"}).exit == 2);
  }
}

TEST_CASE("only what changed since a revision is reported, judged with all that came before") {
  const Project project;
  project.git("init -q");
  CHECK(project.run({"lint", "--changed-since", "main"})
            .err.starts_with("lockstep: error: git knows no revision `main`"));
  project.git("add .");
  project.git("commit -q -m one");
  CHECK(project.found({"--changed-since", "HEAD"}).empty());
  project.folder.write("migrations/4_index.sql", "CREATE INDEX orders_zone ON orders (zone);\n");
  const List fourth = {"migrations/4_index.sql create-index-blocks-writes error"};
  CHECK(project.found({"--changed-since", "HEAD"}) == fourth);
  project.git("add .");
  project.git("commit -q -m two");
  CHECK(project.found({"--changed-since", "HEAD"}).empty());
  CHECK(project.found({"--changed-since", "HEAD~1"}) == fourth);
  CHECK(project.found({"--changed-since", "HEAD~1", project.folder.path("migrations")}).size() == 1);
  // What was there is not edited, and nothing comes before it.
  project.folder.write("migrations/4_index.sql", "CREATE INDEX CONCURRENTLY orders_zone ON orders (zone);\n");
  CHECK(project.found({"--changed-since", "HEAD"}) == List{"migrations/4_index.sql edited-migration warning"});
  project.git("checkout -q migrations/4_index.sql");
  project.folder.write("migrations/0_late.sql", "-- lockstep: ignore late-migration it ran by hand\nSELECT 1;\n");
  CHECK(project.found({"--changed-since", "HEAD"}).empty());
  CHECK(project.found({"migrations/0_late.sql"}).empty());
  project.folder.write("migrations/0_late.sql", "SELECT 1;\n");
  CHECK(project.found({"--changed-since", "HEAD"}) == List{"migrations/0_late.sql late-migration warning"});
  CHECK(project.found({"--changed-since", "HEAD", "--disable", "late-migration"}).empty());
  project.folder.write("lockstep.toml", "[[lint.paths]]\npath = \"0_*\"\ndisable = [\"late-migration\"]\n");
  CHECK(project.found({"--changed-since", "HEAD", "migrations"}).empty());
  const TempFolder outside;
  outside.write("1_a.sql", "SELECT 1;\n");
  const Outcome no_repository = lockstep({"lint", "--changed-since", "HEAD", "1_a.sql"},
                                         {outside.path(), {{"GIT_CEILING_DIRECTORIES", std::string(outside.path())}}});
  CHECK(no_repository.exit == 2);
  CHECK(no_repository.err.find("is in no git repository") != std::string::npos);
}

TEST_CASE("comments of squawk keep their meaning") {
  const Project project;
  const auto found = [&](const std::string& text) {
    project.folder.write("migrations/3_new.sql", text);
    return project.found({"migrations/3_new.sql"}).size();
  };
  CHECK(found("ALTER TABLE orders DROP COLUMN note;\n") == 1);
  CHECK(found("-- squawk-ignore ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n") == 0);
  CHECK(found("-- squawk-ignore prefer-robust-stmts, ban-drop-column: nobody reads it\n\nALTER TABLE orders DROP "
              "COLUMN note;\n") == 0);
  CHECK(found("ALTER TABLE orders DROP COLUMN note; -- squawk-ignore ban-drop-column\nSELECT 1;\n") == 0);
  CHECK(found("ALTER TABLE orders\n  -- squawk-ignore ban-drop-column\n  DROP COLUMN note;\n") == 0);
  CHECK(found("/* squawk-ignore ban-drop-column */\nALTER TABLE orders DROP COLUMN note;\n") == 0);
  CHECK(found("SELECT 1;\n-- squawk-ignore-file ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n") == 0);
  CHECK(found("-- squawk-ignore-file\nALTER TABLE orders DROP COLUMN note;\n") == 0);
  // Another rule, or none, silences nothing; one without effect is not worth a word.
  CHECK(found("-- squawk-ignore ban-drop-table\nALTER TABLE orders DROP COLUMN note;\n") == 1);
  CHECK(found("-- squawk-ignore\nALTER TABLE orders DROP COLUMN note;\n") == 1);
  CHECK(found("-- squawk-ignore ban-drop-table\nSELECT 1;\n") == 0);
}

TEST_CASE("in a project that lockstep runs, what the planner rewrites away is a note that names the rewrite") {
  const Project project;
  project.folder.write("migrations/3_new.sql",
                       "ALTER TABLE orders DROP COLUMN note;\nCREATE INDEX orders_zone ON orders (zone);\n"
                       "-- lockstep: as-written\nCREATE INDEX orders_zone_2 ON orders (zone, id);\n");
  const std::string file = "migrations/3_new.sql ";
  CHECK(project.found({"--last", "1"}) == List{file + "drop-column warning", file + "create-index-blocks-writes error",
                                               file + "create-index-blocks-writes error"});
  project.folder.write("lockstep.toml", "project = \"shop\"\n");
  CHECK(project.found({"--last", "1"}) == List{file + "drop-column note", file + "create-index-blocks-writes note",
                                               file + "create-index-blocks-writes error"});
  const Outcome outcome = project.run({"lint", "--last", "1"});
  CHECK(outcome.out.find("; lockstep does not run it like this, its plan has the rewrite `") != std::string::npos);
}

TEST_CASE("sizes of tables make words of a lock, and a note of one that nobody notices") {
  const Project project;
  project.folder.write("migrations/3_new.sql", "CREATE INDEX zones ON orders (zone);\n");
  const std::string file = "migrations/3_new.sql ";
  const auto lint = [&](const std::string& stats) {
    project.folder.write("stats.json", stats);
    return project.run({"lint", "--stats", "stats.json", "migrations/3_new.sql"});
  };
  const Outcome large =
      lint(R"({"version":1,"tables":[{"table":"orders","bytes":82000000000,"rows":null,"writes_per_second":120.5}]})");
  CHECK(large.exit == 1);
  CHECK(large.out.find("; that is 82 GB, about 12 min, beside 120 writes a second [create-index-blocks-writes]") !=
        std::string::npos);
  const Outcome small = lint(R"({"version":1,"tables":[{"table":"public.orders","bytes":8192}]})");
  CHECK(small.exit == 0);
  CHECK(small.out.find("note: CREATE INDEX holds SHARE") != std::string::npos);
  CHECK(small.out.find("; that is 8192 bytes, less than a moment") != std::string::npos);
  CHECK(lint(R"({"version":1,"tables":[]})").exit == 1);
  for (const std::string wrong : {"", "[]", R"({"version":2,"tables":[]})", R"({"version":1,"tables":[{}]})",
                                  R"({"version":1,"tables":[{"table":"a","bytes":"1"}]})"}) {
    CHECK(lint(wrong).err.starts_with("lockstep: error: stats.json: "));
  }
  CHECK(project.run({"lint", "--stats", "gone.json"}).exit == 2);
}

}  // namespace lockstep::test
