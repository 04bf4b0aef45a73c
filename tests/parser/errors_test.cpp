// What people see when they mistype: the exact message with its line, column and caret.
#include <catch2/catch.hpp>

#include "parser/parse.h"
#include "tests/parser/told_errors.h"

namespace lockstep {
namespace {

/// All errors of `text` as they are printed below a file's name.
std::string errors(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  return test::told_errors(text, parse(text, dialect));
}

}  // namespace

TEST_CASE("A misspelled word is met with the right one") {
  CHECK(errors("ALTER TABLE orders\n  ALTER zone SET NOT NUL;") ==
        "2:22: expected NULL after NOT, found `NUL`\n"
        "    2 |   ALTER zone SET NOT NUL;\n"
        "      |                      ^^^\n"
        "help: did you mean `NULL`?\n");
  CHECK(errors("ALTER TABLE t ADD COLUMN a int NOT NULL DEFALT 5;") ==
        "1:41: expected DEFAULT after NULL, found `DEFALT`\n"
        "    1 | ALTER TABLE t ADD COLUMN a int NOT NULL DEFALT 5;\n"
        "      |                                         ^^^^^^\n"
        "help: did you mean `DEFAULT`?\n");
  CHECK(errors("ALTER TABLE t DORP COLUMN a;") ==
        "1:15: expected DROP after `t`, found `DORP`\n"
        "    1 | ALTER TABLE t DORP COLUMN a;\n"
        "      |               ^^^^\n"
        "help: did you mean `DROP`?\n");
  CHECK(errors("UPDATE t SET a = 1 WERE b = 2;") ==
        "1:20: expected WHERE after `1`, found `WERE`\n"
        "    1 | UPDATE t SET a = 1 WERE b = 2;\n"
        "      |                    ^^^^\n"
        "help: did you mean `WHERE`?\n");
}

TEST_CASE("An unknown command is met with the nearest") {
  CHECK(errors("CREAT TABLE t (a int);") ==
        "1:1: no statement begins with `CREAT`\n"
        "    1 | CREAT TABLE t (a int);\n"
        "      | ^^^^^\n"
        "help: did you mean `CREATE`?\n");
  CHECK(errors("CREATE TABEL t (a int);") ==
        "1:8: unknown command `CREATE TABEL`\n"
        "    1 | CREATE TABEL t (a int);\n"
        "      |        ^^^^^\n"
        "help: did you mean `TABLE`?\n");
  CHECK(errors("DROP TABEL t;") ==
        "1:6: unknown command `DROP TABEL`\n"
        "    1 | DROP TABEL t;\n"
        "      |      ^^^^^\n"
        "help: did you mean `TABLE`?\n");
}

TEST_CASE("Commas and parentheses") {
  CHECK(errors("CREATE TABLE t (a int\n  b int);") ==
        "2:3: expected a column constraint, `,` or `)` after INT, found `b`\n"
        "    2 |   b int);\n"
        "      |   ^\n"
        "help: is a comma missing at the end of the line above?\n");
  CHECK(errors("CREATE TABLE t (\n  a int,\n);") ==
        "3:1: expected a name after `,`, found `)`\n"
        "    3 | );\n"
        "      | ^\n"
        "help: remove the comma, or write what should follow it\n");
  CHECK(errors("CREATE TABLE t (a int)) ;") ==
        "1:23: expected the end of the statement after `)`, found `)`\n"
        "    1 | CREATE TABLE t (a int)) ;\n"
        "      |                       ^\n");
  CHECK(errors("ALTER TABLE t ADD CONSTRAINT c CHECK a > 0;") ==
        "1:38: expected `(` after CHECK, found `a`\n"
        "    1 | ALTER TABLE t ADD CONSTRAINT c CHECK a > 0;\n"
        "      |                                      ^\n");
  CHECK(errors("CREATE TABLE t (a int CHECK (a > 0);") ==
        "1:36: expected a column constraint, `,` or `)` after `)`, found `;`\n"
        "    1 | CREATE TABLE t (a int CHECK (a > 0);\n"
        "      |                                    ^\n"
        "help: the parenthesis opened at line 1, column 16 is not closed\n");
}

TEST_CASE("Constants without their end") {
  CHECK(errors("INSERT INTO t VALUES (1,\n  'it''s);\n") ==
        "2:3: this string has no end\n"
        "    2 |   'it''s);\n"
        "      |   ^\n"
        "help: close it with `'`; a quote inside is written `''`\n");
  CHECK(errors("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $b$ SELECT 1; $c$;") ==
        "1:49: this dollar-quoted string has no end\n"
        "    1 | CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $b$ SELECT 1; $c$;\n"
        "      |                                                 ^^^\n"
        "help: close it with `$b$`\n");
  CHECK(errors("SELECT \"a FROM t;") ==
        "1:8: this quoted name has no end\n"
        "    1 | SELECT \"a FROM t;\n"
        "      |        ^\n"
        "help: close it with `\"`\n");
  CHECK(errors("SELECT 1 /* open;") ==
        "1:10: this comment has no end\n"
        "    1 | SELECT 1 /* open;\n"
        "      |          ^^\n"
        "help: close it with `*/`; comments nest\n");
}

TEST_CASE("Two mistakes give two errors, and what stands between and behind them is read") {
  const std::string text =
      "CREATE TABLE a (x int NOT NUL);\n"
      "CREATE TABLE b (x int);\n"
      "ALTER TABLE c ADD COLUMN;\n"
      "DROP TABLE d;\n";
  CHECK(errors(text) ==
        "1:27: expected NULL after NOT, found `NUL`\n"
        "    1 | CREATE TABLE a (x int NOT NUL);\n"
        "      |                           ^^^\n"
        "help: did you mean `NULL`?\n"
        "3:25: expected a name after COLUMN, but the statement ends here\n"
        "    3 | ALTER TABLE c ADD COLUMN;\n"
        "      |                         ^\n");
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  REQUIRE(file.statements.size() == 2);
  CHECK(file.statements[0].text == "CREATE TABLE b (x int)");
  CHECK(file.statements[1].text == "DROP TABLE d");
}

TEST_CASE("Forms of other databases") {
  CHECK(errors("CREATE TABLE t (a int) ENGINE=InnoDB;") ==
        "1:24: expected the end of the statement after `)`, found `ENGINE`\n"
        "    1 | CREATE TABLE t (a int) ENGINE=InnoDB;\n"
        "      |                        ^^^^^^\n"
        "help: this is an option of MySQL's tables: leave it out\n");
  CHECK(errors("DROP INDEX i ON t;") ==
        "1:14: expected `,`, CASCADE, RESTRICT or the end of the statement after `i`, found `ON`\n"
        "    1 | DROP INDEX i ON t;\n"
        "      |              ^^\n"
        "help: an index is dropped by its name alone\n");
  CHECK(errors("ALTER TABLE t ALTER COLUMN a TYPE text;", Dialect::SQLite) ==
        "1:15: expected RENAME, ADD or DROP after `t`, found `ALTER`\n"
        "    1 | ALTER TABLE t ALTER COLUMN a TYPE text;\n"
        "      |               ^^^^^\n"
        "help: SQLite cannot change a column: make a new table, copy the rows and rename it\n");
  CHECK(errors("CREATE TABLE t (a int) INHERITS (p);", Dialect::SQLite) ==
        "1:24: expected WITHOUT, STRICT, `,` or the end of the statement after `)`, found `INHERITS`\n"
        "    1 | CREATE TABLE t (a int) INHERITS (p);\n"
        "      |                        ^^^^^^^^\n");
}

}  // namespace lockstep
