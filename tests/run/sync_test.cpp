// While a migration is expanded, both application versions write, and each sees what the other wrote.
#include <catch2/catch.hpp>

#include "scenario.h"

namespace lockstep {
namespace {

std::vector<Migration> one(const std::string& sql, Dialect dialect) {
  return {make_migration("1", "change", {"1_change.sql", sql}, dialect)};
}

std::string row(Database& database, const std::string& columns, int id) {
  const Rows rows = NEED(database.query("SELECT " + columns + " FROM t WHERE id = " + std::to_string(id)));
  REQUIRE(rows.size() == 1);
  std::string out;
  for (const Value& value : rows.rows[0]) out += (out.empty() ? "" : " ") + (is_null(value) ? "NULL" : text(value));
  return out;
}

}  // namespace

TEST_CASE("a column filled from another is kept in step both ways") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id integer PRIMARY KEY, price integer, other text)"));
  NEED(database->query("INSERT INTO t (id, price) VALUES (1, 5), (2, NULL)"));
  const auto migrations = one(
      "-- lockstep: using=price * 100\n-- lockstep: reverse=cents / 100\nALTER TABLE t ADD COLUMN cents integer;",
      subject_dialect);
  NEED(run_all(*database, migrations, false));
  CHECK(row(*database, "price, cents", 1) == "5 500");
  CHECK(row(*database, "price, cents", 2) == "NULL NULL");

  NEED(database->query("INSERT INTO t (id, price) VALUES (3, 7)"));
  CHECK(row(*database, "price, cents", 3) == "7 700");
  NEED(database->query("INSERT INTO t (id, cents) VALUES (4, 950)"));
  CHECK(row(*database, "price, cents", 4) == "9 950");
  // Both given and consistent by f: both stay, although the reverse is not exact.
  NEED(database->query("INSERT INTO t (id, price, cents) VALUES (5, 3, 300)"));
  CHECK(row(*database, "price, cents", 5) == "3 300");
  // Both given and not consistent: the new one stands.
  NEED(database->query("INSERT INTO t (id, price, cents) VALUES (6, 3, 400)"));
  CHECK(row(*database, "price, cents", 6) == "4 400");

  NEED(database->query("UPDATE t SET price = 8 WHERE id = 1"));
  CHECK(row(*database, "price, cents", 1) == "8 800");
  NEED(database->query("UPDATE t SET cents = 1250 WHERE id = 1"));
  CHECK(row(*database, "price, cents", 1) == "12 1250");
  // The same value again is no change: the finer new value is not destroyed.
  NEED(database->query("UPDATE t SET price = 12, other = 'x' WHERE id = 1"));
  CHECK(row(*database, "price, cents", 1) == "12 1250");
  NEED(database->query("UPDATE t SET price = 1, cents = 900 WHERE id = 1"));
  CHECK(row(*database, "price, cents", 1) == "9 900");
  NEED(database->query("UPDATE t SET price = NULL WHERE id = 3"));
  CHECK(row(*database, "price, cents", 3) == "NULL NULL");
}

TEST_CASE("two columns split from one go back together") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id integer PRIMARY KEY, full_name text NOT NULL)"));
  NEED(database->query("INSERT INTO t VALUES (1, 'Ada Lovelace'), (2, 'Cher ')"));
  const std::string first = subject.pick("split_part(full_name, ' ', 1)", "substr(full_name, 1, instr(full_name, ' ') - 1)");
  const std::string last = subject.pick("split_part(full_name, ' ', 2)", "substr(full_name, instr(full_name, ' ') + 1)");
  const auto migrations = one("-- lockstep: using=" + first + "\n-- lockstep: reverse=first_name || ' ' || last_name\n"
                              "ALTER TABLE t ADD COLUMN first_name text NOT NULL;\n-- lockstep: using=" + last +
                              "\n-- lockstep: reverse=first_name || ' ' || last_name\n"
                              "ALTER TABLE t ADD COLUMN last_name text NOT NULL;",
                              subject_dialect);
  NEED(run_all(*database, migrations, false));
  CHECK(row(*database, "first_name, last_name", 1) == "Ada Lovelace");
  NEED(database->query("UPDATE t SET last_name = 'Byron' WHERE id = 1"));
  CHECK(row(*database, "full_name, first_name, last_name", 1) == "Ada Byron Ada Byron");
  NEED(database->query("INSERT INTO t (id, first_name, last_name) VALUES (3, 'Grace', 'Hopper')"));
  CHECK(row(*database, "full_name", 3) == "Grace Hopper");
  NEED(database->query("UPDATE t SET full_name = 'Alan Turing' WHERE id = 3"));
  CHECK(row(*database, "first_name, last_name", 3) == "Alan Turing");

  ContractRequest all;
  all.all = true;
  NEED(run_contract(*database, migrations, all, test_options(), quiet_environment()));
  const Catalog after = NEED(database->read_catalog());
  const CatalogRelation* table = after.find(QualifiedName{"", "t", {}});
  REQUIRE(table != nullptr);
  CHECK(table->column("last_name")->not_null);
  CHECK(table->column("full_name")->not_null);
  CHECK(table->triggers.empty());
}

