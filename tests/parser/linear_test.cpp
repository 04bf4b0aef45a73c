// Time grows with the text and not faster: 200 kB of one piece after another, of the kinds that make parsers go back.
#include <catch2/catch.hpp>

#include <ctime>
#include <string>

#include "parser/parse.h"

namespace lockstep::test {
namespace {

struct Pattern {
  std::string before;
  std::string piece;
  std::string after;
};

std::string text_of(const Pattern& pattern) {
  std::string text = pattern.before;
  while (text.size() < 200'000) text += pattern.piece;
  return text + pattern.after;
}

// Sanitizers slow everything down.
#if defined(__SANITIZE_ADDRESS__)
constexpr double most_seconds = 20;
#else
constexpr double most_seconds = 2;
#endif

void check_time(const Pattern& pattern, Dialect dialect) {
  const std::string text = text_of(pattern);
  const std::clock_t start = std::clock();
  const ParsedFile file = parse(text, dialect);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  INFO(pattern.before << " ... " << pattern.piece << " ... " << pattern.after);
  CHECK(seconds < most_seconds);  // a tenth of it on an idle machine; what grows with the square takes minutes
}

}  // namespace

TEST_CASE("PostgreSQL's SQL is read in a time that grows with the text") {
  for (const Pattern& pattern : {
           // Comments, white space, ends of statements
           Pattern{"SELECT 1; ", "/**/", ""},
           {"SELECT ", "/**/", "1;"},
           {"", "--x\n", ""},
           {"SELECT 1; ", " ", ""},
           {"", "SELECT 1;", ""},
           {"", ";", ""},
           {"", "/*", ""},
           {"", "x;", ""},
           {"", "SELEC 1;", ""},
           {"", "x ", ""},
           {"", "\\x\n", ""},
           {"COPY t FROM stdin;\n", "1\n", ""},
           {"", "COPY t FROM stdin;\n\\.\n", ""},
           // Operators and constants
           {"SELECT 1 ", "+-", ""},
           {"SELECT 1 ", "@", ""},
           {"SELECT 1", "@1", ""},
           {"SELECT ", "- ", "a"},
           {"SELECT 'a'", "\n'a'", ""},
           {"SELECT ", "'", ""},
           {"SELECT ", "\"", ""},
           {"SELECT ", "E'\\", ""},
           {"SELECT U&'", "\\0061", "'"},
           {"SELECT ", "$a$ ", ""},
           {"SELECT ", "$a ", ""},
           {"SELECT ", "$$", ""},
           {"SELECT 1", std::string(1, '\0'), ""},
           // Parentheses, open and closed
           {"SELECT ", "(", ""},
           {"SELECT ", ")", ""},
           {"SELECT ", "f(", ""},
           {"SELECT ARRAY", "[", ""},
           {"SELECT ", "CASE ", ""},
           {"SELECT ", "EXISTS (SELECT ", ""},
           {"SELECT * FROM ", "(a JOIN ", ""},
           {"SELECT * FROM ", "(SELECT * FROM ", ""},
           {"", "((SELECT 1) UNION ", ""},
           {"", "WITH a AS (", ""},
           {"SELECT 1 GROUP BY ", "GROUPING SETS (", ""},
           // Chains
           {"SELECT 1", " AND a", ""},
           {"SELECT a", " LIKE a", ""},
           {"SELECT a", " IS NULL", ""},
           {"SELECT 1", "::int", ""},
           {"SELECT a", "[1]", ""},
           {"SELECT a", ".a", ""},
           {"SELECT ", "NOT ", "a"},
           {"SELECT a", " COLLATE \"C\"", ""},
           {"SELECT 1", " UNION SELECT 1", ""},
           {"SELECT * FROM a", " JOIN a", ""},
           {"SELECT * FROM a", ",a", ""},
           {"SELECT a::int", "[]", ""},
           {"SELECT CASE", " WHEN a THEN b", " END"},
           // Lists
           {"INSERT INTO t VALUES (1)", ",(1)", ","},
           {"CREATE TABLE t (a int", ",a int", ""},
           {"ALTER TABLE t ADD a int", ",ADD a int", ""},
           {"DROP TABLE a", ",a", ""},
           {"WITH a AS (SELECT 1)", ",a AS (SELECT 1)", " SELECT 1"},
           {"MERGE INTO t USING u ON true", " WHEN MATCHED THEN DELETE", ""},
           {"CREATE RULE r AS ON INSERT TO t DO (", "DELETE FROM t;", ")"},
           // Bodies
           {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ", "SELECT 1;", ""},
           {"CREATE FUNCTION f() ", "BEGIN ", ""},
           {"DO $$ BEGIN ", "PERFORM 1;", " END $$;"},
           {"DO $$ BEGIN ", "IF a THEN ", " END $$;"},
           {"DO $$ ", "BEGIN ", " END $$;"},
           {"", "DO $$ BEGIN END $$;", ""},
       }) {
    check_time(pattern, Dialect::PostgreSQL);
  }
}

TEST_CASE("SQLite's SQL is read in a time that grows with the text") {
  for (const Pattern& pattern : {
           Pattern{"SELECT 1; ", "/**/", ""},
           {"SELECT ", "(", ""},
           {"SELECT ", "NOT ", "a"},
           {"SELECT a", " || a", ""},
           {"CREATE TABLE t (a", " b", ")"},
           {"CREATE TABLE t (a", " CONSTRAINT x NOT NULL", ")"},
           {"SELECT $a", "::b", ""},
           {"SELECT ", "$a(", ""},
           {"SELECT * FROM ", "(a,", ""},
           {"SELECT ", "CASE ", ""},
           {"CREATE VIRTUAL TABLE t USING m(", "(", ""},
           {"SELECT a", " IN (1)", ""},
           {"SELECT ", "[a] ", ""},
           {"CREATE TRIGGER g AFTER INSERT ON t BEGIN ", "SELECT 1;", " END;"},
           {"CREATE TRIGGER g AFTER INSERT ON t BEGIN ", "SELECT 1;", ""},
           {"", "EXPLAIN CREATE TRIGGER ;", ""},
       }) {
    check_time(pattern, Dialect::SQLite);
  }
}

}  // namespace lockstep::test
