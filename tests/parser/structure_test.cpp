// Exact values of the commands on objects of every kind, of those around other statements, and of MERGE and COPY.
#include <catch2/catch.hpp>

#include "tests/parser/parse_one.h"

namespace lockstep {
namespace {

using Names = std::vector<std::string>;

AlterTableSubcommand action(const std::string& text) {
  const AlterObject alter = body<AlterObject>(text);
  REQUIRE(alter.subcommands.size() == 1);
  return alter.subcommands.front();
}

Names inner_tags(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  Names tags;
  for (const Statement& inner : one(text, dialect).inner) tags.push_back(inner.tag);
  return tags;
}

/// The one object that the statement is about: its kind, name and argument types.
std::string object(const std::string& text) {
  const std::vector<ObjectName> found = objects(one(text));
  REQUIRE(found.size() == 1);
  std::string out = std::string(to_string(found[0].kind)) + " " + found[0].name.schema + "." + found[0].name.name;
  if (!found[0].signature.written) return out;
  out += "(";
  for (const RoutineArgument& argument : found[0].signature.arguments) out += argument.type.name + ",";
  return out + ")";
}

}  // namespace

TEST_CASE("MERGE: target, source and every WHEN") {
  const std::string text =
      "MERGE INTO ONLY app.stock AS s USING arrivals a ON s.id = a.id\n"
      "WHEN MATCHED AND s.n + a.n < 0 THEN DELETE\n"
      "WHEN MATCHED THEN UPDATE SET n = s.n + a.n, (x, y) = (1, 2)\n"
      "WHEN NOT MATCHED BY SOURCE THEN DO NOTHING\n"
      "WHEN NOT MATCHED THEN INSERT (id, n) VALUES (a.id, 0)";
  const Merge merge = body<Merge>(text);
  CHECK(merge.table == QualifiedName{"app", "stock", {}});
  CHECK(merge.alias == "s");
  CHECK(merge.only);
  CHECK(merge.source.name == "arrivals");
  CHECK(slice(text, merge.source_span) == "arrivals a");
  CHECK(merge.on->text == "s.id = a.id");
  CHECK(merge.reads == std::vector<QualifiedName>{{"", "arrivals", {}}});
  REQUIRE(merge.when.size() == 4);
  CHECK(merge.when[0].matched);
  CHECK(merge.when[0].action == "DELETE");
  CHECK(merge.when[0].condition->text == "s.n + a.n < 0");
  CHECK(merge.when[1].action == "UPDATE");
  REQUIRE(merge.when[1].assignments.size() == 2);
  CHECK(merge.when[1].assignments[0].value.text == "s.n + a.n");
  CHECK(merge.when[1].assignments[1].columns == Names{"x", "y"});
  CHECK(merge.when[2].by_source);
  CHECK(merge.when[2].action == "DO NOTHING");
  CHECK_FALSE(merge.when[3].matched);
  CHECK(merge.when[3].action == "INSERT");
  CHECK(merge.when[3].columns == Names{"id", "n"});
  REQUIRE(merge.when[3].values.size() == 2);
  CHECK(merge.when[3].values[0].text == "a.id");
}

TEST_CASE("COPY: direction, columns, file, options of both spellings, the query inside") {
  const Copy from =
      body<Copy>("COPY app.t (a, \"B\") FROM STDIN WITH (FORMAT csv, FORCE_NULL (a, b), HEADER) WHERE a > 1");
  CHECK(from.from);
  CHECK(from.table == QualifiedName{"app", "t", {}});
  CHECK(from.columns == Names{"a", "B"});
  CHECK(from.file.empty());
  CHECK(from.where->text == "a > 1");
  CHECK(from.options == OptionList{{"format", "csv"}, {"force_null", "(a, b)"}, {"header", ""}});

  const Copy old = body<Copy>("COPY BINARY t TO PROGRAM 'gzip' DELIMITER AS ';' FORCE QUOTE a, b");
  CHECK_FALSE(old.from);
  CHECK(old.program);
  CHECK(old.file == "gzip");
  CHECK(old.options == OptionList{{"binary", ""}, {"delimiter as", "';'"}, {"force quote", "a, b"}});

  const Statement query = one("COPY (SELECT * FROM t) TO '/tmp/x'");
  CHECK(query.as<Copy>()->table.name.empty());
  REQUIRE(query.inner.size() == 1);
  CHECK(query.inner[0].text == "SELECT * FROM t");
  CHECK(query.inner[0].as<Select>()->reads.size() == 1);
}

TEST_CASE("Statements stand inside others, with spans in the same text") {
  const std::string text = "EXPLAIN (ANALYZE, BUFFERS off) UPDATE t SET a = 1";
  const Statement explain = one(text);
  CHECK(explain.as<Explain>()->analyze);
  CHECK(explain.as<Explain>()->options == OptionList{{"analyze", ""}, {"buffers", "off"}});
  REQUIRE(explain.inner.size() == 1);
  CHECK(explain.inner[0].tag == "UPDATE");
  CHECK(explain.inner[0].as<Update>()->table.name == "t");
  CHECK(slice(text, explain.inner[0].span) == "UPDATE t SET a = 1");
  CHECK_FALSE(body<Explain>("EXPLAIN (ANALYZE 'false') SELECT 1").analyze);
  CHECK(body<Explain>("EXPLAIN ANALYZE VERBOSE SELECT 1").analyze);
  CHECK_FALSE(body<Explain>("EXPLAIN SELECT 1").analyze);

  CHECK(inner_tags("EXPLAIN EXECUTE p(1)") == Names{"EXECUTE"});
  CHECK(inner_tags("EXPLAIN CREATE TABLE t AS SELECT 1") == Names{"CREATE TABLE AS"});
  CHECK(inner_tags("PREPARE p (int, text) AS DELETE FROM t") == Names{"DELETE"});
  CHECK(body<Prepare>("PREPARE p (int, text) AS DELETE FROM t").types.size() == 2);
  CHECK(inner_tags("DECLARE c NO SCROLL CURSOR WITH HOLD FOR VALUES (1)") == Names{"SELECT"});
  CHECK(body<Cursor>("DECLARE c NO SCROLL CURSOR WITH HOLD FOR VALUES (1)").options == "NO SCROLL WITH HOLD");
  CHECK(inner_tags("CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); NOTIFY x)") ==
        Names{"INSERT", "NOTIFY"});
  CHECK(inner_tags("CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS TABLE t GRANT SELECT ON t TO r") ==
        Names{"CREATE TABLE", "CREATE VIEW", "GRANT"});
  CHECK(inner_tags("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC INSERT INTO t VALUES (1); SELECT 1; END") ==
        Names{"INSERT", "SELECT"});
  CHECK(inner_tags("EXPLAIN QUERY PLAN DROP TABLE t", Dialect::SQLite) == Names{"DROP TABLE"});
  CHECK(inner_tags("CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 1; SELECT 2; END", Dialect::SQLite) ==
        Names{"UPDATE", "SELECT"});
}

TEST_CASE("EXECUTE, cursors, CALL and commands of one name") {
  CHECK(body<Execute>("EXECUTE p (1, 'x')").arguments.size() == 2);
  CHECK(body<Cursor>("FETCH FORWARD 10 FROM c").direction == "FORWARD 10");
  CHECK(body<Cursor>("FETCH FORWARD 10 FROM c").name == "c");
  CHECK(body<Cursor>("MOVE c").name == "c");
  CHECK(body<Cursor>("CLOSE ALL").name.empty());
  const Call call = body<Call>("CALL app.archive(now(), keep => 3)");
  CHECK(call.function.schema == "app");
  CHECK(call.function.name == "archive");
  REQUIRE(call.arguments.size() == 2);
  CHECK(call.arguments[1].text == "3");
  CHECK(body<SessionCommand>("NOTIFY jobs, 'now'").value == "now");
  CHECK(body<SessionCommand>("LISTEN \"Jobs\"").name == "Jobs");
  CHECK(body<SessionCommand>("SHOW Search_Path").name == "search_path");
  CHECK(body<SessionCommand>("DEALLOCATE PREPARE p").name == "p");
  const std::string text = "DO LANGUAGE plpgsql $x$ BEGIN END $x$";
  const DoBlock block = body<DoBlock>(text);
  CHECK(block.body == " BEGIN END ");
  CHECK(slice(text, block.body_span) == "$x$ BEGIN END $x$");
  CHECK(body<TransactionControl>("ROLLBACK TO SAVEPOINT a").name == "a");
  CHECK(body<TransactionControl>("ROLLBACK TRANSACTION x TO a", Dialect::SQLite).name == "a");
  CHECK(body<TransactionControl>("COMMIT PREPARED 'id'").name == "id");
  CHECK(body<TransactionControl>("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY").modes ==
        "ISOLATION LEVEL SERIALIZABLE, READ ONLY");
}

TEST_CASE("Argument types tell overloads apart") {
  const DropStatement drop = body<DropStatement>("DROP FUNCTION app.f(int, OUT text), g, h()");
  REQUIRE(drop.signatures.size() == 3);
  REQUIRE(drop.signatures[0].arguments.size() == 2);
  CHECK(drop.signatures[0].arguments[0].type.name == "int4");
  CHECK(drop.signatures[0].arguments[1].mode == "OUT");
  CHECK_FALSE(drop.signatures[1].written);
  CHECK(drop.signatures[2].written);
  CHECK(drop.signatures[2].arguments.empty());

  CHECK(object("ALTER PROCEDURE p(VARIADIC text[]) OWNER TO x") == "PROCEDURE .p(text,)");
  CHECK(object("COMMENT ON FUNCTION app.f(a int, b text) IS 'x'") == "FUNCTION app.f(int4,text,)");
  CHECK(object("DROP OPERATOR app.+ (int, NONE)") == "OPERATOR app.+(int4,,)");
  CHECK(object("DROP CAST (int AS text)") == "CAST .(int4,text,)");
  CHECK(object("DROP TRANSFORM FOR hstore LANGUAGE plpython3u") == "TRANSFORM .plpython3u(hstore,)");
  CHECK(body<CommentOn>("COMMENT ON AGGREGATE a(int ORDER BY text) IS NULL").signature.direct == 1U);
  CHECK(body<Grant>("GRANT EXECUTE ON FUNCTION f(int) TO r").signatures.size() == 1);

  const CreateFunction function = body<CreateFunction>(
      "CREATE FUNCTION f(a int = 1, IN OUT b text, VARIADIC int[]) RETURNS record LANGUAGE sql "
      "STRICT COST 5 PARALLEL SAFE SET work_mem = '1MB' AS 'x'");
  REQUIRE(function.parameters.size() == 3);
  CHECK(function.parameters[0].name == "a");
  CHECK(function.parameters[0].default_value->text == "1");
  CHECK(function.parameters[1].mode == "INOUT");
  CHECK(function.parameters[2].mode == "VARIADIC");
  CHECK(function.strict);
  CHECK(function.options == OptionList{{"cost", "5"}, {"parallel", "SAFE"}, {"set work_mem", "'1MB'"}});
}

TEST_CASE("ALTER of objects: the same subcommands for every kind") {
  CHECK(object("ALTER COLLATION app.c RENAME TO d") == "COLLATION app.c");
  CHECK(action("ALTER COLLATION app.c RENAME TO d").new_name == "d");
  CHECK(action("ALTER SERVER s OWNER TO CURRENT_USER").action == AlterTableAction::OwnerTo);
  CHECK(action("ALTER TEXT SEARCH PARSER p SET SCHEMA app").new_name == "app");
  CHECK(object("ALTER TEXT SEARCH PARSER p SET SCHEMA app") == "TEXT SEARCH PARSER .p");
  CHECK(action("ALTER FUNCTION f() NO DEPENDS ON EXTENSION e").action == AlterTableAction::DependsOnExtension);
  CHECK(action("ALTER FUNCTION f() NO DEPENDS ON EXTENSION e").words == "NO DEPENDS ON EXTENSION");
  CHECK(action("ALTER FUNCTION f() SET search_path = app, public").options ==
        OptionList{{"search_path", "app, public"}});
  CHECK(action("ALTER ROLE r IN DATABASE d RESET work_mem").name == "d");
  CHECK(action("ALTER ROLE r WITH NOLOGIN CONNECTION LIMIT -1").options ==
        OptionList{{"nologin", ""}, {"connection limit", "-1"}});
  CHECK(action("ALTER EXTENSION e UPDATE TO '2'").options == OptionList{{"to", "'2'"}});
  CHECK(action("ALTER EVENT TRIGGER e ENABLE ALWAYS").words == "ENABLE ALWAYS");
  CHECK(body<AlterObject>("ALTER TRIGGER g ON app.t RENAME TO h").object.relation.name == "t");
  CHECK(body<AlterObject>("ALTER OPERATOR CLASS c USING gist OWNER TO r").object.access_method == "gist");

  const AlterObject extension = body<AlterObject>("ALTER EXTENSION e ADD FUNCTION f(int)");
  REQUIRE(extension.members.size() == 1);
  CHECK(extension.members[0].kind == ObjectKind::Function);
  CHECK(extension.members[0].signature.arguments.size() == 1);

  const AlterTableSubcommand check = action("ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID");
  CHECK(check.words == "ADD CONSTRAINT");
  CHECK(check.constraint->name == "c");
  CHECK(check.constraint->expression->text == "VALUE > 0");
  CHECK(action("ALTER DOMAIN d SET DEFAULT 0").words == "SET DEFAULT");
  CHECK(action("ALTER DOMAIN d SET DEFAULT 0").expression->text == "0");
  CHECK(action("ALTER DOMAIN d RENAME CONSTRAINT a TO b").name == "a");
}

TEST_CASE("CREATE of objects that have no value of their own") {
  const CreateObject cast = body<CreateObject>("CREATE CAST (a AS b) WITH FUNCTION app.f(a) AS ASSIGNMENT");
  CHECK(cast.object.kind == ObjectKind::Cast);
  REQUIRE(cast.routines.size() == 1);
  CHECK(cast.routines[0].role == "FUNCTION");
  CHECK(cast.routines[0].name == QualifiedName{"app", "f", {}});
  CHECK(cast.options == OptionList{{"as", "ASSIGNMENT"}});

  CHECK(body<CreateObject>("CREATE OPERATOR app.=== (LEFTARG = int, FUNCTION = f)").options ==
        OptionList{{"leftarg", "int"}, {"function", "f"}});
  CHECK(object("CREATE AGGREGATE app.a(int) (SFUNC = f, STYPE = int)") == "AGGREGATE app.a(int4,)");
  const CreateObject operators =
      body<CreateObject>("CREATE OPERATOR CLASS c DEFAULT FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 f(int)");
  CHECK(operators.object.access_method == "btree");
  CHECK(operators.options == OptionList{{"default", ""}, {"for type", "int"}});
  REQUIRE(operators.routines.size() == 2);
  CHECK(operators.routines[0].role == "OPERATOR 1");
  CHECK(operators.routines[0].name.name == "<");
  CHECK(operators.routines[1].signature.arguments.size() == 1);

  const CreateObject server =
      body<CreateObject>("CREATE SERVER IF NOT EXISTS s TYPE 't' FOREIGN DATA WRAPPER w OPTIONS (host 'h')");
  CHECK(server.if_not_exists);
  CHECK(server.options == OptionList{{"type", "'t'"}, {"foreign data wrapper", "w"}, {"host", "'h'"}});
  const CreateObject wrapper = body<CreateObject>("CREATE FOREIGN DATA WRAPPER w HANDLER h NO VALIDATOR");
  CHECK(wrapper.routines[0].role == "HANDLER");
  CHECK(body<CreateObject>("CREATE USER MAPPING FOR USER SERVER s").object.role == "current_user");
  CHECK(body<CreateObject>("CREATE EVENT TRIGGER e ON ddl_command_end WHEN tag IN ('a', 'b') EXECUTE FUNCTION f()")
            .options == OptionList{{"on", "ddl_command_end"}, {"tag", "'a', 'b'"}});
  CHECK(body<CreateObject>("CREATE USER u PASSWORD 'x' IN ROLE a, b").options ==
        OptionList{{"login", ""}, {"password", "'x'"}, {"in role", "a, b"}});
  CHECK(body<CreateObject>("CREATE DATABASE d OWNER = r CONNECTION LIMIT 5").options ==
        OptionList{{"owner", "r"}, {"connection limit", "5"}});
  CHECK(body<CreateObject>("CREATE COLLATION c FROM \"C\"").options == OptionList{{"from", "\"C\""}});
  CHECK(one("CREATE USER mapping").tag == "CREATE ROLE");
  CHECK(object("CREATE USER mapping LOGIN") == "ROLE .mapping");
  CHECK(one("ALTER USER mapping NOLOGIN").tag == "ALTER ROLE");
}

TEST_CASE("Policies, rules, publications, subscriptions, statistics") {
  const Policy policy =
      body<Policy>("CREATE POLICY p ON app.t AS RESTRICTIVE FOR UPDATE TO a, PUBLIC USING (x = 1) WITH CHECK (y > 2)");
  CHECK(policy.restrictive);
  CHECK(policy.command == "UPDATE");
  CHECK(policy.roles == Names{"a", "public"});
  CHECK(policy.using_expression->text == "x = 1");
  CHECK(policy.with_check->columns.size() == 1);
  CHECK(body<Policy>("ALTER POLICY p ON t USING (true)").alter);
  CHECK(action("ALTER POLICY p ON t RENAME TO q").new_name == "q");

  const CreateRule rule =
      body<CreateRule>("CREATE OR REPLACE RULE r AS ON DELETE TO t WHERE old.a > 1 DO INSTEAD NOTHING");
  CHECK(rule.event == "DELETE");
  CHECK(rule.instead);
  CHECK(rule.nothing);
  CHECK(rule.where->text == "old.a > 1");

  const Publication publication = body<Publication>(
      "CREATE PUBLICATION p FOR TABLE ONLY t (a, b) WHERE (a > 1), u, TABLES IN SCHEMA s, CURRENT_SCHEMA WITH (publish "
      "= 'insert')");
  REQUIRE(publication.tables.size() == 2);
  CHECK(publication.tables[0].only);
  CHECK(publication.tables[0].columns == Names{"a", "b"});
  CHECK(publication.tables[0].where->text == "a > 1");
  CHECK(publication.schemas == Names{"s", "current_schema"});
  CHECK(publication.options == OptionList{{"publish", "'insert'"}});
  CHECK(body<Publication>("ALTER PUBLICATION p DROP TABLE t").action == "DROP");
  CHECK(body<Publication>("CREATE PUBLICATION p FOR ALL TABLES").all_tables);

  const Subscription subscription =
      body<Subscription>("CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION a, b WITH (slot_name = NONE)");
  CHECK(subscription.connection == "host=x");
  CHECK(subscription.publications == Names{"a", "b"});
  CHECK(body<Subscription>("ALTER SUBSCRIPTION s REFRESH PUBLICATION").action == "REFRESH PUBLICATION");

  const CreateStatistics statistics = body<CreateStatistics>("CREATE STATISTICS s (ndistinct) ON a, (b + 1) FROM t");
  CHECK(statistics.kinds == Names{"ndistinct"});
  REQUIRE(statistics.elements.size() == 2);
  CHECK(statistics.elements[1].expression->text == "b + 1");
  CHECK(statistics.table.name == "t");

  CHECK(body<ReassignOwned>("REASSIGN OWNED BY a, b TO c").owners == Names{"a", "b"});
  CHECK(object("DROP OWNED BY a CASCADE") == "OWNED .a");
  const ImportForeignSchema import =
      body<ImportForeignSchema>("IMPORT FOREIGN SCHEMA r EXCEPT (a, b) FROM SERVER s INTO l");
  CHECK(import.limit == "EXCEPT");
  CHECK(import.tables.size() == 2);
  CHECK(import.into == "l");
  const DefaultPrivileges defaults = body<DefaultPrivileges>(
      "ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA s, u GRANT SELECT, INSERT ON TABLES TO r WITH GRANT OPTION");
  CHECK(defaults.owners == Names{"a"});
  CHECK(defaults.schemas == Names{"s", "u"});
  CHECK(defaults.grant.kind == ObjectKind::Table);
  CHECK(defaults.grant.privileges == Names{"SELECT", "INSERT"});
  CHECK(defaults.grant.grant_option);
  CHECK(body<SecurityLabel>("SECURITY LABEL FOR selinux ON TABLE t IS 'x'").provider == "selinux");
  CHECK(body<Grant>("GRANT Admin, \"Boss\" TO r").privileges == Names{"admin", "Boss"});
}

TEST_CASE("Maintenance: options, columns, index") {
  const Maintenance vacuum = body<Maintenance>("VACUUM (FULL, PARALLEL 2) t (a, b), u");
  CHECK(vacuum.full);
  CHECK(vacuum.options == OptionList{{"full", ""}, {"parallel", "2"}});
  CHECK(vacuum.columns == std::vector<Names>{{"a", "b"}, {}});
  CHECK(body<Maintenance>("VACUUM FULL VERBOSE t").full);
  CHECK_FALSE(body<Maintenance>("VACUUM (FULL off) t").full);
  CHECK(body<Maintenance>("CLUSTER t USING i").index == "i");
  CHECK(body<Maintenance>("CLUSTER i ON t").index == "i");
  CHECK(body<Maintenance>("TRUNCATE ONLY t RESTART IDENTITY").restart_identity);
  CHECK(body<Maintenance>("LOCK TABLE t IN SHARE MODE NOWAIT").nowait);
  CHECK(body<Maintenance>("REINDEX (CONCURRENTLY, VERBOSE) TABLE t").concurrently);
}

TEST_CASE("What stands beside the elements of tables, indexes, views, sequences, extensions, triggers") {
  const CreateTable table =
      body<CreateTable>("CREATE TEMP TABLE t (a int) USING heap WITH (fillfactor = 70) ON COMMIT DROP TABLESPACE fast");
  CHECK(table.options == OptionList{{"fillfactor", "70"}});
  CHECK(table.clauses == OptionList{{"using", "heap"}, {"on commit", "DROP"}, {"tablespace", "fast"}});
  CHECK(body<CreateTable>("CREATE FOREIGN TABLE t (a int) SERVER s OPTIONS (x 'y')").options ==
        OptionList{{"x", "'y'"}});
  CHECK(body<CreateIndex>("CREATE INDEX i ON t (a) WITH (fillfactor = 70) TABLESPACE fast").tablespace == "fast");
  CHECK(body<CreateView>("CREATE VIEW v WITH (security_barrier) AS SELECT 1 WITH CHECK OPTION").check_option ==
        "CASCADED");
  CHECK(body<CreateSequence>("CREATE SEQUENCE s INCREMENT BY 2 NO CYCLE OWNED BY t.a").options ==
        OptionList{{"increment by", "2"}, {"no cycle", ""}});
  CHECK(body<CreateExtension>("CREATE EXTENSION e WITH SCHEMA app VERSION '1.2' CASCADE").version == "1.2");
  const CreateTrigger trigger = body<CreateTrigger>(
      "CREATE TRIGGER g AFTER UPDATE ON t REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT WHEN (true) "
      "EXECUTE FUNCTION f('a', 1)");
  CHECK(trigger.transitions == OptionList{{"new table", "fresh"}});
  CHECK(trigger.arguments == Names{"'a'", "1"});
  CHECK(trigger.when->text == "true");
}

TEST_CASE("SQLite: virtual tables, PRAGMA, ATTACH") {
  const CreateTable table =
      body<CreateTable>("CREATE VIRTUAL TABLE f USING fts5(title, body, tokenize = 'x', w(1, 2))", Dialect::SQLite);
  CHECK(table.clauses == OptionList{{"using", "fts5"}});
  CHECK(table.module_arguments == Names{"title", "body", "tokenize = 'x'", "w(1, 2)"});
  CHECK(body<CreateTable>("CREATE VIRTUAL TABLE f USING m", Dialect::SQLite).module_arguments.empty());
  const Pragma pragma = body<Pragma>("PRAGMA aux.journal_mode = WAL", Dialect::SQLite);
  CHECK(pragma.schema == "aux");
  CHECK(pragma.value == "WAL");
  const Attach attach = body<Attach>("ATTACH DATABASE 'a.db' AS aux", Dialect::SQLite);
  CHECK(attach.file.text == "'a.db'");
  CHECK(attach.database.text == "aux");
  CHECK(body<Attach>("DETACH aux", Dialect::SQLite).detach);
}

}  // namespace lockstep
