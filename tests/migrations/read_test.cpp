#include <filesystem>

#include <catch2/catch.hpp>

#include "migrations/migration.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep {
namespace {

using test::TempFolder;

Result<std::vector<Migration>> read(const std::string& path) {
  return read_migrations({path}, Dialect::PostgreSQL);
}

std::vector<std::string> ids(const Result<std::vector<Migration>>& migrations) {
  REQUIRE(migrations.has_value());
  std::vector<std::string> out;
  for (const Migration& migration : *migrations) out.push_back(migration.id);
  return out;
}

/// The message of a failure that the user has to put right.
std::string refusal(const Result<std::vector<Migration>>& migrations) {
  REQUIRE_FALSE(migrations.has_value());
  CHECK(migrations.error().code == ErrorCode::Input);
  return migrations.error().message;
}

TEST_CASE("a folder of the native layout is read in the order of its ids") {
  const TempFolder folder;
  folder.write("0010_last.sql", "SELECT 10;");
  folder.write("0002_second.sql", "SELECT 2;");
  folder.write("0001_first_one.sql", "SELECT 1;");
  const auto migrations = read(folder.path());
  CHECK(ids(migrations) == std::vector<std::string>{"0001", "0002", "0010"});
  CHECK((*migrations)[0].name == "first_one");
  CHECK((*migrations)[0].file.path == folder.path("0001_first_one.sql"));
  CHECK((*migrations)[0].statements.size() == 1);
}

TEST_CASE("ids that are all digits are ordered as numbers of any length") {
  const TempFolder folder;
  folder.write("9_a.sql", "");
  folder.write("10_b.sql", "");
  folder.write("0002_c.sql", "");
  folder.write("99999999999999999999999_d.sql", "");
  CHECK(ids(read(folder.path())) == std::vector<std::string>{"0002", "9", "10", "99999999999999999999999"});
}

TEST_CASE("other ids are ordered by their bytes") {
  const TempFolder folder;
  folder.write("v10_a.sql", "");
  folder.write("v9_b.sql", "");
  CHECK(ids(read(folder.path())) == std::vector<std::string>{"v10", "v9"});
}

TEST_CASE("two files with one id are refused by their names") {
  const TempFolder folder;
  folder.write("007_a.sql", "");
  folder.write("7_b.sql", "");
  CHECK(refusal(read(folder.path())) ==
        "two migrations have the id 007: " + folder.path("007_a.sql") + " and " + folder.path("7_b.sql"));
}

TEST_CASE("a missing folder is refused with its name") {
  const auto result = read("/no/such/folder");
  CHECK(refusal(result) == "there is no file or folder `/no/such/folder`");
  CHECK(result.error().help == "give the folder that holds your migrations, or begin one with `lockstep init`");
}

TEST_CASE("an empty folder is refused, and so is one with other files only") {
  const TempFolder folder;
  const std::string message = "no migrations in `" + folder.path() + "`: no file whose name ends in .sql";
  CHECK(refusal(read(folder.path())) == message);
  folder.write("README.md", "# how we migrate");
  CHECK(refusal(read(folder.path())) == message);
}

TEST_CASE("an empty folder above the right one says which is meant") {
  const TempFolder folder;
  folder.write("sql/0001_a.sql", "");
  const auto result = read(folder.path());
  CHECK(refusal(result).starts_with("no migrations in"));
  CHECK(result.error().help == "there are some in `" + folder.path("sql") + "`: give that folder");
}

TEST_CASE("files that are not SQL and hidden files are left out") {
  const TempFolder folder;
  folder.write("0001_a.sql", "SELECT 1;");
  folder.write("README.md", "text");
  folder.write(".0002_swap.sql", "SELECT 2;");
  CHECK(ids(read(folder.path())) == std::vector<std::string>{"0001"});
}

TEST_CASE("the symlinks of a ConfigMap mount are followed and its hidden folders are not") {
  namespace fs = std::filesystem;
  const TempFolder folder;
  folder.write("..2024_01_31_10_00_00.123/0001_a.sql", "SELECT 1;");
  fs::create_directory_symlink("..2024_01_31_10_00_00.123", folder.path("..data"));
  fs::create_symlink("..data/0001_a.sql", folder.path("0001_a.sql"));
  const auto migrations = read(folder.path());
  CHECK(ids(migrations) == std::vector<std::string>{"0001"});
  CHECK((*migrations)[0].file.text == "SELECT 1;");
}

TEST_CASE("a link that leads nowhere is refused by its name") {
  const TempFolder folder;
  std::filesystem::create_symlink("gone.sql", folder.path("0001_a.sql"));
  CHECK(refusal(read(folder.path())) == folder.path("0001_a.sql") + ": cannot be read: No such file or directory");
}

TEST_CASE("a file that is not UTF-8 is refused with line and column") {
  const TempFolder folder;
  folder.write("0001_a.sql", "SELECT 1;\n-- caf\xE9\n");
  const auto result = read(folder.path());
  CHECK(refusal(result) == folder.path("0001_a.sql") + ":2:7: not valid UTF-8: byte 0xE9");
  CHECK(result.error().help.starts_with("save it as UTF-8"));
}

TEST_CASE("UTF-16 and NUL bytes are named for what they are") {
  const TempFolder folder;
  folder.write("0001_a.sql", std::string_view("\xFF\xFES\0E\0", 6));
  CHECK(refusal(read(folder.path())) == folder.path("0001_a.sql") + ":1:1: this is UTF-16, not UTF-8");
  folder.write("0001_a.sql", std::string_view("SELECT\n\0;", 9));
  CHECK(refusal(read(folder.path())) == folder.path("0001_a.sql") + ":2:1: a NUL byte, which SQL text cannot hold");
}

TEST_CASE("a byte order mark is accepted, and offsets count it") {
  const TempFolder folder;
  folder.write("0001_a.sql", "\xEF\xBB\xBFSELECT 1;");
  const auto migrations = read(folder.path());
  REQUIRE(migrations.has_value());
  const Migration& migration = migrations->at(0);
  CHECK(render_errors(migration).empty());
  REQUIRE(migration.statements.size() == 1);
  CHECK(migration.statements[0].statement.span == Span{3, 11});
  CHECK(migration.statements[0].statement.text == "SELECT 1");
}

TEST_CASE("a .down.sql is the undo of its migration and never a migration") {
  const TempFolder folder;
  folder.write("0001_a.sql", "CREATE TABLE a (id bigint);");
  folder.write("0001_a.down.sql", "DROP TABLE a;");
  const auto migrations = read(folder.path());
  CHECK(ids(migrations) == std::vector<std::string>{"0001"});
  const Migration& migration = migrations->at(0);
  REQUIRE(migration.undo.size() == 1);
  CHECK(migration.undo[0].text == "DROP TABLE a");
  CHECK(migration.undo_file.path == folder.path("0001_a.down.sql"));
  CHECK(migration.statements.size() == 1);
}

TEST_CASE("a .down.sql without its migration is refused") {
  const TempFolder folder;
  folder.write("0001_a.sql", "SELECT 1;");
  folder.write("0002_b.down.sql", "DROP TABLE b;");
  CHECK(refusal(read(folder.path())) ==
        folder.path("0002_b.down.sql") + " is the undo of a migration that is not there: " + folder.path("0002_b.sql"));
  CHECK(refusal(read(folder.path("0002_b.down.sql"))).find("is the undo of") != std::string::npos);
}

TEST_CASE("an undo section and a .down.sql are one too many") {
  const TempFolder folder;
  folder.write("0001_a.sql", "CREATE TABLE a (id bigint);\n-- lockstep: undo\nDROP TABLE a;\n");
  folder.write("0001_a.down.sql", "DROP TABLE a;");
  CHECK(refusal(read(folder.path())) ==
        folder.path("0001_a.sql") + " has an undo section, and " + folder.path("0001_a.down.sql") + " exists too");
}

TEST_CASE("syntax errors of a .down.sql refer to its own text") {
  const TempFolder folder;
  folder.write("0001_a.sql", "SELECT 1;");
  folder.write("0001_a.down.sql", "\n\nDROP TABL a;");
  const auto migrations = read(folder.path());
  REQUIRE(migrations.has_value());
  CHECK(migrations->at(0).errors.empty());
  CHECK(render_errors(migrations->at(0)).starts_with(folder.path("0001_a.down.sql") + ":3:"));
}

TEST_CASE("a name without an id is refused in a folder, and read by itself") {
  const TempFolder folder;
  folder.write("add_users.sql", "SELECT 1;");
  const auto result = read(folder.path());
  CHECK(refusal(result) == folder.path("add_users.sql") + ": the file's name gives no id");
  const auto alone = read(folder.path("add_users.sql"));
  CHECK(ids(alone) == std::vector<std::string>{"add_users"});
}

TEST_CASE("files given one by one are ordered by id, or as given when a name has none") {
  const TempFolder folder;
  folder.write("2_b.sql", "");
  folder.write("1_a.sql", "");
  folder.write("after.sql", "");
  folder.write("before.sql", "");
  const auto paths = [&](const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const std::string& name : names) out.push_back(folder.path(name));
    return read_migrations(out, Dialect::PostgreSQL);
  };
  CHECK(ids(paths({"2_b.sql", "1_a.sql"})) == std::vector<std::string>{"1", "2"});
  CHECK(ids(paths({"before.sql", "after.sql"})) == std::vector<std::string>{"before", "after"});
}

