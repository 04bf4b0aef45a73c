// query(): values in and out, and what is refused.
#include <limits>

#include "subject.h"

namespace lockstep {

TEST_CASE("values come back as they were sent") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (id bigint, word text)"));
  const std::string big(3'000'000, 'x');
  const std::vector<std::pair<int64_t, std::string>> samples = {
      {0, ""},
      {std::numeric_limits<int64_t>::min(), "'; DROP TABLE t; --"},
      {std::numeric_limits<int64_t>::max(), "Gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x98 \\ \" \n\t$1"},
      {-1, big},
  };
  for (const auto& [number, word] : samples) {
    CHECK(NEED(database->query("INSERT INTO t VALUES ($1, $2)", {number, word})).affected == 1);
    const Rows rows = NEED(database->query("SELECT id, word FROM t WHERE id = $1", {number}));
    REQUIRE(rows.size() == 1);
    CHECK(rows.columns == std::vector<std::string>{"id", "word"});
    CHECK(integer(rows.rows[0][0]) == number);
    CHECK((text(rows.rows[0][1]) == word));  // parenthesised: a difference in three megabytes is not worth printing
  }
}

TEST_CASE("null is neither empty nor zero") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer, b text)"));
  NEED(database->query("INSERT INTO t VALUES ($1, $2)", {std::monostate{}, ""}));
  const Rows rows = NEED(database->query("SELECT a, b, a IS NULL, b IS NULL FROM t"));
  CHECK(is_null(rows.rows[0][0]));
  CHECK_FALSE(is_null(rows.rows[0][1]));
  CHECK(text(rows.rows[0][1]).empty());
  CHECK(integer(rows.rows[0][2]) == 1);
  CHECK(integer(rows.rows[0][3]) == 0);
}

TEST_CASE("a parameter may stand in several places, in any order") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const Rows rows = NEED(database->query(
      "SELECT CAST($2 AS text), CAST($1 AS integer) + 1, CAST($2 AS text), CAST($3 AS double precision)",
      {int64_t{41}, "b", 0.5}));
  CHECK(text(rows.rows[0][0]) == "b");
  CHECK(integer(rows.rows[0][1]) == 42);
  CHECK(text(rows.rows[0][2]) == "b");
  CHECK(text(rows.rows[0][3]) == "0.5");
}

TEST_CASE("affected counts the rows that a statement changed") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  CHECK(NEED(database->query("INSERT INTO t VALUES (1), (2), (3)")).affected == 3);
  CHECK(NEED(database->query("SELECT a FROM t")).affected == 0);
  CHECK(NEED(database->query("CREATE TABLE u (a integer)")).affected == 0);
  CHECK(NEED(database->query("UPDATE t SET a = a + 1 WHERE a > 1")).affected == 2);
  CHECK(NEED(database->query("UPDATE t SET a = a + 1 WHERE a > 100")).affected == 0);
  CHECK(NEED(database->query("WITH old AS (SELECT 1 AS a) DELETE FROM t WHERE a IN (SELECT a FROM old)")).affected ==
        1);
  const Rows returned = NEED(database->query("/* INSERT */ UPDATE t SET a = 0 RETURNING a"));
  CHECK(returned.affected == 2);
  CHECK(returned.size() == 2);
}

TEST_CASE("a statement that the database refuses has failed for good") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer PRIMARY KEY)"));
  NEED(database->query("INSERT INTO t VALUES (1)"));
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"SELCT 1", "42601"},
      {"SELECT * FROM missing", "42P01"},
      {"INSERT INTO t VALUES (1)", "23505"},
      {"SELECT 1; SELECT 2", "42601"},
      {"SELECT $1", ""},
  };
  for (const auto& [sql, sqlstate] : refused) {
    INFO(sql);
    const Error error = error_of(database->query(sql));
    CHECK(error.code == ErrorCode::Failed);
    CHECK_FALSE(error.message.empty());
    CHECK(error.message.find("ERROR") == std::string::npos);
    CHECK(error.sql == sql);
    if (!subject.sqlite() && !sqlstate.empty()) CHECK(error.sqlstate == sqlstate);
  }
  CHECK(error_of(database->query("SELECT 1", {int64_t{1}})).code == ErrorCode::Failed);
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "1");
}

TEST_CASE("detail and hint of the server reach the person") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE orders (a integer PRIMARY KEY, total integer)"));
  NEED(database->query("INSERT INTO orders VALUES (1)"));
  CHECK(error_of(database->query("INSERT INTO orders VALUES (1)")).message ==
        "duplicate key value violates unique constraint \"orders_pkey\"; Key (a)=(1) already exists.");
  const Error typing_error = error_of(database->query("SELECT totl FROM orders"));
  CHECK(typing_error.message == "column \"totl\" does not exist");
  CHECK(typing_error.help == "perhaps you meant to reference the column \"orders.total\".");
  CHECK(error_of(database->query("SELECT $1", {std::string("a\0b", 3)})).sqlstate == "22021");
}

TEST_CASE("transactions are not begun or ended by a query") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  for (const char* sql : {"BEGIN", "  -- now\n/* and /* here */ */ begin", "COMMIT", "START TRANSACTION", "ROLLBACK",
                          "end", "COMMIT WORK", "PREPARE TRANSACTION 'x'"}) {
    INFO(sql);
    CHECK(error_of(database->query(sql)).code == ErrorCode::Failed);
    CHECK_FALSE(database->in_transaction());
  }
  CHECK(error_of(database->query("SAVEPOINT s")).code == ErrorCode::Failed);
  NEED(database->query("SELECT 'BEGIN', \"begin\" FROM (SELECT 1 AS \"begin\") AS t"));
  NEED(database->query("CREATE TABLE t (a integer)"));
}

TEST_CASE("a statement may end with a semicolon and comments, or be nothing at all") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  CHECK(NEED(database->query("SELECT 1; -- done\n /* really */ ")).size() == 1);
  for (const char* nothing : {"", " ", "-- only a comment", ";"}) {
    INFO(nothing);
    CHECK(NEED(database->query(nothing)).empty());
  }
  NEED(database->query("CREATE TABLE t (a integer)"));
  CHECK_FALSE(database->query(std::string("DELETE FROM t\0 WHERE false", 26)));
}

TEST_CASE("COPY has no channel to the client") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  CHECK(error_of(database->query("COPY t FROM STDIN")).code == ErrorCode::Failed);
  CHECK(error_of(database->query("COPY (SELECT 1) TO STDOUT")).code == ErrorCode::Failed);
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "0");
}

TEST_CASE("the database says what it is") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  CHECK(database->dialect() == (subject.sqlite() ? Dialect::SQLite : Dialect::PostgreSQL));
  CHECK(database->server_version() >= (subject.sqlite() ? 3'037'000 : 14));
  CHECK(database->display_name().find(subject.pick("postgresql://", "sqlite:")) == 0);
  if (!subject.sqlite()) CHECK(database->server_version() < 100);
}

}  // namespace lockstep
