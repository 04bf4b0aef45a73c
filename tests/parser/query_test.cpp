// Queries, changes of rows, session and maintenance commands: the values that the engine reads.
#include <catch2/catch.hpp>

#include "tests/parser/parse_one.h"

namespace lockstep {
namespace {

using Names = std::vector<std::string>;

Names names(const std::vector<QualifiedName>& list) {
  Names out;
  for (const QualifiedName& name : list) out.push_back(name.schema.empty() ? name.name : name.schema + "." + name.name);
  return out;
}

Names relations(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  return names(one(text, dialect).relations);
}

std::string tag(const std::string& text, Dialect dialect = Dialect::PostgreSQL) { return one(text, dialect).tag; }

}  // namespace

TEST_CASE("tags are the server's") {
  CHECK(tag("VALUES (1)") == "SELECT");
  CHECK(tag("TABLE t") == "SELECT");
  CHECK(tag("(SELECT 1) UNION (SELECT 2)") == "SELECT");
  CHECK(tag("SELECT 1 INTO t") == "SELECT INTO");
  CHECK(tag("WITH a AS (SELECT 1) DELETE FROM t") == "DELETE");
  CHECK(tag("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a") == "INSERT");
  CHECK(tag("START TRANSACTION") == "START TRANSACTION");
  CHECK(tag("END") == "COMMIT");
  CHECK(tag("ABORT") == "ROLLBACK");
  CHECK(tag("ROLLBACK TO x") == "ROLLBACK");
  CHECK(tag("COMMIT PREPARED 'x'") == "COMMIT PREPARED");
  CHECK(tag("TRUNCATE t") == "TRUNCATE TABLE");
  CHECK(tag("LOCK t") == "LOCK TABLE");
  CHECK(tag("SET a = 1") == "SET");
  CHECK(tag("SET CONSTRAINTS ALL DEFERRED") == "SET CONSTRAINTS");
  CHECK(tag("DISCARD TEMPORARY") == "DISCARD TEMP");
  CHECK(tag("DEALLOCATE ALL") == "DEALLOCATE ALL");
  CHECK(tag("DECLARE c CURSOR FOR SELECT 1") == "DECLARE CURSOR");
  CHECK(tag("CLOSE c") == "CLOSE CURSOR");
  CHECK(tag("ANALYSE t") == "ANALYZE");
  CHECK(tag("REPLACE INTO t VALUES (1)", Dialect::SQLite) == "INSERT");
}

TEST_CASE("relations are everything that is named, once and in order, without CTEs") {
  CHECK(relations("SELECT * FROM b, s.a AS x JOIN b y USING (id), LATERAL (SELECT 1 FROM c) z") ==
        Names{"b", "s.a", "c"});
  CHECK(relations("SELECT (SELECT max(x) FROM d) FROM f(1), ROWS FROM (g(2)) WHERE EXISTS (TABLE e)") ==
        Names{"d", "e"});
  CHECK(relations("SELECT 1 FROM \"A\".\"B c\", Db.S.T") == Names{"A.B c", "s.t"});
  CHECK(relations("WITH a AS (SELECT * FROM t), b AS (SELECT * FROM a) SELECT * FROM a, b, c") == Names{"t", "c"});
  CHECK(relations("WITH a AS (SELECT * FROM a) SELECT * FROM a") == Names{"a"});
  CHECK(relations("WITH RECURSIVE a AS (SELECT 1 UNION SELECT * FROM a) SELECT * FROM a").empty());
  CHECK(relations("SELECT * FROM a, (WITH a AS (SELECT 1) SELECT * FROM a) x") == Names{"a"});
  CHECK(relations("WITH t AS (SELECT 1) UPDATE t SET a = 1 FROM t AS u") == Names{"t"});
  CHECK(relations("WITH a AS (SELECT 1) SELECT * FROM s.a") == Names{"s.a"});
  CHECK(relations("WITH a AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM a") == Names{"t", "u"});
  CHECK(relations("MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE") == Names{"t", "s"});
  CHECK(relations("COPY t (a) FROM STDIN") == Names{"t"});
  CHECK(relations("COPY (SELECT * FROM t) TO STDOUT") == Names{"t"});
  CHECK(relations("EXPLAIN ANALYZE DELETE FROM t") == Names{"t"});
  CHECK(relations("WITH a AS (SELECT 1 FROM b), b AS (SELECT 2) SELECT * FROM A", Dialect::SQLite).empty());
}

TEST_CASE("SELECT: what it reads and does") {
  const Select select = body<Select>("SELECT lower(a), now() FROM t JOIN s.u USING (id) FOR UPDATE OF t SKIP LOCKED");
  CHECK(names(select.reads) == Names{"t", "s.u"});
  REQUIRE(select.functions.size() == 2);
  CHECK(select.functions[1].name == "now");
  CHECK(select.for_update);
  CHECK_FALSE(select.values_only);
  CHECK(body<Select>("VALUES (1), (2)").values_only);
  CHECK(body<Select>("SELECT 1, pg_sleep(2)").values_only);
  CHECK_FALSE(body<Select>("SELECT 1 FOR READ ONLY").for_update);

  const CreateTable into = body<CreateTable>("SELECT a INTO TEMP s.t FROM u");
  CHECK(into.as_query);
  CHECK(into.temporary);
  CHECK(into.name.name == "t");
  CHECK(relations("SELECT a INTO t FROM u") == Names{"t", "u"});

  // Rows change: nothing may take it for a mere query.
  const Statement changing = one("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d");
  REQUIRE(changing.as<Select>() != nullptr);
  CHECK(changing.as<Select>()->modifying_with);
  REQUIRE(changing.inner.size() == 1);
  CHECK(changing.inner[0].text == "DELETE FROM t RETURNING *");
}

TEST_CASE("INSERT: rows that stand in it, or a query") {
  const Insert values = body<Insert>("INSERT INTO s.t AS x (a, \"B\", c[1]) VALUES (1, 2, 3), (4, 5, DEFAULT) "
                                     "ON CONFLICT (a) WHERE a > 1 DO UPDATE SET b = excluded.b RETURNING id");
  CHECK(values.table.schema == "s");
  CHECK(values.columns == Names{"a", "B", "c"});
  CHECK(values.values);
  CHECK(values.rows == 2);
  CHECK(values.on_conflict);
  CHECK(values.returning);
  CHECK(values.query.empty());
  CHECK(values.reads.empty());

  const std::string text = "INSERT INTO t (a) SELECT a FROM u WHERE b IN (SELECT c FROM t)";
  const Insert query = body<Insert>(text);
  CHECK_FALSE(query.values);
  CHECK(query.query == "SELECT a FROM u WHERE b IN (SELECT c FROM t)");
  CHECK(slice(text, query.query_span) == query.query);
  CHECK(names(query.reads) == Names{"u", "t"});

  CHECK(body<Insert>("INSERT INTO t DEFAULT VALUES").values);
  CHECK(body<Insert>("INSERT INTO t DEFAULT VALUES").rows == 1);
  const Insert guarded = body<Insert>("INSERT INTO t SELECT 1, 'a' WHERE NOT EXISTS (SELECT 1 FROM t WHERE id = 1)");
  CHECK(guarded.values);
  CHECK(names(guarded.reads) == Names{"t"});
  CHECK(body<Insert>("INSERT INTO t (SELECT * FROM u)").query == "(SELECT * FROM u)");

  const Insert with = body<Insert>("WITH a AS (DELETE FROM u RETURNING *) INSERT INTO t SELECT * FROM a");
  CHECK(with.has_with);
  CHECK(with.modifying_with);
  CHECK(names(with.reads) == Names{"u"});
  CHECK(body<Insert>("INSERT INTO t VALUES (now())").functions.size() == 1);
}

TEST_CASE("UPDATE and DELETE: the parts that a backfill takes apart") {
  const std::string text =
      "UPDATE ONLY s.t AS x SET a = lower(b), (c, d) = (SELECT 1, 2 FROM u) FROM v JOIN w USING (id) WHERE x.id = v.id "
      "RETURNING *";
  const Update update = body<Update>(text);
  CHECK_FALSE(update.is_delete);
  CHECK(update.table.name == "t");
  CHECK(update.alias == "x");
  CHECK(update.only);
  REQUIRE(update.assignments.size() == 2);
  CHECK(update.assignments[0].columns == Names{"a"});
  CHECK(update.assignments[0].value.text == "lower(b)");
  CHECK(update.assignments[1].columns == Names{"c", "d"});
  CHECK(update.where->text == "x.id = v.id");
  CHECK(slice(text, update.where_keyword) == "WHERE");
  CHECK(slice(text, update.from_span) == "v JOIN w USING (id)");
  CHECK(names(update.reads) == Names{"u", "v", "w"});
  CHECK_FALSE(update.reads_target_again);
  CHECK(update.returning);
  CHECK(update.functions.size() == 1);

  const std::string plain = "UPDATE t SET a = 1 ;";
  const Update without = body<Update>(plain);
  CHECK_FALSE(without.where);
  CHECK(without.where_keyword.empty());
  CHECK(without.where_keyword.begin == 18);
  CHECK(without.from_span.empty());
  CHECK(body<Update>("DELETE FROM t USING u RETURNING a").where_keyword.begin == 21);

  CHECK(body<Update>("UPDATE t SET a = (SELECT max(a) FROM public.t)").reads_target_again);
  CHECK(body<Update>("DELETE FROM t USING t AS u WHERE t.a = u.b").reads_target_again);
  CHECK(body<Update>("DELETE FROM t WHERE CURRENT OF c").where_current_of);
  CHECK(body<Update>("WITH a AS (SELECT 1) DELETE FROM t USING a").has_with);
  CHECK(body<Update>("WITH a AS (SELECT 1) DELETE FROM t USING a").reads.empty());
  CHECK(body<Update>("WITH a AS (UPDATE u SET b = 1 RETURNING *) UPDATE t SET a = 1 FROM a").modifying_with);
  CHECK(body<Update>("UPDATE t AS set SET a = 1 WHERE b").alias == "set");
}

TEST_CASE("SQLite: its own forms of the changes of rows") {
  const auto lite = Dialect::SQLite;
  CHECK(body<Insert>("INSERT OR IGNORE INTO main.t (a) VALUES (1)", lite).columns == Names{"a"});
  CHECK(body<Insert>(
            "INSERT INTO t(a) SELECT a FROM u WHERE true ON CONFLICT(a) DO UPDATE SET b=1 ON CONFLICT DO NOTHING", lite)
            .on_conflict);
  CHECK(body<Update>("UPDATE OR REPLACE t SET a = 1 WHERE b ORDER BY c LIMIT 5", lite).order_or_limit);
  CHECK(body<Update>("UPDATE t AS x INDEXED BY i SET (a, b) = (1, 2) FROM u WHERE x.id = u.id", lite).alias == "x");
  CHECK(body<Update>("DELETE FROM t NOT INDEXED WHERE a", lite).is_delete);
  CHECK(body<Select>("SELECT t.*, a AS 'b' FROM t LEFT JOIN u NATURAL JOIN v, json_each(t.x) LIMIT 5, 10", lite)
            .reads.size() == 3);
  CHECK(body<Select>("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 ORDER BY 1", lite).values_only);
  CHECK(body<Pragma>("PRAGMA main.Foreign_Keys = ON", lite).name == "foreign_keys");
  CHECK(body<Pragma>("PRAGMA table_info('t')", lite).value == "t");
  CHECK(body<Pragma>("PRAGMA cache_size(-2000)", lite).value == "-2000");
  CHECK(tag("ATTACH 'x.db' AS y", lite) == "ATTACH");
  CHECK(tag("EXPLAIN QUERY PLAN SELECT 1", lite) == "EXPLAIN");
  CHECK(relations("REINDEX main.t", lite) == Names{"main.t"});
  CHECK(body<TransactionControl>("BEGIN IMMEDIATE TRANSACTION", lite).kind == TransactionControl::Kind::Begin);
  CHECK(body<TransactionControl>("ROLLBACK TRANSACTION TO SAVEPOINT x", lite).kind ==
        TransactionControl::Kind::RollbackTo);
  CHECK(parse("SELECT 1; CREATE ROLE a", lite).errors.size() == 1);
  CHECK(parse("COPY t FROM stdin", lite).errors.size() == 1);
}

TEST_CASE("transaction control") {
  using Kind = TransactionControl::Kind;
  const auto kind = [](const std::string& text) { return body<TransactionControl>(text).kind; };
  CHECK(kind("BEGIN WORK ISOLATION LEVEL SERIALIZABLE, READ ONLY") == Kind::Begin);
  CHECK(kind("START TRANSACTION READ WRITE") == Kind::Start);
  CHECK(kind("COMMIT AND CHAIN") == Kind::Commit);
  CHECK(kind("END") == Kind::End);
  CHECK(kind("ROLLBACK") == Kind::Rollback);
  CHECK(kind("ABORT") == Kind::Rollback);
  CHECK(kind("ROLLBACK TO SAVEPOINT a") == Kind::RollbackTo);
  CHECK(kind("SAVEPOINT a") == Kind::Savepoint);
  CHECK(kind("RELEASE a") == Kind::Release);
  CHECK(kind("PREPARE TRANSACTION 'x'") == Kind::Prepare);
  CHECK(kind("ROLLBACK PREPARED 'x'") == Kind::Other);
}

TEST_CASE("settings") {
  const auto set = [](const std::string& text) { return body<SetVariable>(text); };
  CHECK(set("SET Lock_Timeout = '1s'").name == "lock_timeout");
  CHECK(set("SET Lock_Timeout = '1s'").value == "'1s'");
  CHECK(set("SET LOCAL search_path TO a, \"B\"").value == "a, \"B\"");
  CHECK(set("SET LOCAL search_path TO a, \"B\"").local);
  CHECK(set("SET SESSION my.Setting = on").name == "my.setting");
  CHECK(set("SET ROLE app").name == "role");
  CHECK(set("SET SESSION AUTHORIZATION 'x'").name == "session authorization");
  CHECK(set("SET TIME ZONE 'UTC'").name == "time zone");
  CHECK(set("SET SCHEMA 'a'").name == "search_path");
  CHECK(set("SET NAMES 'utf8'").name == "client_encoding");
  CHECK(set("SET CONSTRAINTS a, b.c DEFERRED").name == "constraints");
  CHECK(set("SET CONSTRAINTS a, b.c DEFERRED").value == "a, b.c DEFERRED");
  CHECK(set("SET TRANSACTION ISOLATION LEVEL READ COMMITTED").name == "transaction");
  CHECK(set("RESET ALL").reset);
  CHECK(set("RESET lock_timeout").name == "lock_timeout");
  CHECK(set("RESET SESSION AUTHORIZATION").name == "session authorization");
}

TEST_CASE("DO blocks and maintenance") {
  CHECK(body<DoBlock>("DO $x$ BEGIN END $x$").body == " BEGIN END ");
  CHECK(body<DoBlock>("DO $x$ BEGIN END $x$").language == "plpgsql");
  CHECK(body<DoBlock>("DO LANGUAGE PLPERL 'a''b'").language == "plperl");
  CHECK(body<DoBlock>("DO LANGUAGE PLPERL 'a''b'").body == "a'b");

  const auto run = [](const std::string& text) { return body<Maintenance>(text); };
  CHECK(names(run("TRUNCATE TABLE a, ONLY s.b RESTART IDENTITY CASCADE").names) == Names{"a", "s.b"});
  CHECK(run("TRUNCATE a CASCADE").cascade);
  CHECK(run("LOCK TABLE a IN SHARE ROW EXCLUSIVE MODE NOWAIT").mode == "SHARE ROW EXCLUSIVE");
  CHECK(run("LOCK a").mode == "ACCESS EXCLUSIVE");
  CHECK(run("VACUUM FULL a").full);
  CHECK(run("VACUUM (FULL, ANALYZE) a (b)").full);
  CHECK_FALSE(run("VACUUM (FULL false) a").full);
  CHECK(run("REINDEX INDEX CONCURRENTLY i").concurrently);
  CHECK(run("REINDEX (CONCURRENTLY) TABLE t").concurrently);
  CHECK(run("REINDEX TABLE t").target == "TABLE");
  CHECK(names(run("REINDEX SCHEMA s").names) == Names{"s"});
  CHECK(run("REFRESH MATERIALIZED VIEW CONCURRENTLY v WITH NO DATA").with_no_data);
  CHECK(names(run("CLUSTER t USING i").names) == Names{"t"});
  CHECK(relations("REINDEX SCHEMA s").empty());
}

TEST_CASE("statements know their span, text and the comments before them") {
  const std::string text = "-- head\n/* more */ SELECT 1 ; -- trailing\n-- next\nSELECT 2;SELECT 3";
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  REQUIRE(file.statements.size() == 3);
  CHECK(file.statements[0].text == "SELECT 1");
  CHECK(file.statements[0].preamble == 0);
  CHECK(slice(text, file.statements[1].span) == "SELECT 2");
  CHECK(text.substr(file.statements[1].preamble, 7) == "-- next");
  CHECK(file.statements[2].preamble == file.statements[2].span.begin);
  CHECK(file.comments.size() == 4);
  CHECK(file.tokens.size() == 8);
}

TEST_CASE("errors say what stands there and what was expected, and the next statement is read") {
  const auto only = [](const std::string& text) {
    const ParsedFile file = parse(text, Dialect::PostgreSQL);
    REQUIRE(file.errors.size() == 1);
    return file.errors.front();
  };
  const std::string text = "SELECT 1;\nSELECT a FROM t WHERE b = = 2;\nSELECT 3;";
  CHECK(parse(text, Dialect::PostgreSQL).statements.size() == 2);
  CHECK(only(text).message == "expected an expression after `=`, found `=`");
  CHECK(caret_lines(text, only(text).span) == "    2 | SELECT a FROM t WHERE b = = 2;\n"
                                              "      |                           ^\n");
  CHECK(only("SELEC 1").message == "no statement begins with `SELEC`");
  CHECK(only("SELEC 1").help == "did you mean `SELECT`?");
  CHECK(only("SELECT * FORM t").message == "expected FROM after `*`, found `FORM`");
  CHECK(only("SELECT * FORM t").help == "did you mean `FROM`?");
  CHECK(only("INSERT INTO t VALUES (1, 2").help == "the parenthesis opened at line 1, column 22 is not closed");
  CHECK(only("UPDATE t SET").message == "expected `(` or a name after SET, but the statement ends here");
  CHECK(only("SELECT 'abc").message == "this string has no end");
  CHECK(only("DELETE t").message == "expected FROM after DELETE, found `t`");
  CHECK(only("SELECT a = b = c").message ==
        "expected parentheses around one of the comparisons after `b`, found `=`");
}

TEST_CASE("names are quoted as quote_ident does") {
  const auto pg = Dialect::PostgreSQL;
  CHECK(quote_identifier("orders", pg) == "orders");
  CHECK(quote_identifier("Orders", pg) == "\"Orders\"");
  CHECK(quote_identifier("order", pg) == "\"order\"");
  CHECK(quote_identifier("name", pg) == "name");          // unreserved
  CHECK(quote_identifier("between", pg) == "\"between\"");  // a column's name only
  CHECK(quote_identifier("left", pg) == "\"left\"");
  CHECK(quote_identifier("a\"b", pg) == "\"a\"\"b\"");
  CHECK(quote_identifier("1a", pg) == "\"1a\"");
  CHECK(quote_identifier("a$b", pg) == "\"a$b\"");
  CHECK(quote_identifier("", pg) == "\"\"");
  CHECK(quote_identifier("_a1", pg) == "_a1");
  CHECK(quote_identifier("größe", pg) == "\"größe\"");
  CHECK(quote_identifier("Orders", Dialect::SQLite) == "Orders");
  CHECK(quote_identifier("index", Dialect::SQLite) == "\"index\"");
  CHECK(quote_name({"S", "t", {}}, pg) == "\"S\".t");
  CHECK(quote_name({"", "t", {}}, pg) == "t");
}

TEST_CASE("names are folded and cut as the server does") {
  CHECK(one("SELECT 1 FROM " + std::string(70, 'A')).relations[0].name == std::string(63, 'a'));
  CHECK(one("SELECT 1 FROM \"" + std::string(62, 'a') + "ü\"").relations[0].name == std::string(62, 'a'));
  CHECK(one("SELECT 1 FROM U&\"d\\0061t\\+000061\"").relations[0].name == "data");
  CHECK(one("SELECT 1 FROM Ab", Dialect::SQLite).relations[0].name == "Ab");
  CHECK(one("SELECT 1 FROM [a b], `c``d`", Dialect::SQLite).relations[1].name == "c`d");
}

}  // namespace lockstep
