// Which files lint, analyze and plan look at, and what they know before the first of them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

/// A history in which only the second file makes the third one harmless: its table is not new, its CHECK proves it.
struct History {
  TempFolder folder;
  History() {
    folder.write("migrations/0001_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text);\n");
    folder.write("migrations/0002_proof.sql",
                 "ALTER TABLE orders ADD CONSTRAINT zone_set CHECK (zone IS NOT NULL) NOT VALID;\n"
                 "ALTER TABLE orders VALIDATE CONSTRAINT zone_set;\n");
    folder.write("migrations/0003_zone.sql", "SET lock_timeout = '2s';\nALTER TABLE orders ALTER zone SET NOT NULL;\n");
    folder.write("migrations/0004_broken.sql", "SELEC 1;\n");
  }
  [[nodiscard]] Outcome run(const std::vector<std::string>& arguments) const {
    return lockstep(arguments, {folder.path(), {}});
  }
  /// The same with a standard input.
  [[nodiscard]] Outcome pipe(const std::string& input, const std::string& arguments) const {
    folder.write("input", input);
    return test::run({"sh", "-c", lockstep_binary() + " " + arguments + " <input"}, {folder.path(), {}});
  }
};

std::vector<std::string> reported(const Outcome& outcome) {
  std::vector<std::string> paths;
  const Json document = Json::parse(outcome.out);
  for (const Json& file : document["files"]) paths.push_back(file["path"]);
  return paths;
}

}  // namespace

TEST_CASE("a file that is named comes with those before it, which are not reported on") {
  const History history;
  const Outcome alone = history.run({"lint", "--format", "json", "migrations/0003_zone.sql"});
  INFO(alone.out << alone.err);
  CHECK(alone.exit == 0);
  CHECK(reported(alone) == std::vector<std::string>{"migrations/0003_zone.sql"});
  CHECK(alone.out.find("set-not-null-scan") == std::string::npos);
  // What stands behind it is not even read.
  CHECK(history.run({"lint", "migrations/0004_broken.sql"}).exit == 2);
  const Outcome from_inside =
      lockstep({"lint", "0003_zone.sql", "--format", "json"}, {history.folder.path("migrations"), {}});
  CHECK(from_inside.exit == 0);
  CHECK(reported(from_inside) == std::vector<std::string>{"0003_zone.sql"});
}

TEST_CASE("files whose names give no order are judged by themselves") {
  const TempFolder folder;
  folder.write("a.sql", "CREATE TABLE t (id bigint);\n");
  folder.write("b.sql", "ALTER TABLE t ALTER id SET NOT NULL;\n");
  CHECK(lockstep({"lint", "b.sql"}, {folder.path(), {}}).exit == 1);
}

TEST_CASE("a folder whose files create the same table twice is no history") {
  const TempFolder folder;
  folder.write("1.sql", "CREATE TABLE t (id bigint);\n");
  folder.write("2.sql", "CREATE TABLE t (id bigint, a text);\n");
  const Outcome outcome = lockstep({"lint", "2.sql"}, {folder.path(), {}});
  CHECK(outcome.exit == 0);
  CHECK(outcome.err ==
        "lockstep: note: the files of `.` are not one history (`t` is created twice): what was named is judged by "
        "itself\n");
  CHECK(lockstep({"lint", "."}, {folder.path(), {}}).exit == 1);
}

TEST_CASE("an undo that is named is looked at, and does not run") {
  const History history;
  history.folder.write("migrations/0003_zone.down.sql", "ALTR TABLE orders;\n");
  const Outcome outcome = history.run({"lint", "--format", "json", "migrations/0003_zone.down.sql"});
  CHECK(outcome.exit == 2);
  CHECK(reported(outcome) == std::vector<std::string>{"migrations/0003_zone.down.sql"});
}

TEST_CASE("each folder of named files is a history of its own") {
  const TempFolder folder;
  folder.write("a/1_t.sql", "CREATE TABLE t (id bigint);\n");
  folder.write("b/1_t.sql", "CREATE TABLE t (id bigint);\n");
  const Outcome outcome = lockstep({"lint", "a/1_t.sql", "b/1_t.sql"}, {folder.path(), {}});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit == 0);
}

TEST_CASE("patterns are read where the shell leaves them alone") {
  const History history;
  const Outcome outcome = history.run({"lint", "--format", "json", "migrations/000[12]*.sql"});
  CHECK(outcome.exit == 0);
  CHECK(reported(outcome).size() == 2);
  CHECK(reported(history.run({"lint", "--format", "json", "**/0001*.sql"})).size() == 1);
  const Outcome none = history.run({"lint", "migrations/*.psql"});
  CHECK(none.exit == 2);
  CHECK(none.err ==
        "lockstep: error: no file matches `migrations/*.psql`\n"
        "help: `*` stays within a name, `**` stands for any number of folders\n");
}

