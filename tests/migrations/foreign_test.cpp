#include <catch2/catch.hpp>

#include "migrations/migration.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep {
namespace {

using test::TempFolder;

struct Case {
  std::string layout;
  std::vector<std::pair<std::string, std::string>> files;
  std::string folder = {};  ///< below the temporary one
};

const std::vector<Case> cases = {
    {"Flyway", {{"V1__init.sql", "SELECT 1;"}}},
    {"Flyway", {{"V1.2_3__init.sql", "SELECT 1;"}}},
    {"Flyway", {{"R__views.sql", "SELECT 1;"}}},
    {"Flyway", {{"U2__undo.sql", "SELECT 1;"}}},
    {"goose", {{"00001_init.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE a;\n"}}},
    {"goose", {{"00001_init.sql", "--  +GOOSE up\r\nSELECT 1;\r\n"}}},
    {"dbmate", {{"20240101120000_init.sql", "-- migrate:up\nSELECT 1;\n\n-- migrate:down\nDROP TABLE a;\n"}}},
    {"golang-migrate or sqlx", {{"1_init.up.sql", "SELECT 1;"}, {"1_init.down.sql", "SELECT 2;"}}},
    {"sqlx", {{"m/1_init.up.sql", "SELECT 1;"}, {".sqlx/query-1.json", "{}"}}, "m"},
    {"Liquibase", {{"changes.sql", "\n--liquibase formatted sql\n\n--changeset me:1\nSELECT 1;\n"}}},
    {"Liquibase", {{"db.changelog-master.xml", "<databaseChangeLog/>"}}},
    {"Prisma",
     {{"migration_lock.toml", "provider = \"postgresql\""}, {"20240101120000_init/migration.sql", "SELECT 1;"}}},
    {"Prisma", {{"20240101120000_init/migration.sql", "SELECT 1;"}}},
    {"sqitch", {{"sqitch.plan", "%project=shop"}, {"deploy/init.sql", "SELECT 1;"}}},
    {"sqitch", {{"sqitch.plan", "%project=shop"}, {"deploy/init.sql", "SELECT 1;"}}, "deploy"},
    {"Diesel", {{"2024-01-01-120000_init/up.sql", "SELECT 1;"}, {"2024-01-01-120000_init/down.sql", "SELECT 2;"}}},
    {"Diesel", {{"m/up.sql", "SELECT 1;"}, {"m/down.sql", "SELECT 2;"}}, "m"},
    {"Atlas", {{"atlas.sum", "h1:x"}, {"20240101120000_init.sql", "SELECT 1;"}}},
    {"graphile-migrate", {{"committed/000001.sql", "--! Previous: -\n--! Hash: sha1:1\n\nSELECT 1;"}}},
    {"graphile-migrate", {{"000001.sql", "--! Previous: -\n--! Hash: sha1:1\n\nSELECT 1;"}}},
    {"Rails", {{"20240101120000_create_users.rb", "class CreateUsers; end"}}},
    {"Django or Alembic", {{"0001_initial.py", "class Migration: pass"}}},
};

TEST_CASE("a foreign layout is refused by its name") {
  for (const Case& each : cases) {
    const TempFolder folder;
    for (const auto& [name, text] : each.files) folder.write(name, text);
    const std::string path = each.folder.empty() ? folder.path() : folder.path(each.folder);
    const auto result = read_migrations({path}, Dialect::PostgreSQL);
    INFO(each.layout << ": " << each.files.front().first);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == ErrorCode::Input);
    CHECK(result.error().message.find("a layout of " + each.layout + " (seen: ") != std::string::npos);
    CHECK(result.error().message.find("does not read yet") != std::string::npos);
  }
}

TEST_CASE("a foreign file given by itself is refused too") {
  const TempFolder folder;
  folder.write("00001_init.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE a;\n");
  const auto result = read_migrations({folder.path("00001_init.sql")}, Dialect::PostgreSQL);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message ==
        "a layout of goose (seen: `-- +goose Up` in 00001_init.sql), which this version of lockstep does not read yet");
}

TEST_CASE("files of our own layout are not taken for another's") {
  const TempFolder folder;
  folder.write("0001_init.sql", "-- Version 1\n-- Up: goose and dbmate are not used here\nSELECT 1;\n");
  folder.write("0001_init.down.sql", "SELECT 2;\n");
  folder.write("0002_upgrade.sql", "SELECT 1;\n");
  folder.write("helper.py", "print(1)\n");
  CHECK(read_migrations({folder.path()}, Dialect::PostgreSQL).has_value());
}

}  // namespace
}  // namespace lockstep
