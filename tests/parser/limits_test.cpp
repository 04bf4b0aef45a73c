// How the parser behaves at its limits: deep nesting is refused with a clear error, length is not, and what is kept for
// a large file is little.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "parser/parse.h"

namespace lockstep {
namespace {

/// A text of any size: `head`, `open` n times, `middle`, `close` n times, `tail`.
struct Shape {
  const char* head;
  const char* open;
  const char* middle;
  const char* close;
  const char* tail;

  [[nodiscard]] std::string text(size_t n) const {
    std::string out = head;
    for (size_t i = 0; i < n; ++i) out += open;
    out += middle;
    for (size_t i = 0; i < n; ++i) out += close;
    return out + tail;
  }
};

constexpr Dialect kDialects[] = {Dialect::PostgreSQL, Dialect::SQLite};

const std::vector<Shape> kNests{
    {"SELECT ", "(", "1", ")", ""},
    {"SELECT ", "(1, ", "1", ")", ""},
    {"SELECT ", "CASE WHEN a THEN ", "1", " END", ""},
    {"SELECT ", "CASE ", "1", " WHEN 1 THEN 2 END", ""},
    {"SELECT ", "(SELECT ", "1", ")", ""},
    {"SELECT ", "EXISTS (SELECT 1 WHERE ", "true", ")", ""},
    {"SELECT * FROM ", "(SELECT * FROM ", "t", ") x", ""},
    {"SELECT * FROM ", "(a JOIN ", "t", " ON true)", ""},
    {"SELECT ", "NOT ", "a", "", ""},
    {"SELECT ", "- ", "a", "", ""},
    {"SELECT ", "CAST(", "1", " AS int)", ""},
    {"SELECT ", "f(", "1", ")", ""},
    {"SELECT ", "a IN (", "1", ")", ""},
    {"SELECT ", "1 + (", "1", ")", ""},
    {"", "WITH a AS (", "SELECT 1", ") SELECT 1", ""},
    {"INSERT INTO t VALUES ", "(", "1", ")", ""},
    {"CREATE INDEX i ON t (", "(", "a", ")", ")"},
    {"CREATE TABLE t (a int DEFAULT ", "(", "1", ")", ")"},
};

const std::vector<Shape> kNestsOfPostgres{
    {"SELECT ARRAY", "[", "1", "]", ""},
    {"SELECT ", "ARRAY[", "1", "]", ""},
    {"SELECT ", "a[", "1", "]", ""},
    {"SELECT ", "ROW(", "1", ")", ""},
    {"SELECT ", "numeric(", "1", ") '1'", ""},
    {"SELECT ", "coalesce(", "1", ")", ""},
    {"SELECT ", "extract(day FROM ", "1", ")", ""},
    {"SELECT ", "json_object('a': ", "1", ")", ""},
    {"SELECT ", "sum(1) OVER (ORDER BY ", "1", ")", ""},
    {"SELECT * FROM ", "a JOIN ", "b", " ON true", ""},
    {"SELECT 1 GROUP BY ", "GROUPING SETS (", "a", ")", ""},
    {"", "(", "SELECT 1", ")", ""},
    {"CREATE FUNCTION f() RETURNS int RETURN ", "(", "1", ")", ""},
    {"CREATE RULE r AS ON INSERT TO t DO ALSO ", "(", "SELECT 1", ")", ""},
};

const std::vector<Shape> kLong{
    {"SELECT a", "", "", " OR a = 1", ""},
    {"SELECT 1", "", "", " UNION SELECT 1", ""},
    {"SELECT * FROM a", "", "", " JOIN b ON true", ""},
    {"SELECT a FROM t WHERE a IN (1", "", "", ", 1", ")"},
    {"INSERT INTO t VALUES (1, 'a')", "", "", ", (1, 'a')", ""},
    {"WITH a AS (SELECT 1)", "", "", ", b AS (SELECT * FROM a)", " SELECT 1"},
    {"CREATE TABLE t (a int", "", "", ", b int NOT NULL DEFAULT 1", ")"},
    {"SELECT '", "''", "", "", "'"},
    {"SELECT 1", "          ", "", "", ""},
    {"", "SELECT 1;", "", "", ""},
};

void check_refused(const Shape& shape, Dialect dialect, size_t depth) {
  INFO(shape.head << shape.open << shape.middle << shape.close << shape.tail);
  CHECK(parse(shape.text(20), dialect).errors.empty());
  const ParsedFile file = parse(shape.text(depth) + ";\nSELECT 1", dialect);
  REQUIRE(file.errors.size() == 1);
  CHECK(file.errors[0].message == "the statement nests more than 1000 levels deep here");
  REQUIRE(file.statements.size() == 1);
  CHECK(file.statements[0].text == "SELECT 1");
}

}  // namespace

TEST_CASE("deep nesting is refused, and the next statement is read") {
  constexpr size_t kDeep = 100000;
  for (const Dialect dialect : kDialects) {
    for (const Shape& shape : kNests) check_refused(shape, dialect, kDeep);
  }
  for (const Shape& shape : kNestsOfPostgres) check_refused(shape, Dialect::PostgreSQL, kDeep);
}

TEST_CASE("a million levels are refused as fast as they are read") {
  constexpr size_t kMillion = 1000000;
  for (const Dialect dialect : kDialects) {
    for (const size_t i : {0UL, 2UL, 4UL, 6UL, 7UL, 8UL, 9UL, 10UL}) check_refused(kNests[i], dialect, kMillion);
  }
  check_refused(kNestsOfPostgres[0], Dialect::PostgreSQL, kMillion);
  // What does not nest has an error of its own.
  const std::string atomic =
      Shape{"CREATE FUNCTION f() RETURNS int ", "BEGIN ATOMIC ", "SELECT 1;", " END;", ""}.text(kMillion);
  CHECK(parse(atomic, Dialect::PostgreSQL).errors.size() == 1);
}

TEST_CASE("length is not bounded") {
  for (const Dialect dialect : kDialects) {
    for (const Shape& shape : kLong) {
      INFO(shape.head << shape.open << shape.middle << shape.close << shape.tail);
      CHECK(parse(shape.text(100000), dialect).errors.empty());
    }
  }
}

TEST_CASE("the spans of tokens are kept in less room than the text") {
  const std::string text =
      "SELECT a, 'b' FROM t;\n" + std::string(300, ' ') + "SELECT '" + std::string(20000, 'x') + "';";
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  const std::vector<Span> spans = file.tokens;
  std::vector<std::string_view> words;
  for (const Span span : spans) words.push_back(slice(text, span));
  REQUIRE(words.size() == 10);
  CHECK(file.tokens.size() == 10);
  CHECK(words[0] == "SELECT");
  CHECK(words[3] == "'b'");
  CHECK(words[6] == ";");
  CHECK(words[8] == "'" + std::string(20000, 'x') + "'");
  CHECK(spans.back().end == text.size());
}

TEST_CASE("statements can be read one by one") {
  const std::string text = "-- first\nSELECT 1; SELECT FROM FROM; UPDATE t SET a = 1;";
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  std::vector<std::string> seen;
  parse_each(
      text, Dialect::PostgreSQL,
      [&](const Statement& statement) { seen.push_back(statement.tag + ": " + statement.text); },
      [&](const SyntaxError& error) { seen.push_back("error: " + error.message); });
  REQUIRE(file.statements.size() == 2);
  REQUIRE(file.errors.size() == 1);
  CHECK(seen ==
        std::vector<std::string>{"SELECT: SELECT 1", "error: " + file.errors[0].message, "UPDATE: UPDATE t SET a = 1"});
}

}  // namespace lockstep