TEST_CASE("a file given by itself brings its undo along, and a pattern over the folder too") {
  const TempFolder folder;
  folder.write("0001_a.sql", "CREATE TABLE a (id bigint);");
  folder.write("0001_a.down.sql", "DROP TABLE a;");
  const auto alone = read(folder.path("0001_a.sql"));
  CHECK(ids(alone) == std::vector<std::string>{"0001"});
  CHECK(alone->at(0).undo.size() == 1);
  const auto both = read_migrations({folder.path("0001_a.down.sql"), folder.path("0001_a.sql")}, Dialect::PostgreSQL);
  CHECK(ids(both) == std::vector<std::string>{"0001"});
}

TEST_CASE("syntax errors are kept with the migration and rendered with place and caret") {
  const TempFolder folder;
  folder.write("0001_a.sql", "SELECT 1;\nALTER TABLE orders ALTER zone SET NOT NUL;\n");
  const auto migrations = read(folder.path());
  REQUIRE(migrations.has_value());
  REQUIRE(migrations->at(0).errors.size() == 1);
  const std::string text = render_errors(migrations->at(0));
  CHECK(text.starts_with(folder.path("0001_a.sql") + ":2:39: error: "));
  CHECK(text.find("    2 | ALTER TABLE orders ALTER zone SET NOT NUL;\n"
                  "      |                                       ^^^\n") != std::string::npos);
}

}  // namespace
}  // namespace lockstep
