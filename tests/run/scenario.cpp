#include "scenario.h"

#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// 40 rows with a NULL, an empty text and a quote among them.
std::vector<std::string> customers(Dialect dialect) {
  const bool postgresql = dialect == Dialect::PostgreSQL;
  return {
      fmt::format("CREATE TABLE customers (id {} PRIMARY KEY, full_name text NOT NULL, phone text, fax text, "
                  "points integer NOT NULL DEFAULT 0, price integer)",
                  postgresql ? "integer" : "INTEGER"),
      "CREATE INDEX customers_phone_idx ON customers (phone)",
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO customers (id, "
      "full_name, phone, fax, points, price) SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL "
      "ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN '' ELSE 'f' || i END, i, i * 100 FROM n",
  };
}

}  // namespace

std::vector<Scenario> scenarios(Dialect dialect) {
  const bool postgresql = dialect == Dialect::PostgreSQL;
  std::vector<Scenario> out{
      {"a required column filled from another", customers(dialect),
       {{"1", "-- lockstep: using=price * 100\n-- lockstep: reverse=price_cents / 100\n"
              "ALTER TABLE customers ADD COLUMN price_cents bigint;"}}},
      {"a renamed column", customers(dialect), {{"1", "ALTER TABLE customers RENAME COLUMN phone TO phone_number;"}}},
      {"a dropped column", customers(dialect), {{"1", "ALTER TABLE customers DROP COLUMN fax;"}}},
      {"a dropped required column", customers(dialect), {{"1", "ALTER TABLE customers DROP COLUMN full_name;"}}},
      {"a dropped table", customers(dialect), {{"1", "DROP TABLE customers;"}}},
      {"an update that may happen once", customers(dialect), {{"1", "UPDATE customers SET points = points + 1;"}}},
      {"a delete", customers(dialect), {{"1", "DELETE FROM customers WHERE points > 30 OR phone IS NULL;"}}},
      {"an index", customers(dialect), {{"1", "CREATE INDEX customers_fax_idx ON customers (fax);"}}},
      {"a mirrored table", customers(dialect),
       {{"1", fmt::format("-- lockstep: mirror customers -> people\nCREATE TABLE people (id {} PRIMARY KEY, name text NOT "
                          "NULL, initial text);\nINSERT INTO people (id, name, initial) SELECT id, full_name, "
                          "substr(full_name, 1, 1) FROM customers;",
                          postgresql ? "bigint" : "INTEGER")}}},
      {"three migrations at once", customers(dialect),
       {{"1", "ALTER TABLE customers ADD COLUMN note text;\nUPDATE customers SET note = 'n' || id WHERE phone IS NOT NULL;"},
        {"2", "ALTER TABLE customers RENAME COLUMN fax TO telefax;"},
        {"3", "CREATE TABLE visits (id integer PRIMARY KEY, customer_id integer);\nCREATE INDEX visits_customer_idx ON "
              "visits (customer_id);\nINSERT INTO visits (id, customer_id) VALUES (1, 3);"}}},
  };
  if (!postgresql) return out;
  out.push_back({"SET NOT NULL", customers(dialect), {{"1", "ALTER TABLE customers ALTER COLUMN fax SET NOT NULL;"}}});
  out.push_back({"a check and a unique constraint", customers(dialect),
                 {{"1", "ALTER TABLE customers ADD CONSTRAINT points_positive CHECK (points > 0);\n"
                        "ALTER TABLE customers ADD CONSTRAINT customers_price_key UNIQUE (price);"}}});
  std::vector<std::string> with_orders = customers(dialect);
  with_orders.emplace_back("CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers "
                           "(id), total integer)");
  with_orders.emplace_back("INSERT INTO orders (customer_id, total) SELECT id, points FROM customers");
  out.push_back({"an int key that becomes bigint", with_orders,
                 {{"1", "ALTER TABLE customers ALTER COLUMN id TYPE bigint;"},
                  {"2", "ALTER TABLE orders ALTER COLUMN id TYPE bigint;"}}});
  out.push_back({"a foreign key", with_orders,
                 {{"1", "ALTER TABLE orders ADD COLUMN referrer_id integer;\nALTER TABLE orders ADD CONSTRAINT "
                        "orders_referrer_fkey FOREIGN KEY (referrer_id) REFERENCES customers (id);"}}});
  out.push_back({"a renamed table", customers(dialect), {{"1", "ALTER TABLE customers RENAME TO clients;"}}});
  out.push_back({"a volatile default", customers(dialect),
                 {{"1", "ALTER TABLE customers ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();"}}});
  return out;
}