TEST_CASE("a renamed column serves both names until contract") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id integer PRIMARY KEY, phone text NOT NULL)"));
  NEED(database->query("CREATE UNIQUE INDEX t_phone_idx ON t (phone)"));
  NEED(database->query("INSERT INTO t VALUES (1, 'a'), (2, 'b')"));
  const auto migrations = one("ALTER TABLE t RENAME COLUMN phone TO phone_number;", subject_dialect);
  NEED(run_all(*database, migrations, false));
  NEED(database->query("INSERT INTO t (id, phone) VALUES (3, 'c')"));
  NEED(database->query("INSERT INTO t (id, phone_number) VALUES (4, 'd')"));
  CHECK(row(*database, "phone, phone_number", 3) == "c c");
  CHECK(row(*database, "phone, phone_number", 4) == "d d");
  NEED(database->query("UPDATE t SET phone_number = 'z' WHERE id = 1"));
  CHECK(row(*database, "phone", 1) == "z");
  CHECK(!database->query("INSERT INTO t (id, phone_number) VALUES (5, 'b')"));
  NEED(run_all(*database, migrations, true));
  CHECK(row(*database, "phone_number", 4) == "d");
  CHECK(!database->query("INSERT INTO t (id, phone_number) VALUES (6, NULL)"));
}

TEST_CASE("a mirrored table is written both ways without a loop") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id integer PRIMARY KEY, country text NOT NULL, total integer NOT NULL)"));
  NEED(database->query("INSERT INTO t VALUES (1, 'DE', 10), (2, 'US', 20)"));
  const auto migrations = one(
      "-- lockstep: mirror t -> t2\nCREATE TABLE t2 (id integer PRIMARY KEY, country text NOT NULL, zone text NOT NULL "
      "DEFAULT 'none', total integer NOT NULL);\nINSERT INTO t2 (id, country, zone, total) SELECT id, country, CASE "
      "WHEN country = 'DE' THEN 'home' ELSE 'far' END, total FROM t;",
      subject_dialect);
  NEED(run_all(*database, migrations, false));
  const auto there = [&](int id) {
    const Rows rows = NEED(database->query("SELECT zone, total FROM t2 WHERE id = " + std::to_string(id)));
    return rows.empty() ? std::string("gone") : text(rows.rows[0][0]) + " " + text(rows.rows[0][1]);
  };
  CHECK(there(1) == "home 10");
  NEED(database->query("INSERT INTO t VALUES (3, 'FR', 30)"));
  CHECK(there(3) == "far 30");
  NEED(database->query("UPDATE t SET country = 'DE', total = 31 WHERE id = 3"));
  CHECK(there(3) == "home 31");
  NEED(database->query("UPDATE t SET id = 33 WHERE id = 3"));
  CHECK(there(3) == "gone");
  CHECK(there(33) == "home 31");
  NEED(database->query("UPDATE t2 SET total = 77 WHERE id = 33"));
  CHECK(row(*database, "total", 33) == "77");
  NEED(database->query("INSERT INTO t2 (id, country, zone, total) VALUES (50, 'PL', 'special', 5)"));
  CHECK(row(*database, "country, total", 50) == "PL 5");
  CHECK(there(50) == "special 5");
  NEED(database->query("DELETE FROM t2 WHERE id = 1"));
  CHECK(NEED(database->query("SELECT 1 FROM t WHERE id = 1")).empty());
  NEED(database->query("DELETE FROM t WHERE id = 2"));
  CHECK(there(2) == "gone");
}

