// Commands that only read and write files.
#include <catch2/catch.hpp>

#include "tests/cli/json_schema.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

constexpr std::string_view broken = "SELECT 1;\nALTER TABLE orders ALTER zone SET NOT NUL;\nSELECT 2;\n";

TEST_CASE("parse gives the contract's document") {
  const TempFolder folder;
  folder.write("a.sql", "ALTER TABLE public.orders ADD COLUMN zone text;\n\nSELECT * FROM Orders, customers;\n");
  const Outcome outcome = lockstep({"parse", "--format", "json", "a.sql"}, {folder.path(), {}});
  CHECK(outcome.exit == 0);
  CHECK(outcome.err.empty());
  CHECK(
      outcome.out ==
      R"({"version":1,"files":[{"path":"a.sql","statements":[)"
      R"({"offset":0,"length":46,"kind":"ALTER TABLE","subcommands":["ADD COLUMN"],"relations":["public.orders"],)"
      R"("objects":[{"kind":"TABLE","name":"public.orders"}]},)"
      R"({"offset":49,"length":31,"kind":"SELECT","subcommands":[],"relations":["orders","customers"]}],"errors":[]}]})"
      "\n");
  CHECK(check_document(outcome.out, "parse.json") == "");
}

TEST_CASE("parse tells objects with their arguments and the statements inside others") {
  const TempFolder folder;
  folder.write("a.sql",
               "DROP FUNCTION app.f(int, OUT text);\nCOMMENT ON COLUMN app.orders.zone IS NULL;\n"
               "EXPLAIN (ANALYZE) DELETE FROM t;\n");
  const Outcome outcome = lockstep({"parse", "--format", "json", "a.sql"}, {folder.path(), {}});
  CHECK(check_document(outcome.out, "parse.json") == "");
  CHECK(outcome.out.find(R"("objects":[{"kind":"FUNCTION","name":"app.f","arguments":["int","OUT text"]}])") !=
        std::string::npos);
  CHECK(outcome.out.find(R"("objects":[{"kind":"COLUMN","name":"zone","on":"app.orders"}])") != std::string::npos);
  CHECK(outcome.out.find(R"("inner":[{"offset":97,"length":13,"kind":"DELETE","subcommands":[],"relations":["t"]}])") !=
        std::string::npos);
}

TEST_CASE("parse tells what the body of a routine runs, and what cannot be known") {
  const TempFolder folder;
  folder.write("a.sql",
               "DO $$\nBEGIN\n  IF true THEN\n    UPDATE orders SET n = 0;\n  END IF;\n"
               "  EXECUTE 'DROP TABLE old';\n  EXECUTE format('DROP TABLE %I', x);\nEND $$;\n");
  const Start start{folder.path(), {}};
  const Outcome json = lockstep({"parse", "--format", "json", "a.sql"}, start);
  CHECK(check_document(json.out, "parse.json") == "");
  CHECK_THAT(json.out, Catch::Contains(R"({"offset":31,"length":23,"kind":"UPDATE","subcommands":[],)"
                                       R"("relations":["orders"],)"));
  CHECK_THAT(json.out, Catch::Contains(R"("use":"command","conditional":true,"repeated":false,"guarded":false})"));
  CHECK_THAT(json.out, Catch::Contains(R"("kind":"DROP TABLE","subcommands":[],"relations":["old"])"));
  CHECK_THAT(json.out, Catch::Contains(R"("kind":null,"use":"dynamic")"));
  CHECK(lockstep({"parse", "a.sql"}, start).out ==
        "a.sql\n"
        "    1  DO\n"
        "    4    UPDATE  orders\n"
        "    6    DROP TABLE  old\n"
        "    7    EXECUTE of text that is not known before it runs\n");
}

TEST_CASE("parse for people names line, kind and relations") {
  const TempFolder folder;
  folder.write("a.sql",
               "ALTER TABLE public.orders ADD COLUMN zone text, DROP COLUMN old;\n\nCREATE TABLE t (id bigint);\n");
  const Outcome outcome = lockstep({"parse", "a.sql"}, {folder.path(), {}});
  CHECK(outcome.exit == 0);
  CHECK(outcome.out ==
        "a.sql\n"
        "    1  ALTER TABLE (ADD COLUMN, DROP COLUMN)  public.orders\n"
        "    3  CREATE TABLE  t\n");
}

TEST_CASE("a syntax error has its place and a caret, and the other statements are there") {
  const TempFolder folder;
  folder.write("a.sql", broken);
  const Outcome text = lockstep({"parse", "a.sql"}, {folder.path(), {}});
  CHECK(text.exit == 2);
  CHECK(text.out == "a.sql\n    1  SELECT\n    3  SELECT\n");
  CHECK(text.err.starts_with("a.sql:2:39: error: "));
  CHECK(text.err.find("    2 | ALTER TABLE orders ALTER zone SET NOT NUL;\n"
                      "      |                                       ^^^\n") != std::string::npos);
  const Outcome json = lockstep({"parse", "--format=json", "a.sql"}, {folder.path(), {}});
  CHECK(json.exit == 2);
  CHECK(json.err == text.err);
  CHECK(check_document(json.out, "parse.json") == "");
  CHECK(json.out.find(R"("errors":[{"offset":48,"line":2,"column":39,"message":)") != std::string::npos);
}

