#include <catch2/catch.hpp>

#include "base/hash.h"
#include "migrations/migration.h"
#include "migrations/native_name.h"

namespace lockstep {
namespace {

Checksum checksum(std::string text) {
  return make_migration("1", "", {"1.sql", std::move(text)}, Dialect::PostgreSQL).checksum;
}

TEST_CASE("the first hash is that of the bytes") {
  CHECK(checksum("SELECT 1;").bytes == sha256("SELECT 1;"));
}

TEST_CASE("white space, comments and line ends change the bytes alone") {
  const std::string written = "-- a table\nCREATE TABLE t (\n  id bigint\n);\nSELECT 1;\n";
  for (const std::string& other : {
           std::string("-- another comment\nCREATE TABLE t (\n  id bigint\n);\nSELECT 1;\n"),
           std::string("-- a table\r\nCREATE TABLE t (\r\n  id bigint\r\n);\r\nSELECT 1;\r\n"),
           std::string("CREATE TABLE t(id bigint); SELECT 1"),
           std::string("/* licence */\n-- a table\nCREATE TABLE t (\n  id bigint\n);\nSELECT 1;"),
       }) {
    INFO(other);
    CHECK(checksum(other).bytes != checksum(written).bytes);
    CHECK(checksum(other).tokens == checksum(written).tokens);
  }
}

TEST_CASE("another token changes both hashes") {
  CHECK(checksum("SELECT 1;").tokens != checksum("SELECT 2;").tokens);
  CHECK(checksum("SELECT 'a  b';").tokens != checksum("SELECT 'a b';").tokens);
  CHECK(checksum("SELECT 1; SELECT 2;").tokens != checksum("SELECT 1 SELECT 2;").tokens);
  CHECK(checksum("SELECT ab;").tokens != checksum("SELECT a b;").tokens);
}

TEST_CASE("directives count, ignore does not") {
  const Checksum plain = checksum("UPDATE t SET a = 1;");
  CHECK(checksum("-- lockstep: backfill chunk=500\nUPDATE t SET a = 1;").tokens != plain.tokens);
  CHECK(checksum("-- lockstep: ignore update-all it is small\nUPDATE t SET a = 1;").tokens == plain.tokens);
  CHECK(checksum("--  lockstep:   using = a  ||  b\nSELECT 1;").tokens ==
        checksum("-- lockstep: using=a || b\nSELECT 1;").tokens);
  CHECK(checksum("-- lockstep: using='a  b'\nSELECT 1;").tokens !=
        checksum("-- lockstep: using='a b'\nSELECT 1;").tokens);
}

TEST_CASE("names are taken apart at the first underscore") {
  const auto name = native_name("0007_add_shipping_zone.sql");
  REQUIRE(name.has_value());
  CHECK(name->id == "0007");
  CHECK(name->name == "add_shipping_zone");
  CHECK_FALSE(name->down);
  CHECK(native_name("0007_add.down.sql")->down);
  CHECK(native_name("0007.SQL")->id == "0007");
  CHECK_FALSE(native_name("add_users.sql").has_value());
  CHECK_FALSE(native_name("0007-add.sql").has_value());
  CHECK_FALSE(native_name(".sql").has_value());
}

TEST_CASE("the next id is padded like the others") {
  CHECK(next_id({}, "20240131120000") == "0001");
  CHECK(next_id({"0001", "0009"}, "20240131120000") == "0010");
  CHECK(next_id({"1", "9"}, "20240131120000") == "10");
  CHECK(next_id({"009", "0010"}, "20240131120000") == "0011");
  CHECK(next_id({"99"}, "20240131120000") == "100");
  CHECK(next_id({"20230101000000"}, "20240131120000") == "20240131120000");
  CHECK(next_id({"20240131120000"}, "20240131120000") == "20240131120001");
  CHECK(next_id({"v1", "v2"}, "20240131120000") == "0001");
}

}  // namespace
}  // namespace lockstep
