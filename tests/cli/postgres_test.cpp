// Commands on a PostgreSQL server: LOCKSTEP_TEST_PG names a superuser's URL (scripts/test starts one).
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "adapters/open.h"
#include "tests/cli/json_schema.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

std::string server_url() {
  const char* url = std::getenv("LOCKSTEP_TEST_PG");
  if (url == nullptr || *url == '\0') FAIL("LOCKSTEP_TEST_PG must hold the URL of a superuser on a PostgreSQL server");
  return url;
}

/// The server's URL with another user and database.
std::string url_of(const std::string& user, const std::string& database) {
  const std::string url = server_url();
  const size_t begin = url.find("://") + 3;
  const size_t at = url.find('@', begin);
  const size_t slash = url.find('/', at);
  return url.substr(0, begin) + (user.empty() ? url.substr(begin, at - begin) : user) + url.substr(at, slash - at) +
         "/" + database;
}

/// Runs SQL beside lockstep and gives the first value.
std::string sql(const std::string& url, const std::string& text) {
  auto database = open_database(url);
  if (!database) FAIL(database.error().message);
  const auto rows = (*database)->query(text);
  if (!rows) FAIL(rows.error().message);
  return rows->empty() ? std::string() : lockstep::text(rows->rows[0][0]);
}

/// A database and a folder of migrations for one test.
struct Shop {
  std::string name = "lockstep_cli_" + std::to_string(getpid());
  std::string url = url_of("", name);
  TempFolder folder;
  Start start{folder.path(), {{"LOCKSTEP_DATABASE", url}}};

  Shop() {
    sql(server_url(), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    sql(server_url(), "CREATE DATABASE " + name + " TEMPLATE template0");
  }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;
  ~Shop() {
    if (auto server = open_database(server_url())) (void)(*server)->query("DROP DATABASE " + name + " WITH (FORCE)");
  }
  Outcome run(const std::vector<std::string>& arguments) const { return lockstep(arguments, start); }
};

TEST_CASE("a wrong password is told and never printed") {
  const Shop shop;
  const std::string role = shop.name + "_user";
  sql(server_url(), "DROP ROLE IF EXISTS " + role);
  sql(server_url(), "CREATE ROLE " + role + " LOGIN PASSWORD 'right' IN ROLE password_users");
  shop.folder.write("migrations/1_a.sql", "SELECT 1;");
  const Outcome outcome = lockstep({"up", "--database", url_of(role + ":wr0ng-pass", shop.name)}, shop.start);
  sql(server_url(), "DROP ROLE " + role);
  CHECK(outcome.exit == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("password authentication failed") != std::string::npos);
  CHECK(outcome.err.find("wr0ng-pass") == std::string::npos);
}

TEST_CASE("a database that is not there and a server that is away are told apart") {
  const Shop shop;
  shop.folder.write("migrations/1_a.sql", "SELECT 1;");
  const Outcome missing = lockstep({"status", "--database", url_of("", "no_such_database")}, shop.start);
  CHECK(missing.exit == 2);
  CHECK(missing.err.find("no_such_database") != std::string::npos);
  const Outcome away = lockstep({"status", "--database", "postgresql://someone@127.0.0.1:1/shop"}, shop.start);
  CHECK(away.exit == 4);
  CHECK(away.err.starts_with("lockstep: error: cannot connect to postgresql://someone@127.0.0.1:1/shop: "));
}

TEST_CASE("the whole arc on PostgreSQL") {
  const Shop shop;
  shop.folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, country text, fax text);\n");
  CHECK(shop.run({"up"}).exit == 0);
  sql(shop.url, "INSERT INTO orders SELECT i, 'DE' FROM generate_series(1, 1000) i");
  shop.folder.write("migrations/2_country.sql",
                    "UPDATE orders SET country = lower(country);\n"
                    "CREATE INDEX orders_country_idx ON orders (country);\n"
                    "ALTER TABLE orders DROP COLUMN fax;\n");
  const Outcome up = shop.run({"up", "--format", "json"});
  CHECK(up.exit == 0);
  CHECK(check_document(up.out, "run.json") == "");
  CHECK(Json::parse(up.out)["rows"] == 1000);
  CHECK(sql(shop.url, "SELECT count(*) FROM orders WHERE country = 'de'") == "1000");
  const Json status = Json::parse(shop.run({"status", "--format", "json"}).out);
  CHECK(status["migrations"][1]["state"] == "backfilled");
  CHECK(shop.run({"contract", "--all"}).exit == 0);
  CHECK(sql(shop.url, "SELECT count(*) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'fax'") ==
        "0");
  CHECK(shop.run({"up"}).out == "nothing to do\n");
}