TEST_CASE("standard input is a file of the name that is given") {
  const History history;
  const std::string unsaved = "SET lock_timeout = '2s';\nALTER TABLE orders ALTER zone SET NOT NULL;\n";
  CHECK(history.pipe(unsaved, "lint -").exit == 1);
  const Outcome known = history.pipe(unsaved, "lint - --stdin-filename migrations/0003_zone.sql --format json");
  INFO(known.out << known.err);
  CHECK(known.exit == 0);
  CHECK(reported(known) == std::vector<std::string>{"migrations/0003_zone.sql"});
  const Outcome unnamed = history.pipe("SELEC 1;\n", "lint -");
  CHECK(unnamed.exit == 2);
  CHECK(unnamed.out.find("<stdin>:1:1: error: ") != std::string::npos);
  CHECK(history.pipe("SELECT 1;\n", "analyze -").exit == 0);
  CHECK(history.pipe("ALTER TABLE orders ADD COLUMN a int;\n", "plan - --stdin-filename migrations/0003_a.sql").exit ==
        0);
  CHECK(
      history.run({"lint", "--stdin-filename", "a.sql", "migrations/0001_shop.sql"})
          .err.starts_with(
              "lockstep: error: `--stdin-filename` names the text of standard input, but `-` is not among the files"));
  CHECK(history.pipe("x", "lint - -").err.starts_with("lockstep: error: `-` is given twice"));
  CHECK(history.pipe("SELECT '\xE9';", "lint -").err.find("<stdin>:1:9: not valid UTF-8") != std::string::npos);
}

TEST_CASE("a dump of the schema stands before the first file") {
  const TempFolder folder;
  folder.write(
      "structure.sql",
      "-- PostgreSQL database dump\n\\restrict abc\nSET statement_timeout = 0;\n"
      "SELECT pg_catalog.set_config('search_path', '', false);\n"
      "CREATE TABLE public.orders (id bigint NOT NULL, zone text, CONSTRAINT zone_set CHECK ((zone IS NOT NULL)));\n"
      "COPY public.orders (id, zone) FROM stdin;\n1\tnorth\n\\.\n"
      "ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);\n\\unrestrict abc\n");
  folder.write("20240101_zone.sql", "SET lock_timeout = '2s';\nALTER TABLE orders ALTER zone SET NOT NULL;\n");
  const Start start{folder.path(), {}};
  CHECK(lockstep({"lint", "20240101_zone.sql"}, start).exit == 1);
  const Outcome known = lockstep({"lint", "--schema", "structure.sql", "20240101_zone.sql"}, start);
  INFO(known.out << known.err);
  CHECK(known.exit == 0);
  const Outcome analyzed =
      lockstep({"analyze", "--schema", "structure.sql", "--format", "json", "20240101_zone.sql"}, start);
  CHECK(Json::parse(analyzed.out)["files"][0]["statements"][1]["scans"].empty());
  CHECK(lockstep({"plan", "--schema", "structure.sql", "20240101_zone.sql"}, start).exit == 0);
  folder.write("lockstep.toml", "schema = \"structure.sql\"\n");
  CHECK(lockstep({"lint", "20240101_zone.sql"}, start).exit == 0);
}

TEST_CASE("SQLite's schema is read as .schema prints it") {
  const TempFolder folder;
  folder.write("schema.sql",
               "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nCREATE TABLE sqlite_sequence(name,seq);\n"
               "CREATE VIEW v AS SELECT a FROM t\n/* v(a) */;\n");
  folder.write("1_a.sql", "ALTER TABLE t ADD COLUMN a TEXT;\n");
  const Outcome outcome =
      lockstep({"lint", "--dialect", "sqlite", "--schema", "schema.sql", "1_a.sql"}, {folder.path(), {}});
  CHECK(outcome.exit == 1);
  CHECK(outcome.out.find("would-fail") != std::string::npos);
}

TEST_CASE("a schema that cannot be read is an error that names it") {
  const History history;
  const auto error = [&](const std::string& schema) {
    const Outcome outcome = history.run({"lint", "--schema", schema, "migrations/0001_shop.sql"});
    CHECK(outcome.exit == 2);
    return outcome.err.substr(0, outcome.err.find('\n'));
  };
  CHECK(error("gone.sql").starts_with("lockstep: error: gone.sql: cannot be read: "));
  CHECK(error("migrations") == "lockstep: error: the schema `migrations` is a folder (--schema)");
  CHECK(error("migrations/0004_broken.sql").starts_with("lockstep: error: migrations/0004_broken.sql:1:1: "));
}

}  // namespace lockstep::test
