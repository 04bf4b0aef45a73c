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
  const auto* sql = GENERATE("EXECUTE p", "CALL archive()", "LOAD 'library'", "ALTER SUBSCRIPTION s DISABLE",
                             "REASSIGN OWNED BY a TO b", "IMPORT FOREIGN SCHEMA s FROM SERVER r INTO public",
                             "ALTER EXTENSION e UPDATE", "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 't'); END $$",
                             "DROP EXTENSION e CASCADE");
  INFO(sql);
  CHECK_FALSE(effect_of(one(sql), base(), 15).known);
}

TEST_CASE("rules and policies that were not read from a server may be there") {
  const auto* sql = GENERATE("DROP POLICY p ON t", "DROP POLICY IF EXISTS p ON t", "ALTER POLICY p ON t USING (true)",
                             "ALTER POLICY p ON t RENAME TO q", "DROP RULE r ON t", "ALTER TABLE t ENABLE RULE r",
                             "COMMENT ON POLICY p ON t IS 'x'");
  INFO(sql);
  Catalog read = base();
  read.complete = true;
  const Effect effect = effect_of(one(sql), read, 15);
  CHECK_FALSE(effect.fails.has_value());
  CHECK(effect.locks.size() == 1);
  // A fold knows that there is none.
  CHECK((std::string_view(sql).find("IF EXISTS") != std::string_view::npos ||
         effect_of(one(sql), base(), 15).fails.has_value()));
}

TEST_CASE("the compatibility of a statement may be unknown though its effect is known") {
  const auto* sql = GENERATE("MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE", "COPY t FROM STDIN",
                             "EXPLAIN ANALYZE DELETE FROM t", "PREPARE p AS DELETE FROM t",
                             "WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone");
  INFO(sql);
  const Statement statement = one(sql);
  CHECK(is_unjudged(statement));
  CHECK(phase_of(statement, base(), {}).not_analysed);
  const Effect effect = effect_of(statement, base(), 15);
  CHECK(effect.known);
}

TEST_CASE("a DO block that can be read is judged and folded as its statements") {
  Catalog catalog = base();
  const Statement block = one("DO $$ BEGIN ALTER TABLE t ADD COLUMN c integer; DELETE FROM u; END $$");
  const Effect effect = effect_of(block, catalog, 15);
  CHECK(effect.known);
  CHECK(effect.locks ==
        std::vector<RelationLock>{{"public.t", LockMode::AccessExclusive}, {"public.u", LockMode::RowExclusive}});
  apply_to(catalog, block);
  CHECK(catalog.unknowns.empty());
  CHECK(catalog.find("public.t")->column("c") != nullptr);
}

TEST_CASE("what a DO block may do leaves its relations partly known") {
  Catalog catalog = base();
  apply_to(catalog, one("DO $$ BEGIN IF random() > 0.5 THEN ALTER TABLE t ADD COLUMN c integer; END IF; END $$"));
  CHECK_FALSE(catalog.unknowns.empty());
  CHECK(catalog.find("public.t")->partial);
  CHECK_FALSE(catalog.find("public.u")->partial);
}

TEST_CASE("what a schema is made with is in it") {
  Catalog catalog = base();
  apply_to(catalog, one("CREATE SCHEMA s CREATE TABLE t (id int) CREATE VIEW v AS SELECT id FROM t"));
  CHECK(catalog.unknowns.empty());
  REQUIRE(catalog.find("s.v") != nullptr);
  CHECK(catalog.find("s.v")->reads == std::vector<std::string>{"s.t"});
}

TEST_CASE("an unqualified name is looked up along the search path of the session") {
  Catalog catalog = base();
  for (const char* sql : {"CREATE SCHEMA app", "CREATE TABLE app.t (id int)", "SET search_path = app, public",
                          "ALTER TABLE t ADD COLUMN c int", "CREATE TABLE n (id int)", "DROP TABLE u"}) {
    apply_to(catalog, one(sql));
  }
  CHECK(catalog.find("app.t")->column("c") != nullptr);
  CHECK(catalog.find("public.t")->column("c") == nullptr);
  CHECK(catalog.find("app.n") != nullptr);
  CHECK(catalog.find("public.u") == nullptr);
  begin_session(catalog);
  CHECK(catalog.key(QualifiedName{{}, "t", {}}) == "public.t");
}

TEST_CASE("a comment on a domain's constraint is about no relation") {
  Catalog catalog = base();
  catalog.complete = true;
  const Effect effect = effect_of(one("COMMENT ON CONSTRAINT c ON DOMAIN d IS 'x'"), catalog, 15);
  CHECK_FALSE(effect.fails.has_value());
  CHECK(effect.locks.empty());
}

}  // namespace lockstep
