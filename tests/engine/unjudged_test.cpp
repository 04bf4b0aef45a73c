// What the parser describes and the engine does not judge counts as unknown, never as safe.
#include <catch2/catch.hpp>

#include "engine/catalog/unjudged.h"
#include "engine/effects/effects.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

Catalog base() {
  Catalog catalog;
  catalog.schemas.insert("public");
  for (const Statement& statement :
       parse("CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE TABLE u (id bigint PRIMARY KEY);",
             Dialect::PostgreSQL)
           .statements) {
    apply_to(catalog, statement);
  }
  return catalog;
}

Statement one(const std::string& sql) {
  ParsedFile parsed = parse(sql, Dialect::PostgreSQL);
  REQUIRE(parsed.statements.size() == 1);
  return std::move(parsed.statements.front());
}

}  // namespace

TEST_CASE("statements that are not judged are not analysed") {
  const auto* sql = GENERATE(
      "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE", "COPY t FROM STDIN",
      "COPY (DELETE FROM t RETURNING *) TO STDOUT", "EXPLAIN ANALYZE DELETE FROM t", "PREPARE p AS DELETE FROM t",
      "EXECUTE p", "CALL archive()", "NOTIFY x", "DECLARE c CURSOR FOR SELECT archive()",
      "CREATE POLICY p ON t USING (true)", "ALTER POLICY p ON t TO r",
      "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "ALTER RULE r ON t RENAME TO s",
      "ALTER FUNCTION f() SECURITY DEFINER", "ALTER FUNCTION f() RENAME TO g", "ALTER DOMAIN d DROP NOT NULL",
      "ALTER ROLE r NOLOGIN", "ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM r", "REASSIGN OWNED BY a TO b",
      "CREATE CAST (a AS b) WITHOUT FUNCTION", "CREATE PUBLICATION p FOR TABLE t", "ALTER SUBSCRIPTION s DISABLE",
      "CREATE STATISTICS s ON id, a FROM t", "SECURITY LABEL ON TABLE t IS 'x'",
      "IMPORT FOREIGN SCHEMA s FROM SERVER r INTO public", "CREATE LANGUAGE l HANDLER h", "ALTER SYSTEM RESET ALL",
      "WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone");
  INFO(sql);
  const Statement statement = one(sql);
  CHECK(is_unjudged(statement));
  CHECK(phase_of(statement, base(), {}).not_analysed);
  CHECK_FALSE(effect_of(statement, base(), 15).known);
}

TEST_CASE("what a schema is made with is not known") {
  Catalog catalog = base();
  apply_to(catalog, one("CREATE SCHEMA s"));
  CHECK(catalog.unknowns.empty());
  apply_to(catalog, one("CREATE SCHEMA s2 CREATE TABLE t (id int)"));
  CHECK_FALSE(catalog.unknowns.empty());
}

TEST_CASE("a comment on a domain's constraint is about no relation") {
  Catalog catalog = base();
  catalog.complete = true;
  const Effect effect = effect_of(one("COMMENT ON CONSTRAINT c ON DOMAIN d IS 'x'"), catalog, 15);
  CHECK_FALSE(effect.fails.has_value());
  CHECK(effect.locks.empty());
}

}  // namespace lockstep
