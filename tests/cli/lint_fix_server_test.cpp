// What lint --fix writes ends in the same schema as what was written, as the server's own pg_dump shows it.
#include <unistd.h>

#include <cstdlib>
#include <optional>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "engine/rules/rule.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

/// A server that LOCKSTEP_TEST_PG names, and the folder in which its clients run.
struct Server {
  std::string url;
  TempFolder folder;

  Server() {
    const char* set = std::getenv("LOCKSTEP_TEST_PG");
    if (set == nullptr || *set == '\0')
      FAIL("LOCKSTEP_TEST_PG must hold the URL of a superuser on a PostgreSQL server");
    url = set;
  }

  /// Runs the file on a new database that holds the example schema; nothing when the server refuses a statement.
  [[nodiscard]] std::optional<std::string> schema_after(const std::string& file) const {
    const std::string name = "lockstep_fix_" + std::to_string(getpid());
    const std::string own = url.substr(0, url.rfind('/') + 1) + name;
    psql(url, {"-c", "DROP DATABASE IF EXISTS " + name, "-c", "CREATE DATABASE " + name + " TEMPLATE template0"});
    psql(own, {"-f", "schema.sql"});
    const Outcome ran =
        test::run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", own, "-f", file}, {folder.path(), {}});
    // pg_dump writes a word of its own making around each dump.
    const Outcome dump = test::run({"sh", "-c", "pg_dump -s -d " + own + " | grep -v restrict"}, {folder.path(), {}});
    psql(url, {"-c", "DROP DATABASE " + name});
    return ran.exit == 0 ? std::optional(dump.out) : std::nullopt;
  }

 private:
  void psql(const std::string& database, std::vector<std::string> more) const {
    more.insert(more.begin(), {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database});
    const Outcome outcome = test::run(more, {folder.path(), {}});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
  }
};

/// Statements with more to them than the examples of the rules.
const std::vector<std::string> more_examples = {
    "ALTER TABLE orders ADD UNIQUE (code, status);",
    "ALTER TABLE orders ADD CONSTRAINT c UNIQUE (code) INCLUDE (note) DEFERRABLE INITIALLY DEFERRED;",
    "ALTER TABLE orders ADD UNIQUE NULLS NOT DISTINCT (code);",
    "ALTER TABLE orders ADD UNIQUE (code), ADD CHECK (total > 0), ADD UNIQUE (note), ALTER note SET NOT NULL;",
    "ALTER TABLE orders ADD CHECK (total > 0), ADD FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE;",
    "ALTER TABLE orders ADD CHECK (total > 0), ADD CHECK (quantity > total);",
    "ALTER TABLE \"orders\" ALTER \"note\" SET NOT NULL, ALTER total SET NOT NULL",
    "ALTER TABLE events ADD CHECK (id > 0);",
    "ALTER TABLE events ALTER id SET NOT NULL;",
    "ALTER TABLE ONLY orders ADD CONSTRAINT positive CHECK (total > 0) NO INHERIT;",
    "ALTER TABLE IF EXISTS orders ADD CONSTRAINT positive CHECK (total > 0);",
    "CREATE UNIQUE INDEX ON public.orders USING btree (lower(code)) WHERE note IS NULL;",
    "CREATE INDEX IF NOT EXISTS orders_idx ON orders (code);\nDROP INDEX IF EXISTS orders_status_idx;",
    "DROP INDEX orders_status_idx, order_totals_key;",
    "REINDEX (VERBOSE) TABLE orders;",
};

}  // namespace

TEST_CASE("what was written and what --fix makes of it end in the same schema") {
  const Server server;
  server.folder.write("schema.sql", example_schema);
  std::vector<std::string> examples = more_examples;
  for (const Rule* rule : all_rules()) {
    if (rule->bad_sql.find("-- next migration") == std::string_view::npos) examples.emplace_back(rule->bad_sql);
  }
  size_t compared = 0;
  for (const std::string& example : examples) {
    server.folder.write("written.sql", example);
    server.folder.write("fixed.sql", example);
    (void)lockstep({"lint", "--schema", "schema.sql", "--style", "--fix", "fixed.sql"}, {server.folder.path(), {}});
    const std::string fixed = server.folder.read("fixed.sql");
    if (fixed == example) continue;
    const auto written_schema = server.schema_after("written.sql");
    if (!written_schema) continue;  // some examples are about statements that fail
    ++compared;
    INFO(example << "\n-- fixed:\n" << fixed);
    CHECK(server.schema_after("fixed.sql") == written_schema);
  }
  CHECK(compared > 15);
}

}  // namespace lockstep::test