TEST_CASE("parse goes on past a file that cannot be read") {
  const TempFolder folder;
  folder.write("latin1.sql", "SELECT 1;\n-- caf\xE9\n");
  folder.write("good.sql", "SELECT 1;");
  const Outcome outcome =
      lockstep({"parse", "--format=json", "gone.sql", "latin1.sql", "good.sql"}, {folder.path(), {}});
  CHECK(outcome.exit == 2);
  CHECK(check_document(outcome.out, "parse.json") == "");
  CHECK(
      outcome.out ==
      R"({"version":1,"files":[)"
      R"({"path":"gone.sql","statements":[],"errors":[{"offset":0,"line":1,"column":1,"message":"cannot be read: No such file or directory"}]},)"
      R"({"path":"latin1.sql","statements":[],"errors":[{"offset":16,"line":2,"column":7,"message":"not valid UTF-8: byte 0xE9"}]},)"
      R"({"path":"good.sql","statements":[{"offset":0,"length":8,"kind":"SELECT","subcommands":[],"relations":[]}],"errors":[]}]})"
      "\n");
  CHECK(outcome.err ==
        "lockstep: error: gone.sql: cannot be read: No such file or directory\n"
        "lockstep: error: latin1.sql:2:7: not valid UTF-8: byte 0xE9\n"
        "help: save it as UTF-8: `iconv -f latin1 -t utf-8 FILE > NEW`, with the encoding it has\n");
}

TEST_CASE("parse takes a folder, and the folder of the settings without one") {
  const TempFolder folder;
  folder.write("migrations/2_b.sql", "SELECT 2;");
  folder.write("migrations/1_a.sql", "SELECT 1;");
  folder.write("migrations/README.md", "text");
  const std::string expected = "migrations/1_a.sql\n    1  SELECT\nmigrations/2_b.sql\n    1  SELECT\n";
  CHECK(lockstep({"parse"}, {folder.path(), {}}).out == expected);
  CHECK(lockstep({"parse", "migrations"}, {folder.path(), {}}).out == expected);
}

TEST_CASE("parse reads SQLite's SQL when asked to") {
  const TempFolder folder;
  folder.write("a.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;\n");
  CHECK(lockstep({"parse", "a.sql", "--dialect", "sqlite"}, {folder.path(), {}}).exit == 0);
  CHECK(lockstep({"parse", "a.sql"}, {folder.path(), {}}).exit == 2);
  CHECK(lockstep({"parse", "a.sql"}, {folder.path(), {{"LOCKSTEP_DATABASE", "sqlite:a.db"}}}).exit == 0);
}

TEST_CASE("init writes what is missing and keeps what is there") {
  const TempFolder folder;
  const Start start{folder.path(), {}};
  const Outcome first = lockstep({"init", "--dialect", "sqlite", "--ci", "github"}, start);
  CHECK(first.exit == 0);
  CHECK(first.err.empty());
  CHECK(first.out ==
        "wrote lockstep.toml\nwrote migrations/\nwrote .github/workflows/migrations.yml\n"
        "\nNext: `lockstep new NAME` writes the first migration.\n");
  CHECK(folder.read("lockstep.toml").find("\ndialect = \"sqlite\"\n") != std::string::npos);
  folder.write("lockstep.toml", "project = \"mine\"\n");
  const Outcome second = lockstep({"init", "--ci", "github", "--format", "json"}, start);
  CHECK(second.exit == 0);
  CHECK(second.out ==
        R"({"version":1,"written":[],"kept":["lockstep.toml","migrations/",".github/workflows/migrations.yml"]})"
        "\n");
  CHECK(check_document(second.out, "init.json") == "");
  CHECK(folder.read("lockstep.toml") == "project = \"mine\"\n");
}

TEST_CASE("init prints what CI should run") {
  const TempFolder folder;
  const Outcome outcome = lockstep({"init"}, {folder.path(), {}});
  CHECK(outcome.out.find("      - run: lockstep lint\n") != std::string::npos);
  CHECK_FALSE(folder.has(".github"));
}

TEST_CASE("new writes the next file, and what it says in comments is no directive") {
  const TempFolder folder;
  const Start start{folder.path(), {}};
  CHECK(lockstep({"new", "first"}, start).err ==
        "lockstep: error: there is no folder `migrations`\nhelp: `lockstep init` makes one\n");
  folder.write("migrations/README.md", "");
  const Outcome first = lockstep({"new", "Add shipping-zone!"}, start);
  CHECK(first.exit == 0);
  CHECK(first.out == "migrations/0001_Add_shipping_zone.sql\n");
  CHECK(folder.read("migrations/0001_Add_shipping_zone.sql").starts_with("-- Add shipping zone\n"));
  const Outcome second = lockstep({"new", "second", "--format=json"}, start);
  CHECK(second.out == R"({"version":1,"id":"0002","path":"migrations/0002_second.sql"})"
                      "\n");
  CHECK(check_document(second.out, "new.json") == "");
  const Outcome parsed = lockstep({"parse"}, start);
  CHECK(parsed.exit == 0);
  CHECK(parsed.out == "migrations/0001_Add_shipping_zone.sql\nmigrations/0002_second.sql\n");
  CHECK(lockstep({"plan"}, start).exit == 0);
}

