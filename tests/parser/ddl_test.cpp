// Exact values of definition commands: what the catalog and the effects read.
#include <catch2/catch.hpp>

#include "tests/parser/parse_one.h"

namespace lockstep {
namespace {

AlterTableSubcommand subcommand(const std::string& text) {
  const AlterTable alter = body<AlterTable>(text);
  REQUIRE(alter.subcommands.size() == 1);
  return alter.subcommands.front();
}

std::vector<std::string> relations(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  std::vector<std::string> names;
  for (const QualifiedName& name : one(text, dialect).relations) {
    names.push_back(name.schema.empty() ? name.name : name.schema + "." + name.name);
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("CREATE TABLE: columns with their types, constraints and places") {
  const std::string text =
      "CREATE TABLE app.orders (\n"
      "  id bigserial PRIMARY KEY, -- the key\n"
      "  \"Zone\" character varying(20)[] DEFAULT '{}' NOT NULL,\n"
      "  total numeric(10, 2) CONSTRAINT positive CHECK (total > 0) NO INHERIT,\n"
      "  customer int REFERENCES shop.customers (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED\n"
      ");";
  const CreateTable table = body<CreateTable>(text);
  CHECK(table.name.schema == "app");
  CHECK(table.name.name == "orders");
  CHECK(slice(text, table.name.span) == "app.orders");
  REQUIRE(table.columns.size() == 4);

  const ColumnDefinition& id = table.columns[0];
  CHECK(id.name == "id");
  CHECK(id.type->name == "bigserial");
  CHECK(slice(text, id.span) == "id bigserial PRIMARY KEY");
  REQUIRE(id.constraints.size() == 1);
  CHECK(id.constraints[0].kind == ConstraintKind::PrimaryKey);

  const ColumnDefinition& zone = table.columns[1];
  CHECK(zone.name == "Zone");
  CHECK(slice(text, zone.name_span) == "\"Zone\"");
  CHECK(zone.type->name == "varchar");
  CHECK(zone.type->modifiers == Names{"20"});
  CHECK(zone.type->array_dimensions == 1);
  REQUIRE(zone.constraints.size() == 2);
  CHECK(zone.constraints[0].kind == ConstraintKind::Default);
  CHECK(zone.constraints[0].expression->text == "'{}'");
  CHECK(zone.constraints[0].expression->is_constant);
  CHECK(slice(text, zone.constraints[0].span) == "DEFAULT '{}'");
  CHECK(zone.constraints[1].kind == ConstraintKind::NotNull);

  const Constraint& check = table.columns[2].constraints.at(0);
  CHECK(check.kind == ConstraintKind::Check);
  CHECK(check.name == "positive");
  CHECK(check.no_inherit);
  CHECK(check.expression->text == "total > 0");
  REQUIRE(check.expression->columns.size() == 1);
  CHECK(slice(text, check.expression->columns[0].span) == "total");
  CHECK(table.columns[2].type->modifiers == Names{"10", "2"});

  REQUIRE(table.columns[3].constraints.size() == 1);
  const Constraint& key = table.columns[3].constraints[0];
  CHECK(key.kind == ConstraintKind::ForeignKey);
  CHECK(key.referenced.schema == "shop");
  CHECK(key.referenced.name == "customers");
  CHECK(key.referenced_columns == Names{"id"});
  CHECK(key.on_delete == "SET NULL");
  CHECK(key.on_update == "CASCADE");
  CHECK(key.deferrable);
  CHECK(key.initially_deferred);
  CHECK(slice(text, key.span).substr(0, 10) == "REFERENCES");
  CHECK(slice(text, key.span).substr(key.span.size() - 8) == "DEFERRED");

  CHECK(relations(text) == Names{"app.orders", "shop.customers"});
}

TEST_CASE("CREATE TABLE: table constraints") {
  const CreateTable table = body<CreateTable>(
      "CREATE TABLE t (a int, b int, during tstzrange,"
      " CONSTRAINT t_pk PRIMARY KEY (a, b) INCLUDE (during),"
      " UNIQUE NULLS NOT DISTINCT (b),"
      " FOREIGN KEY (a) REFERENCES o MATCH FULL NOT VALID,"
      " CONSTRAINT no_overlap EXCLUDE USING gist (lower(b::text) WITH =, during range_ops WITH &&) WHERE (a > 0),"
      " CHECK (a <> b) NOT VALID NO INHERIT)");
  REQUIRE(table.constraints.size() == 5);
  CHECK(table.constraints[0].kind == ConstraintKind::PrimaryKey);
  CHECK(table.constraints[0].name == "t_pk");
  CHECK(table.constraints[0].columns == Names{"a", "b"});
  CHECK(table.constraints[0].include == Names{"during"});
  CHECK(table.constraints[1].kind == ConstraintKind::Unique);
  CHECK(table.constraints[1].name.empty());
  CHECK(table.constraints[1].nulls_not_distinct);
  CHECK(table.constraints[2].kind == ConstraintKind::ForeignKey);
  CHECK(table.constraints[2].columns == Names{"a"});
  CHECK(table.constraints[2].referenced.name == "o");
  CHECK(table.constraints[2].referenced_columns.empty());
  CHECK(table.constraints[2].match == "FULL");
  CHECK(table.constraints[2].not_valid);
  const Constraint& exclude = table.constraints[3];
  CHECK(exclude.kind == ConstraintKind::Exclude);
  CHECK(exclude.access_method == "gist");
  REQUIRE(exclude.elements.size() == 2);
  CHECK(exclude.elements[0].column.empty());
  CHECK(exclude.elements[0].expression->text == "lower(b::text)");
  CHECK(exclude.elements[0].exclude_operator == "=");
  CHECK(exclude.elements[1].column == "during");
  CHECK(exclude.elements[1].operator_class == "range_ops");
  CHECK(exclude.elements[1].exclude_operator == "&&");
  CHECK(exclude.predicate->text == "a > 0");
  CHECK(table.constraints[4].not_valid);
  CHECK(table.constraints[4].no_inherit);
}

TEST_CASE("CREATE TABLE: generated and identity columns, of PostgreSQL 18 too") {
  const CreateTable table = body<CreateTable>(
      "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY (START 5), b int GENERATED BY DEFAULT AS IDENTITY,"
      " c int GENERATED ALWAYS AS (a * 2) STORED, d int GENERATED ALWAYS AS (a) VIRTUAL,"
      " e int CHECK (e > 0) NOT ENFORCED, f text STORAGE main COMPRESSION LZ4 COLLATE \"C\","
      " CONSTRAINT set_a NOT NULL a NO INHERIT, PRIMARY KEY (a, f WITHOUT OVERLAPS))");
  const auto first = [&](size_t column) { return table.columns.at(column).constraints.at(0); };
  CHECK(first(0).kind == ConstraintKind::Identity);
  CHECK(first(0).generated_always);
  CHECK_FALSE(first(1).generated_always);
  CHECK(first(2).kind == ConstraintKind::Generated);
  CHECK_FALSE(first(2).generated_virtual);
  CHECK(first(2).expression->text == "a * 2");
  CHECK(first(3).generated_virtual);
  CHECK(first(4).not_enforced);
  CHECK(first(5).kind == ConstraintKind::Collate);
  CHECK(first(5).collation == "\"C\"");
  CHECK(table.columns[5].storage == "MAIN");
  CHECK(table.columns[5].compression == "lz4");
  CHECK(table.constraints.at(0).kind == ConstraintKind::NotNull);
  CHECK(table.constraints.at(0).columns == Names{"a"});
  CHECK(table.constraints.at(0).no_inherit);
  CHECK(table.constraints.at(1).without_overlaps);
}

TEST_CASE("CREATE TABLE: where the rows go") {
  const CreateTable partitioned = body<CreateTable>("CREATE TABLE m (at date, k int) PARTITION BY range (at, (k + 1))");
  REQUIRE(partitioned.partition_by);
  CHECK(partitioned.partition_by->strategy == "RANGE");
  REQUIRE(partitioned.partition_by->elements.size() == 2);
  CHECK(partitioned.partition_by->elements[0].column == "at");
  CHECK(partitioned.partition_by->elements[1].expression->text == "k + 1");

  const CreateTable partition = body<CreateTable>(
      "CREATE UNLOGGED TABLE IF NOT EXISTS m1 PARTITION OF app.m (k NOT NULL) FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)");
  CHECK(partition.unlogged);
  CHECK(partition.if_not_exists);
  CHECK(partition.partition_of->schema == "app");
  CHECK(partition.bound->text == "FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)");
  CHECK_FALSE(partition.bound->is_default);
  REQUIRE(partition.columns.size() == 1);
  CHECK_FALSE(partition.columns[0].type);
  CHECK(relations("CREATE TABLE m1 PARTITION OF app.m DEFAULT") == Names{"m1", "app.m"});
  CHECK(body<CreateTable>("CREATE TABLE m1 PARTITION OF m DEFAULT").bound->is_default);

  const CreateTable child = body<CreateTable>("CREATE TABLE t (LIKE s INCLUDING ALL EXCLUDING INDEXES) INHERITS (p, q)");
  REQUIRE(child.likes.size() == 1);
  CHECK(child.likes[0].source.name == "s");
  CHECK(child.likes[0].options == Names{"INCLUDING ALL", "EXCLUDING INDEXES"});
  REQUIRE(child.inherits.size() == 2);

  const Statement as = one("CREATE TEMP TABLE t (x, y) AS WITH c AS (SELECT * FROM a) SELECT * FROM c, b WITH NO DATA");
  CHECK(as.tag == "CREATE TABLE AS");
  CHECK(as.as<CreateTable>()->as_query);
  CHECK(as.as<CreateTable>()->with_no_data);
  CHECK(as.as<CreateTable>()->temporary);
  CHECK(as.as<CreateTable>()->columns.size() == 2);
  CHECK(relations(as.text) == Names{"t", "a", "b"});
  CHECK(body<CreateTable>("CREATE TABLE t OF app.person").of_type == "app.person");
  CHECK(body<CreateTable>("CREATE FOREIGN TABLE t (a int) SERVER s").foreign);
}

TEST_CASE("ALTER TABLE: subcommands bear the manual's words") {
  const AlterTable alter = body<AlterTable>(
      "ALTER TABLE IF EXISTS ONLY app.orders ADD zone text NOT NULL DEFAULT 'eu', DROP COLUMN IF EXISTS b CASCADE,"
      " ALTER c SET NOT NULL, ALTER COLUMN d DROP DEFAULT, ADD CONSTRAINT e CHECK (f > 0) NOT VALID,"
      " DROP CONSTRAINT g, VALIDATE CONSTRAINT h, ENABLE ALWAYS TRIGGER i, OWNER TO joe");
  CHECK(alter.if_exists);
  CHECK(alter.only);
  CHECK(alter.name.schema == "app");
  Names words;
  for (const AlterTableSubcommand& sub : alter.subcommands) words.push_back(sub.words);
  CHECK(words == Names{"ADD COLUMN", "DROP COLUMN", "ALTER COLUMN SET NOT NULL", "ALTER COLUMN DROP DEFAULT",
                       "ADD CONSTRAINT", "DROP CONSTRAINT", "VALIDATE CONSTRAINT", "ENABLE ALWAYS TRIGGER", "OWNER TO"});
  CHECK(alter.subcommands[0].column->constraints.size() == 2);
  CHECK(alter.subcommands[0].name == "zone");
  CHECK(alter.subcommands[1].if_exists);
  CHECK(alter.subcommands[1].cascade);
  CHECK(alter.subcommands[4].constraint->not_valid);
  CHECK(alter.subcommands[4].name == "e");
  CHECK(alter.subcommands[8].new_name == "joe");
}

TEST_CASE("ALTER TABLE: what a subcommand says") {
  const std::string text = "ALTER TABLE t ALTER COLUMN zone TYPE int4 COLLATE \"C\" USING zone::int + other";
  const AlterTableSubcommand type = subcommand(text);
  CHECK(type.action == AlterTableAction::AlterColumnType);
  CHECK(type.type->name == "int4");
  CHECK(type.collation == "\"C\"");
  CHECK(type.expression->text == "zone::int + other");
  REQUIRE(type.expression->columns.size() == 2);
  CHECK(slice(text, type.expression->columns[1].span) == "other");
  CHECK(slice(text, type.name_span) == "zone");
  CHECK(slice(text, type.span) == text.substr(text.find("ALTER COLUMN")));

  CHECK(subcommand("ALTER TABLE t ALTER a SET DEFAULT now()").expression->functions.at(0).name == "now");
  CHECK(subcommand("ALTER TABLE t RENAME a TO b").name == "a");
  CHECK(subcommand("ALTER TABLE t RENAME a TO b").new_name == "b");
  CHECK(subcommand("ALTER TABLE t RENAME TO b").new_name == "b");
  CHECK(subcommand("ALTER TABLE t RENAME CONSTRAINT a TO b").words == "RENAME CONSTRAINT");
  CHECK(subcommand("ALTER TABLE t SET SCHEMA b").new_name == "b");
  CHECK(subcommand("ALTER TABLE t SET (fillfactor = 70, toast.x = off)").options ==
        std::vector<std::pair<std::string, std::string>>{{"fillfactor", "70"}, {"toast.x", "off"}});
  CHECK(subcommand("ALTER TABLE t RESET (fillfactor)").options.at(0).second.empty());
  CHECK(subcommand("ALTER TABLE t ALTER a SET STATISTICS -1").new_name == "-1");
  CHECK(subcommand("ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 5").name == "2");
  CHECK(subcommand("ALTER TABLE t REPLICA IDENTITY FULL").new_name == "FULL");
  CHECK(subcommand("ALTER TABLE t REPLICA IDENTITY USING INDEX i").name == "i");
  CHECK(subcommand("ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE").constraint->deferrable);
  CHECK(subcommand("ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY").constraint->generated_always);
  CHECK(subcommand("ALTER TABLE t ADD PRIMARY KEY USING INDEX i").constraint->using_index == "i");
  CHECK(subcommand("ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID").constraint->columns == Names{"a"});

  const AlterTableSubcommand attach = subcommand("ALTER TABLE m ATTACH PARTITION app.m1 FOR VALUES IN (1, 2)");
  CHECK(attach.partition->schema == "app");
  CHECK(attach.bound->text == "FOR VALUES IN (1, 2)");
  CHECK(subcommand("ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY").concurrently);
  CHECK(subcommand("ALTER TABLE m DETACH PARTITION m1 FINALIZE").finalize);
  CHECK(relations("ALTER TABLE m ATTACH PARTITION app.m1 DEFAULT") == Names{"m", "app.m1"});
}

TEST_CASE("The relatives of ALTER TABLE") {
  CHECK(body<AlterTable>("ALTER INDEX i RENAME TO j").kind == RelationKind::Index);
  CHECK(one("ALTER MATERIALIZED VIEW v SET SCHEMA s").tag == "ALTER MATERIALIZED VIEW");
  CHECK(body<AlterTable>("ALTER FOREIGN TABLE f ADD a int").kind == RelationKind::ForeignTable);
  const AlterTable sequence = body<AlterTable>("ALTER SEQUENCE s RESTART WITH 5 OWNED BY app.t.id");
  REQUIRE(sequence.subcommands.size() == 1);
  CHECK(sequence.subcommands[0].action == AlterTableAction::Other);
  CHECK(relations("ALTER SEQUENCE s OWNED BY app.t.id") == Names{"s", "app.t"});
  const AlterTable type = body<AlterTable>("ALTER TYPE app.pair ADD ATTRIBUTE c int CASCADE");
  CHECK(type.kind == RelationKind::Type);
  CHECK(type.subcommands[0].words == "ADD ATTRIBUTE");
}

TEST_CASE("CREATE INDEX") {
  const CreateIndex index = body<CreateIndex>(
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY app.t USING gin (a, lower(b) DESC NULLS LAST,"
      " (c -> 'x'), d COLLATE \"C\" text_ops) INCLUDE (e) NULLS NOT DISTINCT WHERE f IS NULL");
  CHECK(index.unique);
  CHECK(index.concurrently);
  CHECK(index.if_not_exists);
  CHECK(index.only);
  CHECK(index.name == "i");
  CHECK(index.table.schema == "app");
  CHECK(index.method == "gin");
  REQUIRE(index.elements.size() == 4);
  CHECK(index.elements[0].column == "a");
  CHECK(index.elements[1].expression->text == "lower(b)");
  CHECK(index.elements[1].descending);
  CHECK(index.elements[1].nulls_first == false);
  CHECK(index.elements[2].expression->text == "c -> 'x'");
  CHECK(index.elements[3].collation == "\"C\"");
  CHECK(index.elements[3].operator_class == "text_ops");
  CHECK(index.include == Names{"e"});
  CHECK(index.nulls_not_distinct);
  CHECK(index.predicate->text == "f IS NULL");
  CHECK(body<CreateIndex>("CREATE INDEX ON t (a)").name.empty());
  CHECK(body<CreateIndex>("CREATE INDEX ON t (a)").method == "btree");
  CHECK(relations("CREATE INDEX i ON app.t (a)") == Names{"app.t"});
}

TEST_CASE("DROP, COMMENT and GRANT name what they act on") {
  const DropStatement drop = body<DropStatement>("DROP TABLE IF EXISTS a, app.b CASCADE");
  CHECK(drop.kind == ObjectKind::Table);
  CHECK(drop.if_exists);
  CHECK(drop.cascade);
  REQUIRE(drop.names.size() == 2);
  CHECK(drop.names[1].schema == "app");
  CHECK(body<DropStatement>("DROP INDEX CONCURRENTLY i").concurrently);
  const DropStatement trigger = body<DropStatement>("DROP TRIGGER x ON app.t");
  CHECK(trigger.names.at(0).name == "x");
  CHECK(trigger.table.name == "t");
  CHECK(relations("DROP TRIGGER x ON app.t") == Names{"app.t"});
  CHECK(relations("DROP FUNCTION f(int)").empty());
  CHECK(body<DropStatement>("DROP FUNCTION app.f(int, text), g").names.size() == 2);
  CHECK(body<DropStatement>("DROP TYPE app.mood").names.at(0).schema == "app");

  const CommentOn comment = body<CommentOn>("COMMENT ON COLUMN app.t.zone IS 'it''s'");
  CHECK(comment.kind == ObjectKind::Column);
  CHECK(comment.name.schema == "app");
  CHECK(comment.name.name == "t");
  CHECK(comment.member == "zone");
  CHECK(comment.text == "it's");
  CHECK(relations("COMMENT ON COLUMN app.t.zone IS NULL") == Names{"app.t"});
  CHECK_FALSE(body<CommentOn>("COMMENT ON TABLE t IS NULL").text);
  CHECK(body<CommentOn>("COMMENT ON MATERIALIZED VIEW v IS 'x'").kind_words == "MATERIALIZED VIEW");
  CHECK(body<CommentOn>("COMMENT ON CONSTRAINT c ON t IS 'x'").member == "c");
  CHECK(body<CommentOn>("COMMENT ON CONSTRAINT c ON t IS 'x'").name.name == "t");

  const Grant grant = body<Grant>("GRANT SELECT, UPDATE (zone) ON app.t, u TO alice, PUBLIC WITH GRANT OPTION");
  CHECK(grant.privileges == Names{"SELECT", "UPDATE (zone)"});
  CHECK(grant.kind == ObjectKind::Table);
  CHECK(grant.names.size() == 2);
  CHECK(grant.roles == Names{"alice", "public"});
  CHECK(grant.grant_option);
  CHECK(body<Grant>("GRANT ALL ON ALL TABLES IN SCHEMA app TO alice").all_in_schema);
  CHECK(body<Grant>("REVOKE ALL ON SCHEMA app FROM alice CASCADE").kind == ObjectKind::Schema);
  CHECK(one("REVOKE admin FROM alice").tag == "REVOKE ROLE");
  CHECK(body<Grant>("GRANT admin TO alice").role_membership);
}

TEST_CASE("Views, types, domains, sequences, schemas, extensions") {
  const CreateView view = body<CreateView>("CREATE OR REPLACE VIEW app.v (x) AS SELECT a FROM t JOIN s.u USING (id)");
  CHECK(view.or_replace);
  CHECK(view.columns == Names{"x"});
  CHECK(view.query == "SELECT a FROM t JOIN s.u USING (id)");
  REQUIRE(view.reads.size() == 2);
  CHECK(view.reads[1].schema == "s");
  CHECK(body<CreateView>("CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA").with_no_data);
  CHECK(body<CreateView>("CREATE RECURSIVE VIEW n (a) AS SELECT a FROM n, m").reads.size() == 1);

  CHECK(body<CreateType>("CREATE TYPE mood AS ENUM ('a', E'b\\'c')").labels == Names{"a", "b'c"});
  CHECK(body<CreateType>("CREATE TYPE p AS (a int, b text COLLATE \"C\")").attributes.size() == 2);
  const CreateType domain = body<CreateType>("CREATE DOMAIN d AS numeric(5) NOT NULL CHECK (value > 0)");
  CHECK(domain.form == CreateType::Form::Domain);
  CHECK(domain.base->name == "numeric");
  CHECK(domain.constraints.size() == 2);
  const AlterType alter = body<AlterType>("ALTER TYPE app.mood ADD VALUE IF NOT EXISTS 'x' BEFORE 'y'");
  CHECK(alter.added == "x");
  CHECK(alter.before == "y");
  CHECK(alter.if_not_exists);
  CHECK(body<AlterType>("ALTER TYPE m RENAME VALUE 'a' TO 'b'").renamed_to == "b");
  CHECK(body<AlterType>("ALTER TYPE m RENAME TO n").rename_type_to == "n");

  const CreateSequence sequence = body<CreateSequence>("CREATE SEQUENCE s AS int INCREMENT 5 OWNED BY app.t.id");
  CHECK(sequence.type == "int4");
  CHECK(sequence.owned_by_table.schema == "app");
  CHECK(sequence.owned_by_column == "id");
  CHECK(body<CreateSchema>("CREATE SCHEMA AUTHORIZATION joe").called() == "joe");
  CHECK(relations("CREATE SCHEMA s CREATE TABLE t (a int REFERENCES u)") == Names{"t", "u"});
  CHECK(body<CreateExtension>("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA x").name == "uuid-ossp");
  CHECK(one("CREATE LANGUAGE plperl").tag == "CREATE EXTENSION");
}

TEST_CASE("Functions and triggers") {
  const CreateFunction function = body<CreateFunction>(
      "CREATE OR REPLACE FUNCTION app.f(a int, OUT b text, c numeric(3) DEFAULT 5) RETURNS SETOF record"
      " LANGUAGE 'PlPgSQL' STABLE SECURITY DEFINER SET search_path = app AS $$ BEGIN; END $$");
  CHECK(function.or_replace);
  CHECK(function.language == "plpgsql");
  CHECK(function.volatility == "stable");
  CHECK(function.security_definer);
  CHECK(function.sets_search_path);
  CHECK(function.arguments == "a int, OUT b text, c numeric(3) DEFAULT 5");
  CHECK(function.argument_types == Names{"int", "numeric(3)"});
  CHECK(function.returns == "SETOF record");
  CHECK(function.body == " BEGIN; END ");
  const CreateFunction atomic =
      body<CreateFunction>("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT a FROM t; END");
  CHECK(atomic.language == "sql");
  CHECK(atomic.volatility == "volatile");
  CHECK(atomic.body == "BEGIN ATOMIC SELECT a FROM t; END");
  CHECK(relations("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT a FROM t; END") == Names{"t"});
  CHECK(body<CreateFunction>("CREATE PROCEDURE p() LANGUAGE sql AS ''").procedure);

  const CreateTrigger trigger = body<CreateTrigger>(
      "CREATE CONSTRAINT TRIGGER x AFTER INSERT OR UPDATE OF a, b ON app.t FROM o DEFERRABLE FOR EACH ROW"
      " WHEN (NEW.a > 0) EXECUTE FUNCTION app.f('x', 5)");
  CHECK(trigger.constraint);
  CHECK(trigger.timing == "AFTER");
  CHECK(trigger.events == Names{"INSERT", "UPDATE"});
  CHECK(trigger.update_of == Names{"a", "b"});
  CHECK(trigger.table.name == "t");
  CHECK(trigger.for_each_row);
  CHECK(trigger.function.schema == "app");
}

TEST_CASE("SQLite: tables") {
  const CreateTable table = body<CreateTable>(
      "CREATE TABLE [order items] (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT, `zone` VARYING CHARACTER (20) NOT NULL"
      " ON CONFLICT IGNORE DEFAULT 'x' COLLATE NOCASE, 'c' REFERENCES o (id) ON DELETE CASCADE,"
      " d AS (id * 2) STORED, UNIQUE (zone, \"c\") ON CONFLICT REPLACE,"
      " FOREIGN KEY (c) REFERENCES p) STRICT, WITHOUT ROWID",
      Dialect::SQLite);
  CHECK(table.name.name == "order items");
  CHECK(table.strict);
  CHECK(table.without_rowid);
  REQUIRE(table.columns.size() == 4);
  CHECK(table.columns[0].name == "id");
  CHECK(table.columns[0].constraints.at(0).kind == ConstraintKind::PrimaryKey);
  CHECK(table.columns[0].constraints.at(0).autoincrement);
  CHECK(table.columns[1].type->name == "VARYING CHARACTER (20)");
  REQUIRE(table.columns[1].constraints.size() == 3);
  CHECK(table.columns[1].constraints[0].conflict_clause == "IGNORE");
  CHECK(table.columns[1].constraints[2].collation == "NOCASE");
  CHECK_FALSE(table.columns[2].type);
  CHECK(table.columns[2].constraints.at(0).on_delete == "CASCADE");
  CHECK(table.columns[3].constraints.at(0).kind == ConstraintKind::Generated);
  CHECK_FALSE(table.columns[3].constraints.at(0).generated_virtual);
  REQUIRE(table.constraints.size() == 2);
  CHECK(table.constraints[0].columns == Names{"zone", "c"});
  CHECK(table.constraints[0].conflict_clause == "REPLACE");
  CHECK(table.constraints[1].referenced.name == "p");
  CHECK(body<CreateTable>("CREATE VIRTUAL TABLE s USING fts5(a, b)", Dialect::SQLite).is_virtual);
}

TEST_CASE("SQLite: indexes, triggers, ALTER TABLE") {
  const CreateIndex index =
      body<CreateIndex>("CREATE UNIQUE INDEX main.i ON t (a COLLATE NOCASE DESC, lower(b)) WHERE c", Dialect::SQLite);
  CHECK(index.schema == "main");
  CHECK(index.elements[0].column == "a");
  CHECK(index.elements[0].collation == "NOCASE");
  CHECK(index.elements[0].descending);
  CHECK(index.elements[1].expression->text == "lower(b)");

  const std::string text = "CREATE TRIGGER x AFTER UPDATE OF a ON t WHEN new.a > 0 BEGIN UPDATE u SET b = 1; SELECT 2; END";
  const CreateTrigger trigger = body<CreateTrigger>(text, Dialect::SQLite);
  CHECK(trigger.timing == "AFTER");
  CHECK(trigger.update_of == Names{"a"});
  CHECK(trigger.body == "BEGIN UPDATE u SET b = 1; SELECT 2; END");
  CHECK(relations(text, Dialect::SQLite) == Names{"t", "u"});

  CHECK(one("ALTER TABLE t RENAME COLUMN a TO b", Dialect::SQLite).as<AlterTable>()->subcommands[0].new_name == "b");
  CHECK(one("ALTER TABLE t ADD c INT", Dialect::SQLite).as<AlterTable>()->subcommands[0].column->type->name == "INT");
}

}  // namespace lockstep