TEST_CASE("lint asks a server for the sizes of its tables, if it is told to") {
  const Shop shop;
  shop.folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text);\n");
  shop.folder.write("migrations/2_index.sql", "CREATE INDEX zones ON orders (zone);\n");
  CHECK(shop.run({"lint"}).exit == 1);
  sql(shop.url, "CREATE TABLE orders (id bigint PRIMARY KEY, zone text)");
  const Outcome small = shop.run({"lint", "--database", shop.url});
  INFO(small.out << small.err);
  CHECK(small.exit == 0);
  CHECK(small.out.find(" bytes, less than a moment [create-index-blocks-writes]") != std::string::npos);
  CHECK(shop.run({"lint", "--database", "postgresql://someone@127.0.0.1:1/shop"}).exit == 4);
}

TEST_CASE("plan tells how long the work on tables takes, with the sizes that a server or a file gives") {
  const Shop shop;
  shop.folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, zone text);\n");
  REQUIRE(shop.run({"up"}).exit == 0);
  sql(shop.url, "INSERT INTO orders SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) i");
  shop.folder.write("migrations/2_fill.sql", "CREATE INDEX zones ON orders (zone);\nUPDATE orders SET zone = 'x';\n");
  shop.folder.write("stats.json", R"({"version": 1, "tables": [{"table": "orders", "bytes": 82000000000}]})");
  const Outcome file = shop.run({"plan", "--last", "1", "--stats", "stats.json"});
  INFO(file.out << file.err);
  // Read at 500 MB a second and indexed at 150; changed at 10.
  CHECK(file.out.find("takes: about 12 min for 82 GB of public.orders") != std::string::npos);
  CHECK(file.out.find("backfill, about 2 h of work on tables") != std::string::npos);
  CHECK(shop.run({"plan", "--last", "1"}).out.find("takes:") == std::string::npos);
  const Outcome page = shop.run({"plan", "--last", "1", "--stats", "stats.json", "--format", "markdown"});
  CHECK(page.out.find("Allow for about 12 min of work on tables.") != std::string::npos);

  const Json plan = Json::parse(shop.run({"plan", "--database", shop.url, "--format", "json"}).out);
  const Json& work = plan["migrations"][0]["work"];
  REQUIRE(work.size() == 2);
  CHECK(work[1]["table"] == "public.orders");
  CHECK(work[1]["bytes"] > 20'000'000);
  CHECK(work[1]["seconds"] >= 2);
}

TEST_CASE("libpq's own variables name the database") {
  const Shop shop;
  shop.folder.write("migrations/1_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);");
  const std::string url = server_url();
  const size_t at = url.find('@');
  const size_t colon = url.find(':', at);
  const std::string user = url.substr(url.find("://") + 3, at - url.find("://") - 3);
  const Start start{shop.folder.path(),
                    {{"PGHOST", url.substr(at + 1, colon - at - 1)},
                     {"PGPORT", url.substr(colon + 1, url.find('/', colon) - colon - 1)},
                     {"PGUSER", user.substr(0, user.find(':'))},
                     {"PGPASSWORD", user.find(':') == std::string::npos ? "" : user.substr(user.find(':') + 1)},
                     {"PGDATABASE", shop.name}}};
  const Outcome outcome = lockstep({"up"}, start);
  CHECK(outcome.exit == 0);
  CHECK(outcome.out == "done: 1 all phases\n");
}

TEST_CASE("a second SIGTERM cancels the statement on the server") {
  const Shop shop;
  shop.folder.write("migrations/1_sleep.sql", "SELECT pg_sleep(60);\n");
  Process up({lockstep_binary(), "up"}, shop.start);
  const std::string sleeping = "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + shop.name +
                               "' AND query LIKE '%pg_sleep(60)%' AND state = 'active'";
  for (int i = 0; i < 500 && sql(server_url(), sleeping) == "0"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  REQUIRE(sql(server_url(), sleeping) == "1");
  up.send(SIGTERM);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  up.send(SIGTERM);
  CHECK(up.wait().exit == 4);
  CHECK(sql(server_url(), sleeping) == "0");
}

}  // namespace
}  // namespace lockstep::test
