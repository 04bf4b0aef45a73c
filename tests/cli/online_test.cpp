// Commands that work on a database, on SQLite files of the test's own.
#include <sqlite3.h>

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/json_schema.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

/// A project with a database: a table with rows, and migrations that change it while it is in use.
struct Shop {
  TempFolder folder;
  Start start{folder.path(), {{"LOCKSTEP_DATABASE", "sqlite:shop.db"}}};

  Shop() {
    folder.write("migrations/1_shop.sql",
                 "CREATE TABLE orders (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, fax TEXT);\n");
    REQUIRE(run({"up"}).exit == 0);
  }
  Outcome run(const std::vector<std::string>& arguments) const { return lockstep(arguments, start); }

  /// Runs SQL with SQLite itself and gives the first value of the last row.
  std::string sql(const std::string& text) const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(folder.path("shop.db").c_str(), &database) == SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    std::string value;
    const auto keep = [](void* out, int, char** values, char**) {
      *static_cast<std::string*>(out) = values[0] == nullptr ? "" : values[0];
      return 0;
    };
    const int result = sqlite3_exec(database, text.c_str(), keep, &value, nullptr);
    const std::string message = sqlite3_errmsg(database);
    sqlite3_close(database);
    if (result != SQLITE_OK) FAIL(message);
    return value;
  }
  void fill(int rows) const {
    sql("WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < " + std::to_string(rows) +
        ") INSERT INTO orders (id, n) SELECT i, 0 FROM k");
  }
};

TEST_CASE("up makes the database, and a second up has nothing to do") {
  const TempFolder folder;
  folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id INTEGER PRIMARY KEY);\n");
  const Start start{folder.path(), {}};
  const Outcome first = lockstep({"up", "--database", "sqlite:shop.db"}, start);
  CHECK(first.exit == 0);
  CHECK(first.out.starts_with("done: 1 "));
  CHECK(folder.has("shop.db"));
  const Outcome second = lockstep({"up", "--database", "sqlite:shop.db", "migrations"}, start);
  CHECK(second.exit == 0);
  CHECK(second.out == "nothing to do\n");
  CHECK(second.err.empty());
}

TEST_CASE("a run that fails half way tells in JSON what it did before") {
  const Shop shop;
  shop.fill(3);
  shop.folder.write("migrations/2_note.sql", "ALTER TABLE orders ADD COLUMN note TEXT;\n");
  shop.folder.write("migrations/3_bad.sql", "UPDATE orders SET n = NULL;\n");
  const Outcome outcome = shop.run({"up", "--format", "json"});
  CHECK(outcome.exit == 3);
  const Json told = Json::parse(outcome.out);
  CHECK(told["ran"] == Json({"2 expand"}));
  CHECK(told["error"]["message"].get<std::string>().find("NOT NULL") != std::string::npos);
}

TEST_CASE("only up and expand make a database file") {
  const TempFolder folder;
  folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id INTEGER PRIMARY KEY);\n");
  for (const std::string command : {"status", "backfill", "contract", "rollback"}) {
    INFO(command);
    const Outcome outcome = lockstep({command, "--database", "sqlite:shop.db"}, {folder.path(), {}});
    CHECK(outcome.exit == 2);
    CHECK(outcome.err.starts_with("lockstep: error: "));
    CHECK(outcome.err.find("shop.db") != std::string::npos);
    CHECK_FALSE(folder.has("shop.db"));
  }
  CHECK(lockstep({"expand", "--database", "sqlite:shop.db"}, {folder.path(), {}}).exit == 0);
  CHECK(folder.has("shop.db"));
}

TEST_CASE("the documents of a whole arc fit their schemas") {
  const Shop shop;
  shop.fill(1000);
  shop.folder.write("migrations/2_count.sql", "UPDATE orders SET n = n + 1;\n");
  shop.folder.write("migrations/3_fax.sql", "ALTER TABLE orders DROP COLUMN fax;\n");
  const auto document = [&](std::vector<std::string> arguments, const std::string& schema) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Outcome outcome = shop.run(arguments);
    INFO(arguments[0] << ": " << outcome.err);
    CHECK(outcome.exit == 0);
    CHECK(check_document(outcome.out, schema) == "");
    return Json::parse(outcome.out);
  };
  const Json before = document({"status"}, "status.json");
  CHECK(before["journal"] == true);
  CHECK(before["migrations"][1]["state"] == "pending");
  const Json preview = document({"plan", "--database", "sqlite:shop.db"}, "plan.json");
  CHECK(preview["migrations"].size() == 2);
  const Json up = document({"up"}, "run.json");
  CHECK(up["rows"] == 1000);
  CHECK(up["pending"][0]["id"] == "3");
  CHECK(shop.sql("SELECT min(n) + max(n) FROM orders") == "2");
  document({"contract", "--all"}, "run.json");
  const Json contracted = document({"status"}, "status.json");
  CHECK(contracted["migrations"][2]["state"] == "contracted");
  const Json dry = document({"rollback", "--dry-run"}, "rollback.json");
  CHECK(dry["dry_run"] == true);
  CHECK(dry["undone"].empty());
}

TEST_CASE("rollback says what it will do, does it, and holds the migration until resume") {
  const Shop shop;
  shop.folder.write("migrations/2_zone.sql", "ALTER TABLE orders ADD COLUMN zone TEXT;\n");
  CHECK(shop.run({"up"}).exit == 0);
  CHECK(shop.sql("SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'zone'") == "1");
  const Outcome back = shop.run({"rollback"});
  CHECK(back.exit == 0);
  CHECK(back.out == "undone: 2\nheld until `lockstep resume --id 2`\n");
  CHECK(back.err.starts_with("to undo, in this order:\n  2 step "));
  CHECK(back.err.find("DROP COLUMN zone") != std::string::npos);
  CHECK(shop.sql("SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'zone'") == "0");
  CHECK(shop.run({"up"}).exit == 5);
  CHECK(shop.run({"resume", "--id", "2"}).out == "2 may run again\n");
  CHECK(shop.run({"up"}).exit == 0);
  CHECK(shop.sql("SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'zone'") == "1");
}

