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
  const auto* sql =
      GENERATE("EXECUTE p", "CALL archive()", "LOAD 'library'", "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
               "REASSIGN OWNED BY a TO b", "ALTER EXTENSION e UPDATE",
               "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 't'); END $$", "DROP EXTENSION e CASCADE");
  INFO(sql);
  CHECK_FALSE(effect_of(one(sql), base(), 15).known);
}

TEST_CASE("what another server tells leaves the rest known") {
  const auto* sql = GENERATE("ALTER SUBSCRIPTION s DISABLE", "IMPORT FOREIGN SCHEMA s FROM SERVER r INTO public",
                             "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)");
  INFO(sql);
  CHECK(effect_of(one(sql), base(), 15).known);
  CHECK(phase_of(one(sql), base(), {}).phase == Phase::Expand);
  CHECK_FALSE(phase_of(one(sql), base(), {}).not_analysed);
  Catalog catalog = base();
  apply_to(catalog, one("IMPORT FOREIGN SCHEMA s LIMIT TO (far, off) FROM SERVER r INTO public"));
  CHECK(catalog.find("public.far") != nullptr);
}

TEST_CASE("default privileges are given to what is made later, and to nothing else") {
  Catalog catalog = base();
  for (const char* sql : {"CREATE TABLE before (a int)", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader",
                          "ALTER DEFAULT PRIVILEGES FOR ROLE other GRANT UPDATE ON TABLES TO reader",
                          "CREATE TABLE later (a int)", "ALTER TABLE before RENAME TO renamed"}) {
    apply_to(catalog, one(sql));
  }
  CHECK(catalog.find("public.renamed")->grants.empty());
  REQUIRE(catalog.find("public.later")->grants.size() == 1);
  CHECK(catalog.find("public.later")->grants.front().privilege == "SELECT");
}

TEST_CASE("a rule or a policy that the catalog does not hold is not there, wherever the catalog comes from") {
  const auto* sql =
      GENERATE("DROP POLICY p ON t", "ALTER POLICY p ON t USING (true)", "ALTER POLICY p ON t RENAME TO q",
               "DROP RULE r ON t", "ALTER TABLE t ENABLE RULE r", "COMMENT ON POLICY p ON t IS 'x'");
  INFO(sql);
  Catalog catalog = base();
  catalog.complete = GENERATE(true, false);
  CHECK(effect_of(one(sql), catalog, 15).fails.has_value());
  CHECK(effect_of(one("DROP POLICY IF EXISTS p ON t"), catalog, 15).locks.empty());
}

TEST_CASE("NOT NULL has a name on PostgreSQL 18 only, which stays when its table and column are renamed") {
  Catalog catalog = base();
  for (const char* sql : {"CREATE TABLE n (a int NOT NULL, b int CONSTRAINT given NOT NULL)",
                          "ALTER TABLE n RENAME TO m", "ALTER TABLE m RENAME COLUMN a TO c"}) {
    apply_to(catalog, one(sql), 18);
  }
  CHECK(catalog.find("public.m")->column("c")->not_null_name == "n_a_not_null");
  CHECK_FALSE(effect_of(one("ALTER TABLE m DROP CONSTRAINT n_a_not_null"), catalog, 18).fails.has_value());
  CHECK(effect_of(one("ALTER TABLE m DROP CONSTRAINT m_c_not_null"), catalog, 18).fails.has_value());
  CHECK(effect_of(one("ALTER TABLE m DROP CONSTRAINT n_a_not_null"), catalog, 17).fails.has_value());
  apply_to(catalog, one("ALTER TABLE m DROP CONSTRAINT given"), 18);
  CHECK_FALSE(catalog.find("public.m")->column("b")->not_null);
}

TEST_CASE("a call means the functions that take as many arguments") {
  Catalog catalog = base();
  for (const char* sql :
       {"CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
        "CREATE FUNCTION f(a int, b int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT random()::int'",
        "CREATE FUNCTION g(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
        "CREATE FUNCTION g(a int, b int, VARIADIC c text[]) RETURNS int LANGUAGE sql AS 'SELECT random()::int'",
        "CREATE FUNCTION h(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
        "CREATE FUNCTION h(a text) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT random()::int'"}) {
    apply_to(catalog, one(sql));
  }
  const auto rewrites = [&](const std::string& call) {
    const Effect effect = effect_of(one("ALTER TABLE t ADD COLUMN d int DEFAULT " + call), catalog, 15);
    return !effect.rewrites.empty();
  };
  CHECK_FALSE(rewrites("f(1)"));
  CHECK(rewrites("f(1, 2)"));
  CHECK_FALSE(rewrites("g(1)"));
  CHECK(rewrites("g(1, 2)"));  // either of the two
  CHECK(rewrites("g(1, 2, 'a', 'b')"));
  CHECK(rewrites("h(1)"));  // the types are not looked at: the more cautious answer
}

TEST_CASE("where overloads do different things the statement is not judged to its end") {
  Catalog catalog = base();
  for (const char* sql : {"CREATE FUNCTION f(a int) RETURNS void LANGUAGE sql AS 'UPDATE t SET id = 1'",
                          "CREATE FUNCTION f(a text) RETURNS void LANGUAGE sql AS 'UPDATE u SET id = 1'",
                          "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'UPDATE t SET id = 2'"}) {
    apply_to(catalog, one(sql));
  }
  const Effect either = effect_of(one("SELECT f(1)"), catalog, 15);
  CHECK_FALSE(either.known);
  CHECK(either.locks.size() == 2);
  const Effect one_of_them = effect_of(one("SELECT f()"), catalog, 15);
  CHECK(one_of_them.known);
  CHECK(one_of_them.locks.size() == 1);
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
