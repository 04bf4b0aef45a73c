// Which databases are fresh, and what runs at once there.
#include <catch2/catch.hpp>

#include "base/text.h"
#include "scenario.h"

namespace lockstep {
namespace {

/// Runs the files on a database after `setup`, and gives the one number that `query` asks for.
int64_t after_up(Dialect dialect, const std::vector<std::string>& setup, const std::vector<std::string>& files,
                 const std::string& query) {
  const Subject subject(dialect);
  const auto database = subject.open();
  for (const std::string& sql : setup) NEED(database->query(sql));
  std::vector<Migration> migrations;
  for (const std::string& sql : files) {
    const std::string id = std::to_string(migrations.size() + 1);
    migrations.push_back(make_migration(id, "m" + id, {id + "_m.sql", sql}, dialect));
  }
  NEED(run_up(*database, migrations, {}, test_options(), quiet_environment()));
  return integer(NEED(database->query(query)).rows.at(0).at(0));
}

}  // namespace

TEST_CASE("a database with tables is not fresh because the first migration names none of them") {
  const std::vector<std::string> orders{"CREATE TABLE orders (id integer PRIMARY KEY, code integer)",
                                        "CREATE UNIQUE INDEX orders_code ON orders (code)",
                                        "CREATE TYPE mood AS ENUM ('sad')"};
  CHECK(after_up(Dialect::PostgreSQL, orders, {"DROP INDEX orders_code;"},
                 "SELECT count(*) FROM pg_class WHERE relname = 'orders_code'") == 1);
  CHECK(after_up(Dialect::PostgreSQL, orders, {"ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';"},
                 "SELECT count(*) FROM pg_enum WHERE enumlabel = 'sad'") == 1);
  CHECK(after_up(Dialect::SQLite, {orders[0], orders[1]}, {"DROP INDEX orders_code;"},
                 "SELECT count(*) FROM sqlite_master WHERE name = 'orders_code'") == 1);
}

TEST_CASE("a fresh database goes through all phases at once, beside the tables of others") {
  const std::vector<std::string> files{
      "CREATE TABLE orders (id integer PRIMARY KEY, code integer);\n"
      "CREATE UNIQUE INDEX orders_code ON orders (code);",
      "DROP INDEX orders_code;"};
  const std::vector<std::string> others{"CREATE TABLE bills (id integer PRIMARY KEY)"};
  CHECK(after_up(Dialect::PostgreSQL, others, files, "SELECT count(*) FROM pg_class WHERE relname = 'orders_code'") ==
        0);
  CHECK(after_up(Dialect::SQLite, others, files, "SELECT count(*) FROM sqlite_master WHERE name = 'orders_code'") == 0);
}

TEST_CASE("a table made anew in a fresh SQLite database keeps what refers to it") {
  CHECK(after_up(Dialect::SQLite, {},
                 {"CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);\n"
                  "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers (id) ON DELETE "
                  "CASCADE);\n"
                  "INSERT INTO customers VALUES (1, 'a');\nINSERT INTO orders VALUES (1, 1);",
                  "PRAGMA foreign_keys = OFF;\nBEGIN;\n"
                  "CREATE TABLE customers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
                  "INSERT INTO customers_new SELECT id, name FROM customers;\nDROP TABLE customers;\n"
                  "ALTER TABLE customers_new RENAME TO customers;\nCOMMIT;\nPRAGMA foreign_keys = ON;"},
                 "SELECT count(*) FROM orders JOIN customers ON customer = customers.id") == 1);
}

}  // namespace lockstep