TEST_CASE("a plan that was written down runs as it is, or not at all") {
  const Shop shop;
  shop.folder.write("migrations/2_zone.sql", "ALTER TABLE orders ADD COLUMN zone TEXT;\n");
  const std::string plan = shop.run({"plan", "--database", "sqlite:shop.db", "--format", "json"}).out;
  shop.folder.write("plan.json", plan);
  shop.sql("ALTER TABLE orders ADD COLUMN note TEXT");
  const Outcome drifted = shop.run({"up", "--plan", "plan.json"});
  CHECK(drifted.exit == 2);
  CHECK(drifted.err.find("main.orders: column note TEXT is new") != std::string::npos);
  shop.sql("ALTER TABLE orders DROP COLUMN note");
  CHECK(shop.run({"expand", "--plan", "plan.json"}).exit == 0);
  CHECK(shop.sql("SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'zone'") == "1");

  const auto refused = [&](const std::string& text, const std::string& why) {
    shop.folder.write("plan.json", text);
    const Outcome outcome = shop.run({"up", "--plan", "plan.json"});
    CHECK(outcome.exit == 2);
    CHECK(outcome.err.find("plan.json is no plan: " + why) != std::string::npos);
  };
  refused("{", "it is not what");
  refused(R"({"version":1,"migrations":[{"id":"2"}]})", "a migration in it has no plan");
  refused(R"({"version":1,"migrations":[{"plan":{"version":1}}]})", "the text is not a plan");
  CHECK(shop.run({"up", "--plan", "none.json"}).exit == 2);
}

TEST_CASE("an applied file that was edited is refused, one that was formatted is not") {
  const Shop shop;
  shop.folder.write(
      "migrations/1_shop.sql",
      "-- formatted\nCREATE TABLE orders (\n  id INTEGER PRIMARY KEY, n INTEGER NOT NULL, fax TEXT\n);\n");
  CHECK(shop.run({"up"}).exit == 0);
  shop.folder.write("migrations/1_shop.sql", "CREATE TABLE orders (id INTEGER PRIMARY KEY);\n");
  const Outcome outcome = shop.run({"up"});
  CHECK(outcome.exit == 2);
  CHECK(outcome.err.find("1_shop") != std::string::npos);
  CHECK(shop.run({"status"}).out.find("the statements differ") != std::string::npos);
}

TEST_CASE("a dialect that is not the database's is refused") {
  const Shop shop;
  const Outcome outcome = shop.run({"up", "--dialect", "postgresql"});
  CHECK(outcome.exit == 2);
  CHECK(outcome.err.starts_with("lockstep: error: the dialect is set to postgresql (--dialect), but the database is "));
}

TEST_CASE("files that do not parse stop a run before the database is touched") {
  const Shop shop;
  shop.folder.write("migrations/2_bad.sql", "ALTER TABL orders ADD COLUMN zone TEXT;\n");
  const Outcome outcome = shop.run({"up"});
  CHECK(outcome.exit == 2);
  CHECK(outcome.err.starts_with("migrations/2_bad.sql:1:"));
  CHECK(
      outcome.err.ends_with("lockstep: error: 1 file cannot be read as SQLite's SQL\n"
                            "help: nothing was run; put right what is shown above\n"));
}

/// Waits until `done` holds, ten seconds at most.
template <typename Condition>
bool eventually(Condition done) {
  for (int i = 0; i < 1000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST_CASE("SIGTERM ends a backfill after its chunk with exit 4, and the next run goes on") {
  const Shop shop;
  shop.fill(2000);
  shop.folder.write("migrations/2_count.sql", "UPDATE orders SET n = n + 1;\n");
  Process up({lockstep_binary(), "up", "--chunk-rows", "10", "--pause", "20ms"}, shop.start);
  REQUIRE(eventually([&] { return shop.sql("SELECT sum(n) > 50 FROM orders") == "1"; }));
  up.send(SIGTERM);
  const Outcome stopped = up.wait();
  CHECK(stopped.exit == 4);
  CHECK(stopped.err.find("lockstep: stopping after the current chunk or step; again to cancel it\n") !=
        std::string::npos);
  const int done = std::stoi(shop.sql("SELECT sum(n) FROM orders"));
  CHECK(done % 10 == 0);
  CHECK(done < 2000);
  const std::string status = shop.run({"status"}).out;
  CHECK(status.find("backfilling") != std::string::npos);
  CHECK(shop.run({"up"}).exit == 0);
  CHECK(shop.sql("SELECT sum(n) || ' ' || max(n) FROM orders") == "2000 1");
}

TEST_CASE("progress is one line per interval where nobody watches") {
  const Shop shop;
  shop.fill(500);
  shop.folder.write("migrations/2_count.sql", "UPDATE orders SET n = n + 1;\n");
  const Outcome outcome = shop.run({"up", "--chunk-rows", "50", "--pause", "30ms", "--log-interval", "100ms"});
  CHECK(outcome.exit == 0);
  CHECK(outcome.err.find("2 main.orders: ") != std::string::npos);
  CHECK(outcome.err.find('\r') == std::string::npos);
  CHECK(outcome.out == "done: 2 backfill\nrows changed by backfills: 500\n");
}

}  // namespace
}  // namespace lockstep::test
