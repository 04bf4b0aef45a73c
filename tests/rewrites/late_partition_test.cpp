// Partitions come and go while a change is under way, whose plan was made before.
#include <catch2/catch.hpp>

#include "../claims/normal_form.h"
#include "case_file.h"
#include "site.h"

namespace lockstep {

TEST_CASE("partitions that come and go between backfill and contract are no hindrance to the change of a type") {
  RewriteCase of;
  of.setup =
      "CREATE TABLE visits (id serial, at date NOT NULL, n integer NOT NULL DEFAULT 3, PRIMARY KEY (id, at)) "
      "PARTITION BY RANGE (at);"
      "CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
      "CREATE TABLE visits_0 PARTITION OF visits FOR VALUES FROM ('2025-12-01') TO ('2026-01-01');"
      "ALTER TABLE visits_0 ALTER COLUMN n SET DEFAULT 4;"
      "CREATE TABLE pages (id integer PRIMARY KEY);"
      "INSERT INTO pages SELECT i FROM generate_series(1, 200) i;"
      "ALTER TABLE visits ADD FOREIGN KEY (id) REFERENCES pages (id);"
      "ALTER TABLE visits ADD CONSTRAINT id_positive CHECK (id > 0);"
      "ALTER TABLE visits_0 ADD CONSTRAINT id_small CHECK (id < 1000000);"
      "CREATE INDEX visits_id ON visits_0 (id, n);"
      "CREATE TABLE looks (id integer PRIMARY KEY, of integer, of_at date, FOREIGN KEY (of, of_at) REFERENCES visits);"
      "INSERT INTO visits (at) SELECT date '2026-01-01' + i % 30 FROM generate_series(1, 40) i;";
  of.changes = {"ALTER TABLE visits ALTER COLUMN id TYPE bigint;"};
  const std::string late =
      "CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');"
      "INSERT INTO visits (at) SELECT date '2026-02-01' + i % 20 FROM generate_series(1, 40) i;"
      "INSERT INTO looks VALUES (1, 45, '2026-02-06');"
      "ALTER TABLE visits DETACH PARTITION visits_0;"
      "DROP TABLE visits_0;";

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
