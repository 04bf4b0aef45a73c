// Partitions come while a change is under way: its plan was made before, and reaches them all the same.
#include <catch2/catch.hpp>

#include "../claims/normal_form.h"
#include "case_file.h"
#include "site.h"

namespace lockstep {

TEST_CASE("a partition that comes between backfill and contract is part of the change of a type") {
  RewriteCase of;
  of.setup =
      "CREATE TABLE visits (id serial, at date NOT NULL, n integer NOT NULL DEFAULT 3, PRIMARY KEY (id, at)) "
      "PARTITION BY RANGE (at);"
      "CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
      "ALTER TABLE visits ADD CONSTRAINT id_positive CHECK (id > 0);"
      "CREATE TABLE looks (id integer PRIMARY KEY, of integer, of_at date, FOREIGN KEY (of, of_at) REFERENCES visits);"
      "INSERT INTO visits (at) SELECT date '2026-01-01' + i % 30 FROM generate_series(1, 40) i;";
  of.changes = {"ALTER TABLE visits ALTER COLUMN id TYPE bigint;"};
  const std::string late =
      "CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');"
      "INSERT INTO visits (at) SELECT date '2026-02-01' + i % 20 FROM generate_series(1, 40) i;"
      "INSERT INTO looks VALUES (1, 45, '2026-02-06');";

  const Site road(of);
  const std::vector<Migration> migrations = migrations_of(of);
  NEED(run_up(road.database(), migrations, {}, test_options(), quiet_environment()));
  REQUIRE(try_sql(road.database(), late) == "");
  ContractRequest all;
  all.all = true;
  NEED(run_contract(road.database(), migrations, all, test_options(), quiet_environment()));
  all.purge = all.purge_now = true;
  NEED(run_contract(road.database(), migrations, all, test_options(), quiet_environment()));

  const Site plain(of);
  REQUIRE(try_sql(plain.database(), late) == "");
  REQUIRE(run_plain(plain.database(), of) == "");
  CHECK(line_difference(plain.state(), road.state()) == "");
}

}  // namespace lockstep