TEST_CASE("new keeps to the ids that are there") {
  const TempFolder folder;
  folder.write("db/007_a.sql", "");
  CHECK(lockstep({"new", "b", "--dir", "db"}, {folder.path(), {}}).out == "db/008_b.sql\n");
  folder.write("flyway/V1__a.sql", "");
  const Outcome refused = lockstep({"new", "b", "--dir", "flyway"}, {folder.path(), {}});
  CHECK(refused.exit == 2);
  CHECK(refused.err.starts_with("lockstep: error: `flyway` is a layout of Flyway (seen: V1__a.sql)\n"));
}

TEST_CASE("plan refuses files that cannot be read as SQL, all at once") {
  const TempFolder folder;
  folder.write("migrations/1_a.sql", broken);
  folder.write("migrations/2_b.sql", "-- lockstep: phse=contract\nSELECT 1;\n");
  const Outcome outcome = lockstep({"plan"}, {folder.path(), {}});
  CHECK(outcome.exit == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("migrations/1_a.sql:2:39: error: ") != std::string::npos);
  CHECK(outcome.err.find("migrations/2_b.sql:1:14: error: `phse` is not a directive [directive]\n"
                         "    1 | -- lockstep: phse=contract\n"
                         "      |              ^^^^\n"
                         "      = help: did you mean `phase`?\n") != std::string::npos);
  CHECK(outcome.err.find("lockstep: error: 2 files cannot be read as PostgreSQL's SQL\n"
                         "help: nothing was run; put right what is shown above\n") != std::string::npos);
}

TEST_CASE("plan tells what each migration will do") {
  const TempFolder folder;
  folder.write("migrations/1_a.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, country text);\n");
  folder.write("migrations/2_b.sql", "CREATE INDEX orders_country_idx ON orders (country);\n");
  const Start start{folder.path(), {}};
  const Outcome json = lockstep({"plan", "--format", "json"}, start);
  CHECK(json.exit == 0);
  CHECK(json.err.empty());
  CHECK(check_document(json.out, "plan.json") == "");
  const Outcome text = lockstep({"plan", "--last", "1"}, start);
  CHECK(text.exit == 0);
  CHECK(text.out.starts_with("2 b  migrations/2_b.sql\n"));
  CHECK(text.out.find("CREATE INDEX CONCURRENTLY") != std::string::npos);
  CHECK(text.out == lockstep({"plan", "--id", "2"}, start).out);
  const Outcome missing = lockstep({"plan", "--id", "3"}, start);
  CHECK(missing.exit == 2);
  CHECK(missing.err == "lockstep: error: there is no migration with the id 3\nhelp: the last one is 2\n");
}

TEST_CASE("a missing folder, an empty one and two files with one id are told apart") {
  const TempFolder folder;
  const Start start{folder.path(), {}};
  CHECK(lockstep({"plan"}, start).err ==
        "lockstep: error: there is no file or folder `migrations`\n"
        "help: give the folder that holds your migrations, or begin one with `lockstep init`\n");
  folder.write("migrations/README.md", "");
  CHECK(lockstep({"plan"}, start).err ==
        "lockstep: error: no migrations in `migrations`: no file whose name ends in .sql\n"
        "help: the first one: `lockstep new init`\n");
  folder.write("migrations/1_a.sql", "");
  folder.write("migrations/01_b.sql", "");
  CHECK(lockstep({"plan"}, start).err ==
        "lockstep: error: two migrations have the id 01: migrations/01_b.sql and migrations/1_a.sql\n"
        "help: give the newer one the next free id; `lockstep new` chooses it\n");
}

TEST_CASE("libpq is loaded when a server is to be reached, and not before") {
  TempFolder folder;
  folder.write("lib/libpq.so.5", "not a library");
  folder.write("migrations/1_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);\n");
  const Start start{folder.path(), {{"LD_LIBRARY_PATH", folder.path("lib")}}};
  CHECK(lockstep({"lint"}, start).exit == 0);
  CHECK(lockstep({"up", "--dialect", "sqlite", "--database", "sqlite:a.db"}, start).exit == 0);
  const Outcome refused = lockstep({"status", "--database", "postgresql://127.0.0.1:1/a"}, start);
  CHECK(refused.exit == 2);
  CHECK_THAT(refused.err, Catch::Contains("libpq.so.5") && Catch::Contains("install it"));
}

}  // namespace
}  // namespace lockstep::test