std::vector<Migration> migrations_of(const Scenario& scenario, Dialect dialect) {
  std::vector<Migration> migrations;
  for (const auto& [id, sql] : scenario.files) {
    migrations.push_back(make_migration(id, "m" + id, {id + "_m" + id + ".sql", sql}, dialect));
  }
  return migrations;
}

Environment quiet_environment(const std::atomic<bool>* stop) {
  Environment environment;
  environment.now_ms = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  };
  environment.sleep_ms = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
  environment.stop = stop;
  return environment;
}

RunOptions test_options() {
  RunOptions options;
  options.owner = "test";
  options.chunk_rows = 7;
  options.chunk_pause_ms = 0;
  options.allow_loss = true;
  return options;
}

Status run_up(Database& database, const std::vector<Migration>& migrations, const UpRequest& request,
              const RunOptions& options, const Environment& environment) {
  RunReport report;
  return run_up(database, migrations, request, options, environment, report);
}

Status run_contract(Database& database, const std::vector<Migration>& migrations, const ContractRequest& request,
                    const RunOptions& options, const Environment& environment) {
  RunReport report;
  return run_contract(database, migrations, request, options, environment, report);
}

Status run_all(Database& database, const std::vector<Migration>& migrations, bool contract) {
  const Environment environment = quiet_environment();
  const RunOptions options = test_options();
  LOCKSTEP_CHECK(run_up(database, migrations, {}, options, environment));
  if (!contract) return {};
  ContractRequest all;
  all.all = true;
  all.purge = true;
  all.purge_now = true;
  LOCKSTEP_CHECK(run_contract(database, migrations, all, options, environment));
  return {};
}

std::string state_of(Database& database) {
  const Catalog catalog = NEED(database.read_catalog());
  const Dialect dialect = database.dialect();
  std::string out;
  for (const auto& [key, relation] : catalog.relations) {
    out += fmt::format("{} kind {} owned by '{}' reads {}\n", key, static_cast<int>(relation.kind), relation.owned_by,
                       join(relation.reads, ","));
    for (const CatalogColumn& column : relation.columns) {
      out += fmt::format("  {} {} {} default '{}' identity {} generated {}\n", column.name, column.type,
                         column.not_null ? "NOT NULL" : "", column.default_expression, int{column.identity},
                         int{column.generated});
    }
    for (const CatalogConstraint& constraint : relation.constraints) {
      out += fmt::format("  constraint {} {} {}\n", constraint.name, constraint.definition, constraint.validated);
    }
    for (const CatalogIndex& index : relation.indexes) {
      out += fmt::format("  index {} {} {}\n", index.name, index.definition, index.valid);
    }
    for (const CatalogTrigger& trigger : relation.triggers) out += fmt::format("  trigger {}\n", trigger.definition);
    if (relation.kind != CatalogRelationKind::Table) continue;
    std::vector<std::string> columns;
    for (const CatalogColumn& column : relation.columns) {
      // What is random by nature is only told to be there.
      const bool random = column.type == "uuid";
      const std::string quoted = quote_identifier(column.name, dialect);
      columns.push_back(random ? quoted + " IS NULL" : quoted);
    }
    const std::string name = quote_name({relation.schema, relation.name, {}}, dialect);
    const Rows rows = NEED(database.query(fmt::format("SELECT {0} FROM {1} ORDER BY {0}", join(columns, ", "), name)));
    for (const auto& row : rows.rows) {
      out += "  row";
      for (const Value& value : row) out += is_null(value) ? " NULL" : " '" + text(value) + "'";
      out += "\n";
    }
  }
  return out;
}

}  // namespace lockstep
