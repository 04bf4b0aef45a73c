// print(): its normal form by example, and its property on the whole corpus.
#include "parser/print.h"

#include <catch2/catch.hpp>

#include "tests/parser/corpus.h"
#include "tests/parser/round_trip.h"

namespace lockstep::test {
namespace {

std::string postgresql(std::string_view text) {
  return print(text, Dialect::PostgreSQL);
}
std::string sqlite(std::string_view text) {
  return print(text, Dialect::SQLite);
}

}  // namespace

TEST_CASE("A statement is printed in one way, however it was written") {
  CHECK(postgresql("alter table\n\"orders\"add   column Zone VARCHAR ( 20 ) -- why\n not null") ==
        "ALTER TABLE orders ADD COLUMN zone varchar(20) NOT NULL;\n");
  CHECK(postgresql("select A . b,count( * ),f ( 1,- 2 ),x [1 : 2] :: INT[] from t where a!=1 and not(b)") ==
        "SELECT a.b, count(*), f(1, -2), x[1:2]::int[] FROM t WHERE a <> 1 AND NOT (b);\n");
  CHECK(postgresql("select - - 1, 'a'\n'b', e'c'\n'd', u&'x', X'1F', 1E5, $$ $$, array[1], cast(a as int)") ==
        "SELECT - -1, 'ab', E'c'\n'd', U&'x', X'1F', 1e5, $$ $$, ARRAY[1], CAST(a AS int);\n");
  CHECK(postgresql("create table \"Orders\"(\"id\" int,\"user\" int,name text,\"name\" text)") ==
        "CREATE TABLE \"Orders\" (id int, \"user\" int, name text, \"name\" text);\n");
  CHECK(postgresql("select json_object('a':1), 1 operator(pg_catalog . +)1") ==
        "SELECT JSON_OBJECT('a': 1), 1 OPERATOR(pg_catalog.+) 1;\n");
  CHECK(postgresql("copy t from stdin;\n1\n\\.\nselect 1") == "COPY t FROM STDIN;\n\\.\nSELECT 1;\n");
  CHECK(sqlite("create table [Orders](`id` integer primary key,'a b' Text,\"c\")") ==
        "CREATE TABLE Orders (id integer PRIMARY KEY, \"a b\" Text, \"c\");\n");
  CHECK(sqlite("select \"a\",[b],`c d`,?1 , $x from t where a==1") ==
        "SELECT \"a\", b, `c d`, ?1, $x FROM t WHERE a = 1;\n");
}

TEST_CASE("What is printed parses to the same tree") {
  for (const auto& [folder, dialect] :
       {std::pair("postgresql", Dialect::PostgreSQL), std::pair("postgresql-16-18", Dialect::PostgreSQL),
        std::pair("sqlite", Dialect::SQLite)}) {
    for (const CorpusEntry& entry : read_corpus(folder)) {
      const std::string problem = broken_round_trip(entry.text, dialect);
      if (!problem.empty()) FAIL_CHECK(entry.place() << ": " << problem << "\n  " << entry.text);
    }
  }
}

}  // namespace lockstep::test
