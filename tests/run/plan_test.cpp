// What plans say: phases, order, refusals, and that a plan survives the journal.
#include <catch2/catch.hpp>

#include "engine/plan/make_plan.h"
#include "engine/plan/serialize.h"
#include "engine/run/runner.h"

namespace lockstep {
namespace {

constexpr const char* base_sql =
    "CREATE TABLE orders (id bigint PRIMARY KEY, status text NOT NULL, zone text, placed_at timestamptz);\n"
    "CREATE TABLE zones (code text PRIMARY KEY, name text);\n"
    "CREATE TABLE log (line text);";

Catalog base() {
  Catalog catalog;
  catalog.schemas.insert("public");
  for (const Statement& statement : parse(base_sql, Dialect::PostgreSQL).statements) apply_to(catalog, statement);
  return catalog;
}

std::vector<PlannedMigration> plans(const std::vector<std::string>& files) {
  std::vector<Migration> migrations;
  for (size_t i = 0; i < files.size(); ++i) {
    const std::string id = std::to_string(i + 1);
    migrations.push_back(make_migration(id, "m", {id + "_m.sql", files[i]}, Dialect::PostgreSQL));
  }
  return make_plans(migrations, base(), {}, {});
}

PlannedMigration plan(const std::string& sql) { return plans({sql}).front(); }

std::string phases(const Plan& plan) {
  std::string out;
  for (const Step& step : plan.steps) out += step.purge ? 'p' : to_string(step.phase)[0];
  return out;
}

}  // namespace

TEST_CASE("phases of typical files") {
  CHECK(phases(plan("ALTER TABLE orders ADD COLUMN note text;").plan) == "e");
  CHECK(phases(plan("ALTER TABLE orders ADD COLUMN note text; UPDATE orders SET note = status;").plan) == "eb");
  CHECK(phases(plan("ALTER TABLE orders DROP COLUMN zone;").plan) == "cp");
  CHECK(phases(plan("-- lockstep: quarantine=0\nALTER TABLE orders DROP COLUMN zone;").plan) == "c");
  CHECK(phases(plan("ALTER TABLE orders DROP COLUMN status;").plan) == "ecp");
  CHECK(phases(plan("ALTER TABLE orders ALTER COLUMN zone SET NOT NULL;").plan) == "cccc");
  CHECK(phases(plan("ALTER TABLE orders RENAME COLUMN zone TO area;").plan) == "eebc");
}

TEST_CASE("what a file sets for its session ends with the file") {
  const auto shadowed =
      plans({"CREATE SCHEMA app; CREATE TABLE app.orders (id bigint PRIMARY KEY); SET search_path = app;",
             "ALTER TABLE orders DROP COLUMN zone;"});
  // orders is public.orders again, which the previous version uses.
  CHECK(phases(shadowed[1].plan) == "cp");
  CHECK(shadowed[1].plan.steps.front().locks.front().relation == "public.orders");
  CHECK(shadowed[1].refusals.empty());
  const auto temporary = plans(
      {"CREATE TEMP TABLE zones (code text); INSERT INTO zones VALUES ('x');", "ALTER TABLE zones DROP COLUMN name;"});
  CHECK(phases(temporary[1].plan) == "cp");
  CHECK(temporary[1].refusals.empty());
}

TEST_CASE("statements keep their order when they need each other") {
  // INSERT ... VALUES alone is expand; behind a DELETE from the same table it is not.
  CHECK(phases(plan("INSERT INTO zones (code) VALUES ('x');").plan) == "e");
  CHECK(phases(plan("DELETE FROM zones; INSERT INTO zones (code) VALUES ('x');").plan) == "bb");
  const auto two = plans({"ALTER TABLE orders DROP COLUMN zone;", "ALTER TABLE orders ADD COLUMN zone integer;"});
  CHECK(phases(two[1].plan) == "c");
  CHECK(two[1].plan.waits_for == std::vector<std::string>{"1"});
  CHECK(plans({"ALTER TABLE orders DROP COLUMN zone;", "ALTER TABLE orders ADD COLUMN area text;"})[1].plan.waits_for.empty());
}

TEST_CASE("the sync of a rewrite is installed in expand, whatever is filled before") {
  const auto two = plans({"UPDATE orders SET zone = 'x';",
                          "-- lockstep: mirror orders -> orders_v2\nCREATE TABLE orders_v2 (id bigint PRIMARY KEY, s text);\n"
                          "INSERT INTO orders_v2 (id, s) SELECT id, status FROM orders;"});
  CHECK(phases(two[1].plan) == "eebc");
}

TEST_CASE("an index is dropped beside the traffic, and built again beside it") {
  const std::vector<std::string> drop{"DROP INDEX CONCURRENTLY IF EXISTS public.orders_zone_idx"};
  const auto two = plans({"CREATE INDEX orders_zone_idx ON orders (zone);", "DROP INDEX orders_zone_idx;"});
  const auto with_column = plans({"CREATE INDEX orders_zone_idx ON orders (zone);", "ALTER TABLE orders DROP COLUMN zone;"});
  for (const auto* made : {&two, &with_column}) {
    const Step& step = (*made)[1].plan.steps.at(0);
    CHECK(step.sql == drop);
    REQUIRE(step.undo.size() == 1);
    CHECK(step.undo[0].rfind("CREATE INDEX CONCURRENTLY orders_zone_idx ON ", 0) == 0);
    CHECK_FALSE(step.transactional);
    CHECK_FALSE(step.probe.empty());
  }
}

TEST_CASE("what cannot be done safely is refused with a way out") {
  const auto refused = [](const std::string& sql) {
    const PlannedMigration planned = plan(sql);
    return planned.refusals.empty() ? std::string() : planned.refusals.front().reason;
  };
  CHECK(refused("ALTER TABLE orders ADD COLUMN total bigint NOT NULL;") ==
        "column total is NOT NULL without a value for existing rows, and the previous version's INSERTs do not give one");
  CHECK(refused("UPDATE log SET line = lower(line);") == "log has no primary key to walk by");
  CHECK(refused("UPDATE orders SET id = id + 1;") == "this UPDATE changes id, the key that it is walked by");
  CHECK(!refused("UPDATE orders SET zone = zone || (SELECT max(o.zone) FROM orders o);").empty());
  CHECK(!refused("VACUUM FULL orders;").empty());
  CHECK(refused("-- lockstep: as-written\nVACUUM FULL orders;").empty());
  const Status error = check_refusals(
      make_migration("1", "m", {"1_m.sql", "SELECT 1;\nUPDATE log SET line = '';"}, Dialect::PostgreSQL),
      plan("SELECT 1;\nUPDATE log SET line = '';"));
  REQUIRE(!error);
  CHECK(error.error().code == ErrorCode::Input);
  CHECK(error.error().message.rfind("1_m.sql:2:1: refused: log has no primary key", 0) == 0);
}

TEST_CASE("a file with a temporary table runs as one transaction, or is refused") {
  const Plan made = plan("CREATE TEMP TABLE x AS SELECT id FROM orders; UPDATE orders SET zone = 'x' WHERE id IN "
                         "(SELECT id FROM x);").plan;
  CHECK(phases(made) == "b");
  CHECK(made.steps[0].sql.size() == 2);
  CHECK(made.steps[0].transactional);
  CHECK(plan("CREATE TEMP TABLE x (id int); CREATE INDEX CONCURRENTLY ON orders (zone);").refusals.size() == 1);
}

TEST_CASE("moments are taken once for a whole backfill") {
  const Plan made =
      plan("UPDATE orders SET zone = 'old' WHERE placed_at < now() - interval '30 days' OR placed_at IS NULL;").plan;
  REQUIRE(made.steps.size() == 1);
  const Backfill& work = *made.steps[0].backfill;
  CHECK(work.bound == std::vector<std::string>{"now()"});
  CHECK(work.head == "UPDATE orders SET zone = 'old' WHERE (placed_at < @lockstep_bound_1@ - interval '30 days' OR "
                     "placed_at IS NULL) AND ");
}

TEST_CASE("an ALTER TABLE of several safe parts stays one statement") {
  const Plan joined = plan("ALTER TABLE orders ADD COLUMN a text, ADD COLUMN b text;").plan;
  REQUIRE(joined.steps.size() == 1);
  CHECK(joined.steps[0].sql == std::vector<std::string>{"ALTER TABLE orders ADD COLUMN a text, ADD COLUMN b text"});
  CHECK(joined.steps[0].undo.size() == 2);
  const Plan split = plan("ALTER TABLE orders ADD COLUMN a text, ALTER COLUMN zone SET NOT NULL;").plan;
  CHECK(phases(split) == "ecccc");
}

TEST_CASE("a plan is the same after the journal") {
  for (const char* sql :
       {"ALTER TABLE orders RENAME COLUMN zone TO area;", "ALTER TABLE orders DROP COLUMN status;",
        "UPDATE orders SET zone = 'x' WHERE placed_at < now();", "CREATE INDEX ON orders (zone);"}) {
    const Plan made = plan(sql).plan;
    const Result<Plan> again = plan_from_json(to_json(made));
    REQUIRE(again);
    CHECK(to_json(*again) == to_json(made));
    CHECK(digest(*again) == digest(made));
    CHECK(digest(plan(sql).plan) == digest(made));
  }
  const Result<Plan> newer = plan_from_json("{\"version\": 2}");
  REQUIRE(!newer);
  CHECK(newer.error().code == ErrorCode::Incompatible);
}

}  // namespace lockstep
