// A lossless inverse undoes: the catalog after the statement and its inverse is the catalog before.
#include <catch2/catch.hpp>

#include "engine/effects/effects.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

Catalog fold(const std::string& sql) {
  Catalog catalog;
  catalog.schemas.insert("public");
  for (const Statement& statement : parse(sql, Dialect::PostgreSQL).statements) apply_to(catalog, statement);
  return catalog;
}

const char* base =
    "CREATE TABLE t (id bigint PRIMARY KEY, a text, b integer NOT NULL DEFAULT 0); CREATE TABLE u (id bigint PRIMARY KEY); "
    "CREATE INDEX t_a_idx ON t (a);";

}  // namespace

TEST_CASE("a lossless inverse gives the catalog back") {
  const std::string sql = GENERATE(as<std::string>{}, "CREATE TABLE n (id int PRIMARY KEY, x text)",
                                   "ALTER TABLE t ADD COLUMN c text DEFAULT 'x'", "CREATE INDEX t_b_idx ON t (b)",
                                   "DROP INDEX t_a_idx", "ALTER TABLE t ALTER COLUMN a SET DEFAULT 'y'",
                                   "ALTER TABLE t ALTER COLUMN b DROP DEFAULT",
                                   "ALTER TABLE t ALTER COLUMN a SET NOT NULL", "ALTER TABLE t RENAME COLUMN a TO c",
                                   "ALTER TABLE t RENAME TO t2", "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)",
                                   "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES u (id)",
                                   "CREATE VIEW v AS SELECT a FROM t", "CREATE TYPE mood AS ENUM ('a', 'b')",
                                   "CREATE SEQUENCE s", "CREATE SCHEMA extra");
  INFO(sql);
  const Catalog before = fold(base);
  const Statement statement = parse(sql, Dialect::PostgreSQL).statements.at(0);
  const Inverse inverse = inverse_of(statement, before);
  REQUIRE(to_string(inverse.grade) == to_string(Reversible::Lossless));
  REQUIRE_FALSE(inverse.sql.empty());
  Catalog after = before;
  apply_to(after, statement);
  for (const std::string& undo : inverse.sql) {
    INFO(undo);
    const ParsedFile parsed = parse(undo, Dialect::PostgreSQL);
    REQUIRE(parsed.errors.empty());
    for (const Statement& back : parsed.statements) apply_to(after, back);
  }
  for (const auto& [key, relation] : before.relations) {
    INFO(key);
    const CatalogRelation* now = after.find(std::string_view(key));
    REQUIRE(now != nullptr);
    REQUIRE(now->columns.size() == relation.columns.size());
    for (size_t i = 0; i < relation.columns.size(); ++i) {
      INFO(relation.columns[i].name << " default '" << relation.columns[i].default_expression << "' now '"
                                    << now->columns[i].default_expression << "'");
      CHECK(now->columns[i] == relation.columns[i]);
    }
    CHECK(now->constraints == relation.constraints);
    CHECK(now->indexes == relation.indexes);
  }
  CHECK(after.relations.size() == before.relations.size());
  CHECK(after.types == before.types);
  CHECK(after.schemas == before.schemas);
}

TEST_CASE("what loses data says so") {
  const Catalog before = fold(base);
  for (const char* sql : {"DROP TABLE t", "ALTER TABLE t DROP COLUMN a", "TRUNCATE t", "DELETE FROM t"}) {
    INFO(sql);
    const Inverse inverse = inverse_of(parse(sql, Dialect::PostgreSQL).statements.at(0), before);
    CHECK(inverse.grade != Reversible::Lossless);
    CHECK_FALSE(inverse.reason.empty());
  }
}

}  // namespace lockstep