TEST_CASE("a table that is split is written as one and as two, and neither loses what the other wrote") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id integer PRIMARY KEY, name text NOT NULL, street text, city text)"));
  NEED(database->query("INSERT INTO t VALUES (1, 'a', 's1', 'c1'), (2, 'b', NULL, NULL)"));
  const auto migrations =
      one("-- lockstep: mirror t -> t2\nCREATE TABLE t2 (t_id integer PRIMARY KEY REFERENCES t (id), street text, city "
          "text, "
          "note text);\nINSERT INTO t2 (t_id, street, city) SELECT id, street, city FROM t;\n"
          "ALTER TABLE t DROP COLUMN street;\nALTER TABLE t DROP COLUMN city;",
          subject_dialect);
  NEED(run_all(*database, migrations, false));
  const auto there = [&](int id) {
    const Rows rows = NEED(database->query("SELECT coalesce(street, '-'), coalesce(note, '-') FROM t2 WHERE t_id = " +
                                           std::to_string(id)));
    return rows.empty() ? std::string("gone") : text(rows.rows[0][0]) + " " + text(rows.rows[0][1]);
  };
  const auto here = [&](int id) { return row(*database, "coalesce(street, '-')", id); };
  CHECK(there(1) == "s1 -");
  // The previous version.
  NEED(database->query("INSERT INTO t VALUES (3, 'c', 's3', 'c3')"));
  CHECK(there(3) == "s3 -");
  NEED(database->query("UPDATE t SET street = 's33' WHERE id = 3"));
  CHECK(there(3) == "s33 -");
  NEED(database->query("DELETE FROM t WHERE id = 3"));
  CHECK(there(3) == "gone");
  // The new one writes both tables.
  NEED(database->query("INSERT INTO t (id, name) VALUES (4, 'd')"));
  NEED(database->query("INSERT INTO t2 (t_id, street, note) VALUES (4, 's4', 'n4')"));
  CHECK(there(4) == "s4 n4");
  CHECK(here(4) == "s4");
  CHECK(!database->query("INSERT INTO t2 (t_id, street) VALUES (4, 's5')"));
  NEED(database->query("UPDATE t2 SET street = 'new' WHERE t_id = 1"));
  CHECK(here(1) == "new");
  // Neither writes what it did not mean to.
  NEED(database->query("UPDATE t SET name = 'other' WHERE id = 1"));
  CHECK(there(1) == "new -");
  NEED(database->query("UPDATE t2 SET note = 'seen' WHERE t_id = 1"));
  CHECK(here(1) == "new");
  NEED(database->query("DELETE FROM t2 WHERE t_id = 1"));
  CHECK(here(1) == "-");
  CHECK(row(*database, "name", 1) == "other");
  NEED(run_all(*database, migrations, true));
  CHECK(there(4) == "s4 n4");
  CHECK(there(2) == "- -");
}

TEST_CASE("two tables that become one may not lose a row to the other") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE a (id integer PRIMARY KEY, name text NOT NULL)"));
  NEED(database->query("CREATE TABLE b (id integer PRIMARY KEY, name text NOT NULL)"));
  NEED(database->query("INSERT INTO a VALUES (1, 'a1'), (2, 'a2')"));
  NEED(database->query("INSERT INTO b VALUES (2, 'b2'), (11, 'b11')"));
  const auto migrations =
      one("CREATE TABLE t (id integer PRIMARY KEY, name text NOT NULL);\n-- lockstep: mirror a -> t\nINSERT INTO t "
          "(id, name) "
          "SELECT id, name FROM a;\n-- lockstep: mirror b -> t\nINSERT INTO t (id, name) SELECT id, name FROM b;",
          subject_dialect);
  const Status blocked = run_all(*database, migrations, false);
  REQUIRE(!blocked);
  CHECK_THAT(blocked.error().message, Catch::Contains("rows of b whose key a row of a has, too"));
  NEED(database->query("UPDATE b SET id = 12 WHERE id = 2"));
  NEED(run_all(*database, migrations, false));
  const auto name = [&](const std::string& table, int id) {
    const Rows rows = NEED(database->query("SELECT name FROM " + table + " WHERE id = " + std::to_string(id)));
    return rows.empty() ? std::string("none") : text(rows.rows[0][0]);
  };
  CHECK(name("t", 2) + name("t", 12) == "a2b2");
  NEED(database->query("UPDATE t SET name = 'new' WHERE id = 1"));
  CHECK(name("a", 1) + name("b", 1) == "newnone");
  NEED(database->query("INSERT INTO t VALUES (20, 't20')"));
  CHECK(name("a", 20) + name("b", 20) == "nonenone");
  NEED(database->query("DELETE FROM t WHERE id = 11"));
  CHECK(name("b", 11) == "none");
  NEED(run_all(*database, migrations, true));
  CHECK(name("t", 12) == "b2");
}

}  // namespace lockstep
