// What is found inside functions, procedures and DO blocks.
#include "parser/routine_body.h"

#include <catch2/catch.hpp>

namespace lockstep {
namespace {

using Use = BodyStatement::Use;

RoutineBody body_of(const std::string& text) {
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  for (const SyntaxError& error : file.errors) FAIL(error.message);
  REQUIRE(!file.statements.empty());
  return read_routine_body(file.statements.back(), text);
}

RoutineBody body_in(const std::string& code) {
  return body_of("DO $$" + code + "$$;");
}

std::string name_of(Use use) {
  switch (use) {
    case Use::Command:
      return "command";
    case Use::Perform:
      return "perform";
    case Use::LoopQuery:
      return "loop";
    case Use::CursorQuery:
      return "cursor";
    case Use::ReturnQuery:
      return "return query";
    case Use::Expression:
      return "expression";
    case Use::Execute:
      return "execute";
    case Use::Dynamic:
      return "dynamic";
  }
  return "?";
}

/// "use[?][*][!]: text"; ? may not run, * may run many times, ! its errors are caught.
std::vector<std::string> list(const RoutineBody& body) {
  std::vector<std::string> out;
  for (const BodyStatement& part : body.statements) {
    out.push_back(name_of(part.use) + (part.conditional ? "?" : "") + (part.repeated ? "*" : "") +
                  (part.guarded ? "!" : "") + ": " + part.text);
  }
  for (const SyntaxError& error : body.errors) out.push_back("error: " + error.message);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Statements of a DO block have their places in the file") {
  const std::string text =
      "SELECT 1;\nDO $body$\nBEGIN\n  ALTER TABLE t ADD COLUMN b int;\n  UPDATE t SET b = 1 WHERE a;\nEND\n$body$;\n";
  const RoutineBody body = body_of(text);
  CHECK(body.language == "plpgsql");
  CHECK(body.complete());
  CHECK(slice(text, body.span).substr(0, 6) == "$body$");
  REQUIRE(body.statements.size() == 2);
  CHECK(slice(text, body.statements[0].span) == "ALTER TABLE t ADD COLUMN b int");
  REQUIRE(body.statements[0].statement);
  CHECK(body.statements[0].statement->tag == "ALTER TABLE");
  const Update* update = body.statements[1].statement->as<Update>();
  REQUIRE(update != nullptr);
  CHECK(slice(text, update->where_keyword) == "WHERE");
  CHECK(body.statements[1].in_source);
}

TEST_CASE("Bodies in quotes: places are mapped back through their escapes") {
  const std::string text = "DO 'BEGIN INSERT INTO t VALUES (''it''''s''); DELETE FROM t WHERE a = ''x''; END';";
  const RoutineBody body = body_of(text);
  REQUIRE(body.statements.size() == 2);
  CHECK(body.statements[0].text == "INSERT INTO t VALUES ('it''s')");
  CHECK(slice(text, body.statements[0].span) == "INSERT INTO t VALUES (''it''''s'')");
  CHECK(slice(text, body.statements[1].span) == "DELETE FROM t WHERE a = ''x''");
  CHECK_FALSE(body.statements[0].in_source);

  const std::string escaped = "DO E'BEGIN\\n  DROP TABLE a;\\n  DROP TABLE \"\\u0062\";\\nEND';";
  const RoutineBody second = body_of(escaped);
  REQUIRE(second.statements.size() == 2);
  CHECK(slice(escaped, second.statements[0].span) == "DROP TABLE a");
  CHECK(second.statements[1].statement->relations.front().name == "b");

  // Without escapes a quoted body is read where it stands.
  CHECK(body_of("DO 'BEGIN DROP TABLE a; END'").statements.front().in_source);
}

TEST_CASE("IF, loops and handlers tell what may not run and what may run again") {
  CHECK(list(body_in(R"(
    DECLARE r record; n int := (SELECT count(*) FROM t);
    BEGIN
      DELETE FROM a;
      IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'b') THEN
        CREATE TABLE b (x int);
      ELSIF n > 5 THEN
        DROP TABLE b;
      ELSE
        PERFORM f(1);
      END IF;
      FOR r IN SELECT * FROM c LOOP
        UPDATE c SET x = 1;
        EXIT WHEN n = 3;
        DELETE FROM d;
      END LOOP;
      LOOP
        INSERT INTO e VALUES (1);
      END LOOP;
      BEGIN
        DROP TABLE g;
      EXCEPTION WHEN undefined_table OR SQLSTATE '42P01' THEN
        CREATE TABLE g (x int);
      END;
      TRUNCATE h;
      IF n = 1 THEN RETURN; END IF;
      DROP TABLE i;
    END)")) == Texts{
                   "expression: (SELECT count(*) FROM t)",
                   "command: DELETE FROM a",
                   "expression: NOT EXISTS (SELECT FROM pg_class WHERE relname = 'b')",
                   "command?: CREATE TABLE b (x int)",
                   "expression?: n > 5",
                   "command?: DROP TABLE b",
                   "perform?: PERFORM f(1)",
                   "loop: SELECT * FROM c",
                   "command?*: UPDATE c SET x = 1",
                   "expression?*: n = 3",
                   "command?*: DELETE FROM d",
                   "command*: INSERT INTO e VALUES (1)",
                   "command?!: DROP TABLE g",
                   "command?: CREATE TABLE g (x int)",
                   "command: TRUNCATE h",
                   "expression: n = 1",
                   "command?: DROP TABLE i",
               });
}

TEST_CASE("INTO is PL/pgSQL's own, except behind INSERT") {
  const RoutineBody body = body_in(R"(
    BEGIN
      SELECT a, b INTO STRICT x, r.y FROM t WHERE c;
      SELECT INTO x a FROM t;
      INSERT INTO t (a) SELECT 1 RETURNING id INTO x;
      WITH n AS (INSERT INTO u VALUES (1) RETURNING *) SELECT * INTO r FROM n;
    END)");
  CHECK(list(body) == Texts{"command: SELECT a, b                    FROM t WHERE c", "command: SELECT        a FROM t",
                            "command: INSERT INTO t (a) SELECT 1 RETURNING id",
                            "command: WITH n AS (INSERT INTO u VALUES (1) RETURNING *) SELECT *        FROM n"});
  CHECK(body.statements[0].into == Texts{"x", "r.y"});
  CHECK(body.statements[0].statement->tag == "SELECT");
  CHECK(body.statements[2].into == Texts{"x"});
}

TEST_CASE("EXECUTE of a constant is read, any other is dynamic") {
  const std::string text =
      "DO $$BEGIN\n"
      "  EXECUTE 'ALTER TABLE t ADD a text DEFAULT ''x''; DROP TABLE u';\n"
      "  EXECUTE $q$ DELETE FROM v $q$;\n"
      "  EXECUTE 'DROP ' || 'TABLE w';\n"
      "  EXECUTE format('DROP TABLE %I', n) USING 1, x;\n"
      "  EXECUTE 'SELECT $1' INTO x USING n;\n"
      "END$$;";
  const RoutineBody body = body_of(text);
  CHECK(list(body) == Texts{"execute: ALTER TABLE t ADD a text DEFAULT 'x'", "execute: DROP TABLE u",
                            "execute: DELETE FROM v", "execute: DROP TABLE w", "dynamic: format('DROP TABLE %I', n)",
                            "expression: 1", "expression: x", "execute: SELECT $1", "expression: n"});
  CHECK(slice(text, body.statements[0].span) == "ALTER TABLE t ADD a text DEFAULT ''x''");
  CHECK(slice(text, body.statements[1].span) == "DROP TABLE u");
  CHECK(slice(text, body.statements[2].span) == "DELETE FROM v");
  CHECK_FALSE(body.statements[3].exact);
  CHECK_FALSE(body.complete());
}

TEST_CASE("SQL-language bodies of every spelling") {
  CHECK(list(body_of("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM t; SELECT 1; $$")) ==
        Texts{"command: DELETE FROM t", "command: SELECT 1"});
  CHECK(list(body_of("CREATE FUNCTION f(a int) RETURNS int RETURN a + (SELECT max(x) FROM t)")) ==
        Texts{"expression: a + (SELECT max(x) FROM t)"});
  const std::string atomic =
      "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t SELECT CASE WHEN a THEN b END FROM u; DELETE FROM v; "
      "END";
  const RoutineBody body = body_of(atomic);
  CHECK(list(body) == Texts{"command: INSERT INTO t SELECT CASE WHEN a THEN b END FROM u", "command: DELETE FROM v"});
  CHECK(slice(atomic, body.statements[1].span) == "DELETE FROM v");
}

TEST_CASE("Other languages stay closed") {
  for (const std::string text :
       {"DO LANGUAGE plperl 'x'", "CREATE FUNCTION f() RETURNS int LANGUAGE C AS 'a', 'b'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$return 1$$", "DROP TABLE t"}) {
    const RoutineBody body = body_of(text);
    CHECK_FALSE(body.known);
    CHECK_FALSE(body.complete());
    CHECK(body.statements.empty());
  }
}

TEST_CASE("Mistakes in bodies are told at their place in the file") {
  const auto first_error = [](const std::string& text) {
    const RoutineBody body = body_of(text);
    REQUIRE(body.errors.size() == 1);
    const LineColumn at = line_column(text, body.errors[0].span.begin);
    return std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + body.errors[0].message;
  };
  CHECK(first_error("DO $$\nBEGIN\n  ALTER TABLE t ADD COLUMN b int NOT NUL;\nEND $$;") ==
        "3:38: expected NULL after NOT, found `NUL`");
  CHECK(first_error("DO $$\nBEGIN\n  IF a THEN DROP TABLE t; END;\nEND $$;") ==
        "3:30: expected IF after `END`, found `;`");
  CHECK(first_error("DO $$\nBEGIN\n  DROP TABLE t;\n$$;") == "4:1: expected END after `;`, but the body ends here");
  CHECK(first_error("DO $$\nBEGIN\n  DROP TABLE t\nEND $$;").substr(0, 4) == "4:1:");
  CHECK(first_error("DO 'BEGIN DROP TABLE ''x''; END'").substr(0, 5) == "1:22:");
  CHECK(first_error("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELEC 1'").substr(0, 5) == "1:50:");
}

TEST_CASE("Deep nesting is an error, no crash") {
  std::string code;
  for (int i = 0; i < 5000; ++i) code += "BEGIN ";
  CHECK(body_in(code).errors.size() == 1);
  code = "BEGIN ";
  for (int i = 0; i < 5000; ++i) code += "IF a THEN ";
  CHECK(body_in(code).errors.size() == 1);
}

}  // namespace lockstep
