// read_catalog() on PostgreSQL: a schema with one of everything.
#include <algorithm>

#include "engine/catalog/definition.h"
#include "subject.h"

namespace lockstep {
namespace {

constexpr const char* kSchema = R"(
CREATE SCHEMA shop;
CREATE SCHEMA lockstep;
CREATE SCHEMA lockstep_quarantine;
CREATE TABLE lockstep.journal (a integer);
CREATE TABLE lockstep_quarantine.old (a integer);
CREATE TABLE _lockstep_helper (a integer);
CREATE TYPE mood AS ENUM ('sad', 'it''s, "ok"', 'happy');
ALTER TYPE mood ADD VALUE 'calm' BEFORE 'happy';
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN short_text AS varchar(20);
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE stretch AS RANGE (subtype = integer);
CREATE FUNCTION roll() RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT 4';
CREATE FUNCTION roll(sides integer, again boolean DEFAULT false) RETURNS integer LANGUAGE sql STABLE AS 'SELECT sides';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE clean() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text COLLATE "C" NOT NULL,
  name varchar(20) DEFAULT 'x',
  born date,
  parent_id bigint REFERENCES customers ON DELETE SET NULL,
  full_name text GENERATED ALWAYS AS (name || email) STORED,
  dice integer DEFAULT roll(),
  at timestamptz DEFAULT now(),
  token uuid DEFAULT gen_random_uuid(),
  feeling mood DEFAULT 'sad',
  prices numeric(10,2)[],
  CONSTRAINT grown CHECK (born < '2010-01-01') NO INHERIT);
COMMENT ON TABLE customers IS 'who buys';
COMMENT ON COLUMN customers.email IS 'unique';
COMMENT ON CONSTRAINT grown ON customers IS 'law';
CREATE UNIQUE INDEX by_email ON customers (lower(email) text_pattern_ops DESC NULLS LAST, born) INCLUDE (name)
  WHERE born IS NOT NULL;
COMMENT ON INDEX by_email IS 'for login';
CREATE INDEX by_name ON customers USING hash (name COLLATE "POSIX");
CREATE TRIGGER tidy BEFORE INSERT OR UPDATE OF name ON customers FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE customers DISABLE TRIGGER tidy;
CREATE TABLE shop.items (
  a serial, b integer, c integer, d int4range,
  UNIQUE (b, c) INCLUDE (a) DEFERRABLE INITIALLY DEFERRED,
  EXCLUDE USING gist (d WITH &&) WHERE (b > 0));
ALTER TABLE shop.items ADD CONSTRAINT late CHECK (b > 0) NOT VALID;
ALTER TABLE shop.items ADD CONSTRAINT buyer FOREIGN KEY (b) REFERENCES customers
  MATCH FULL ON UPDATE CASCADE ON DELETE RESTRICT NOT VALID;
ALTER TABLE shop.items ENABLE ROW LEVEL SECURITY;
CREATE UNLOGGED TABLE logs (a integer);
CREATE TABLE child (b integer) INHERITS (logs);
CREATE TABLE events (
  id integer, at date, kind text, customer bigint REFERENCES customers,
  CONSTRAINT key PRIMARY KEY (id, at, kind)) PARTITION BY RANGE (at, kind);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01', 'a') TO ('2025-01-01', 'a');
CREATE TABLE events_rest PARTITION OF events DEFAULT PARTITION BY HASH (id);
CREATE TABLE events_rest_0 PARTITION OF events_rest FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TRIGGER each AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE INDEX by_kind ON events (kind);
CREATE INDEX by_id ON ONLY events (id);
CREATE TABLE by_expression (id integer, t text) PARTITION BY RANGE (id, (id + 1), substr(t, 1, 2));
CREATE TABLE notes (e integer, a date, k text, FOREIGN KEY (e, a, k) REFERENCES events);
CREATE VIEW sad AS SELECT c.id, i.b FROM customers c JOIN shop.items i ON i.b = c.id WHERE c.feeling = 'sad';
CREATE MATERIALIZED VIEW stock AS SELECT count(*) AS n FROM sad;
CREATE UNIQUE INDEX ON stock (n);
CREATE SEQUENCE free;
CREATE TABLE "Odd ""name.x" ("Weird, column" integer PRIMARY KEY, "select" text);
INSERT INTO logs SELECT generate_series(1, 1000);
CREATE RULE keep AS ON DELETE TO logs WHERE old.a > 0 DO INSTEAD NOTHING;
CREATE RULE also AS ON UPDATE TO logs DO ALSO NOTHING;
ALTER TABLE logs DISABLE RULE also;
CREATE POLICY all_of_them ON logs USING (true);
CREATE POLICY none ON logs FOR DELETE USING (false);
CREATE TABLE typed OF pair;
ALTER TABLE customers CLUSTER ON customers_pkey;
CREATE MATERIALIZED VIEW later AS SELECT 1 AS one WITH NO DATA;
CREATE STATISTICS related ON kind, id FROM events;
CREATE PUBLICATION several FOR TABLE typed, customers;
CREATE PUBLICATION everything FOR ALL TABLES;
ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 9) NOT VALID;
ALTER DOMAIN positive SET DEFAULT 7;
ANALYZE logs;
)";

std::vector<std::string> names(const std::vector<CatalogColumn>& columns) {
  std::vector<std::string> list;
  for (const CatalogColumn& column : columns) list.push_back(column.name);
  return list;
}

}  // namespace

TEST_CASE("the catalog of a rich PostgreSQL schema") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  run_script(*database, kSchema);
  const std::string reader = subject.make_role("");
  NEED(database->query("GRANT SELECT, INSERT ON customers TO " + reader));
  NEED(database->query("GRANT UPDATE (name) ON customers TO " + reader + " WITH GRANT OPTION"));
  NEED(database->query("GRANT SELECT ON logs TO PUBLIC"));
  NEED(database->query("GRANT USAGE ON SEQUENCE free TO " + reader));
  const int version = database->server_version();
  const Catalog catalog = NEED(database->read_catalog());

  SECTION("what is listed, and what is not") {
    std::vector<std::string> keys;
    for (const auto& [key, relation] : catalog.relations) keys.push_back(key);
    CHECK(keys == std::vector<std::string>{"public.Odd \"name.x",  "public._lockstep_helper",
                                           "public.by_expression", "public.child",
                                           "public.customers",     "public.customers_id_seq",
                                           "public.events",        "public.events_2024",
                                           "public.events_rest",   "public.events_rest_0",
                                           "public.free",          "public.later",
                                           "public.logs",          "public.notes",
                                           "public.pair",          "public.sad",
                                           "public.stock",         "public.typed",
                                           "shop.items",           "shop.items_a_seq"});
    CHECK(catalog.dialect == Dialect::PostgreSQL);
    CHECK(catalog.complete);
    CHECK(catalog.schemas == std::set<std::string, std::less<>>{"public", "shop"});
    CHECK(catalog.extensions.empty());
    CHECK(catalog.unknowns.empty());
  }

  SECTION("columns") {
    const CatalogRelation& customers = relation_of(catalog, "public.customers");
    CHECK(names(customers.columns) == std::vector<std::string>{"id", "email", "name", "born", "parent_id", "full_name",
                                                               "dice", "at", "token", "feeling", "prices"});
    const CatalogColumn& id = *customers.column("id");
    CHECK((id.type == "bigint" && id.not_null && id.identity == 'a' && id.default_expression.empty()));
    const CatalogColumn& email = *customers.column("email");
    CHECK((email.not_null && email.collation == "\"C\"" && email.comment == "unique"));
    const CatalogColumn& name = *customers.column("name");
    CHECK((name.type == "character varying(20)" && !name.not_null && name.collation.empty()));
    CHECK(name.default_expression == "'x'::character varying");
    const CatalogColumn& full = *customers.column("full_name");
    CHECK((full.generated == 's' && full.default_expression.empty() && !full.default_volatile));
    CHECK(full.generated_expression == "(name)::text || email");
    CHECK(customers.column("dice")->default_volatile);
    CHECK(customers.column("token")->default_volatile);
    CHECK_FALSE(customers.column("at")->default_volatile);
    CHECK(customers.column("at")->type == "timestamp with time zone");
    CHECK(customers.column("feeling")->type == "mood");
    CHECK(customers.column("prices")->type == "numeric(10,2)[]");
    CHECK(relation_of(catalog, "shop.items").column("a")->default_expression ==
          "nextval('shop.items_a_seq'::regclass)");
    CHECK(relation_of(catalog, "shop.items").column("a")->default_volatile);
    CHECK(names(relation_of(catalog, "public.sad").columns) == std::vector<std::string>{"id", "b"});
    CHECK(names(relation_of(catalog, "public.Odd \"name.x").columns) ==
          std::vector<std::string>{"Weird, column", "select"});
    CHECK(names(relation_of(catalog, "public.pair").columns) == std::vector<std::string>{"a", "b"});
  }

  SECTION("constraints") {
    const CatalogRelation& customers = relation_of(catalog, "public.customers");
    REQUIRE(customers.constraints.size() == 3);
    const CatalogConstraint& grown = *customers.constraint("grown");
    CHECK((grown.kind == ConstraintKind::Check && grown.no_inherit && grown.validated && grown.comment == "law"));
    CHECK(grown.columns == std::vector<std::string>{"born"});
    CHECK(grown.expression == "born < '2010-01-01'::date");
    CHECK(grown.definition == "CHECK ((born < '2010-01-01'::date)) NO INHERIT");
    CHECK(customers.primary_key() == std::vector<std::string>{"id"});
    const CatalogConstraint& parent = *customers.constraint("customers_parent_id_fkey");
    CHECK((parent.kind == ConstraintKind::ForeignKey && parent.referenced == "public.customers"));
    CHECK((parent.on_delete == "SET NULL" && parent.on_update.empty() && parent.match.empty()));

    const CatalogRelation& items = relation_of(catalog, "shop.items");
    REQUIRE(items.constraints.size() == 4);
    CHECK(items.constraints[0].kind == ConstraintKind::Unique);
    CHECK(items.constraints[0].columns == std::vector<std::string>{"b", "c"});
    CHECK(items.constraints[0].include == std::vector<std::string>{"a"});
    CHECK((items.constraints[0].deferrable && items.constraints[0].initially_deferred));
    CHECK(items.constraints[1].kind == ConstraintKind::Exclude);
    CHECK(items.constraints[1].definition == "EXCLUDE USING gist (d WITH &&) WHERE ((b > 0))");
    CHECK_FALSE(items.constraint("late")->validated);
    const CatalogConstraint& buyer = *items.constraint("buyer");
    CHECK((buyer.match == "FULL" && buyer.on_update == "CASCADE" && buyer.on_delete == "RESTRICT"));
    CHECK((!buyer.validated && buyer.enforced));
    CHECK(buyer.referenced_columns == std::vector<std::string>{"id"});
    // One constraint, though the server keeps a row for each partition that is referenced.
    CHECK(relation_of(catalog, "public.notes").constraints.size() == 1);
  }

  SECTION("indexes") {
    const CatalogRelation& customers = relation_of(catalog, "public.customers");
    REQUIRE(customers.indexes.size() == 3);
    CHECK(customers.indexes[0].constraint == "customers_pkey");
    const CatalogIndex& by_email = *customers.index("by_email");
    CHECK((by_email.unique && by_email.valid && by_email.method == "btree" && by_email.constraint.empty()));
    CHECK((by_email.predicate == "born IS NOT NULL" && by_email.comment == "for login"));
    CHECK(by_email.include == std::vector<std::string>{"name"});
    CHECK(by_email.elements ==
          std::vector<CatalogIndexElement>{{"", "lower(email)", "", "text_pattern_ops", true, false},
                                           {"born", "", "", "", false, false}});
    CHECK(
        by_email.definition ==
        "CREATE UNIQUE INDEX by_email ON public.customers USING btree (lower(email) text_pattern_ops DESC NULLS LAST, "
        "born) INCLUDE (name) WHERE (born IS NOT NULL)");
    const CatalogIndex& by_name = *customers.index("by_name");
    CHECK((by_name.method == "hash" && by_name.elements[0].collation == "\"POSIX\""));
    CHECK(relation_of(catalog, "public.stock").indexes.size() == 1);
  }

  SECTION("triggers, comments, rights, owners, sizes") {
    const CatalogRelation& customers = relation_of(catalog, "public.customers");
    REQUIRE(customers.triggers.size() == 1);
    CHECK(customers.triggers[0].name == "tidy");
    CHECK(customers.triggers[0].function == "public.touch");
    CHECK(customers.triggers[0].enabled == 'D');
    CHECK(customers.triggers[0].definition.find("CREATE TRIGGER tidy BEFORE INSERT OR UPDATE OF name ON") == 0);
    CHECK(customers.comment == "who buys");
    CHECK(customers.owner == value_of(*database, "SELECT current_user"));
    const auto statements = [&](const char* key) { return grant_statements(relation_of(catalog, key), key); };
    CHECK(statements("public.customers") ==
          std::vector<std::string>{"GRANT INSERT, SELECT ON public.customers TO " + reader,
                                   "GRANT UPDATE (name) ON public.customers TO " + reader + " WITH GRANT OPTION"});
    CHECK(statements("public.logs") == std::vector<std::string>{"GRANT SELECT ON public.logs TO PUBLIC"});
    CHECK(statements("public.free") == std::vector<std::string>{"GRANT USAGE ON SEQUENCE public.free TO " + reader});
    CHECK(relation_of(catalog, "public.logs").rows == 1000);
    CHECK(relation_of(catalog, "public.logs").bytes.value_or(0) >= 8192);
    CHECK_FALSE(customers.rows.has_value());  // never analyzed
    CHECK_FALSE(relation_of(catalog, "public.sad").bytes.has_value());
    CHECK(relation_of(catalog, "shop.items").row_security);
    CHECK(relation_of(catalog, "public.logs").unlogged);
  }

  SECTION("partitions and inheritance") {
    const CatalogRelation& events = relation_of(catalog, "public.events");
    CHECK(events.kind == CatalogRelationKind::PartitionedTable);
    CHECK(events.partition_strategy == "RANGE");
    CHECK(events.partition_columns == std::vector<std::string>{"at", "kind"});
    CHECK(events.parent.empty());
    const CatalogIndex& by_kind = *events.index("by_kind");
    CHECK((by_kind.valid && !by_kind.on_only));
    CHECK(by_kind.definition == "CREATE INDEX by_kind ON public.events USING btree (kind)");
    const CatalogIndex& by_id = *events.index("by_id");
    CHECK((!by_id.valid && by_id.on_only));
    CHECK(by_id.definition == "CREATE INDEX by_id ON ONLY public.events USING btree (id)");

    const CatalogRelation& partition = relation_of(catalog, "public.events_2024");
    CHECK(partition.kind == CatalogRelationKind::Table);
    CHECK((partition.parent == "public.events" && partition.inherits.empty()));
    CHECK(partition.bound == "FOR VALUES FROM ('2024-01-01', 'a') TO ('2025-01-01', 'a')");
    CHECK(partition.indexes.size() == 2);
    CHECK(partition.primary_key() == std::vector<std::string>{"id", "at", "kind"});
    CHECK(partition.constraints.size() == 2);
    CHECK(partition.triggers.size() == 1);
    const CatalogRelation& rest = relation_of(catalog, "public.events_rest");
    CHECK((rest.bound == "DEFAULT" && rest.partition_strategy == "HASH" && rest.parent == "public.events"));
    CHECK(catalog.partitions("public.events").size() == 2);
    CHECK(relation_of(catalog, "public.by_expression").partition_columns ==
          std::vector<std::string>{"id", "id + 1", "substr(t, 1, 2)"});
    const CatalogRelation& child = relation_of(catalog, "public.child");
    CHECK((child.parent.empty() && child.inherits == std::vector<std::string>{"public.logs"}));
  }

  SECTION("views and sequences") {
    const CatalogRelation& sad = relation_of(catalog, "public.sad");
    CHECK(sad.kind == CatalogRelationKind::View);
    CHECK(sad.reads == std::vector<std::string>{"public.customers", "shop.items"});
    CHECK(sad.view_query.find("SELECT c.id,") == 0);
    CHECK(sad.view_query.back() == ')');
    CHECK(relation_of(catalog, "public.stock").kind == CatalogRelationKind::MaterializedView);
    CHECK(relation_of(catalog, "public.stock").reads == std::vector<std::string>{"public.sad"});
    CHECK(catalog.views_over("public.sad").size() == 1);
    CHECK(relation_of(catalog, "public.free").owned_by.empty());
    CHECK(relation_of(catalog, "public.customers_id_seq").owned_by == "public.customers.id");
    CHECK(relation_of(catalog, "shop.items_a_seq").owned_by == "shop.items.a");
  }

  SECTION("types and functions") {
    const auto type = [&](const char* key) { return catalog.types.find(key)->second; };
    CHECK(catalog.types.size() == 5);
    CHECK(type("public.mood").labels == std::vector<std::string>{"sad", "it's, \"ok\"", "calm", "happy"});
    CHECK((type("public.positive").form == CreateType::Form::Domain && type("public.positive").base == "integer"));
    CHECK((type("public.positive").constrained && !type("public.short_text").constrained));
    CHECK(type("public.short_text").base == "character varying(20)");
    CHECK(type("public.pair").form == CreateType::Form::Composite);
    CHECK(type("public.stretch").form == CreateType::Form::Range);
    CHECK(catalog.functions.size() == 4);  // no aggregate, no constructors of the range type
    CHECK(catalog.functions.count("public.roll") == 2);
    const auto [first, last] = catalog.functions.equal_range("public.roll");
    const bool found = std::any_of(first, last, [](const auto& entry) {
      return entry.second.arguments == "sides integer, again boolean DEFAULT false" &&
             entry.second.volatility == "stable" && entry.second.language == "sql";
    });
    CHECK(found);
    CHECK(
        catalog.functions.find("public.clean")->second.definition.find("CREATE OR REPLACE PROCEDURE public.clean()") ==
        0);
  }

  SECTION("what is attached to tables") {
    const CatalogRelation& logs = relation_of(catalog, "public.logs");
    REQUIRE(logs.rules.size() == 2);
    CHECK((logs.rules[0].name == "keep" && logs.rules[0].event == "DELETE" && logs.rules[0].instead));
    CHECK((logs.rules[1].event == "UPDATE" && logs.rules[1].enabled == 'D' && !logs.rules[1].instead));
    CHECK(logs.rules[0].definition.find("CREATE RULE keep AS") == 0);
    CHECK(logs.policies == std::vector<CatalogPolicy>{{"all_of_them", "ALL", " TO PUBLIC USING (true)"},
                                                      {"none", "DELETE", " FOR DELETE TO PUBLIC USING (false)"}});
    CHECK(relation_of(catalog, "public.typed").of_type == "public.pair");
    CHECK(relation_of(catalog, "public.customers").clustered_on == "customers_pkey");
    CHECK(relation_of(catalog, "public.later").kind == CatalogRelationKind::MaterializedView);
    CHECK_FALSE(relation_of(catalog, "public.later").populated);
    CHECK(relation_of(catalog, "public.stock").populated);
    const CatalogStatistics& statistics = catalog.statistics.find("public.related")->second;
    CHECK((statistics.table == "public.events" && statistics.columns == std::vector<std::string>{"id", "kind"}));
    const CatalogPublication& some = catalog.publications.find("several")->second;
    CHECK((some.tables == std::vector<std::string>{"public.customers", "public.typed"} && !some.all_tables));
    CHECK(catalog.publications.find("everything")->second.all_tables);
    const CatalogType& positive = catalog.types.find("public.positive")->second;
    CHECK(positive.checks == std::vector<std::string>{"positive_check", "small"});
    CHECK(positive.unvalidated == std::vector<std::string>{"small"});
    CHECK((positive.default_expression == "7" && !positive.not_null));
    const auto [first, last] = catalog.functions.equal_range("public.roll");
    for (auto it = first; it != last; ++it) {
      CHECK(it->second.types == (it->second.arguments.empty() ? std::vector<std::string>{}
                                                              : std::vector<std::string>{"integer", "boolean"}));
      CHECK(it->second.defaults == (it->second.arguments.empty() ? 0 : 1));
    }
  }

  SECTION("reading changes nothing, and the session's search_path does not matter") {
    NEED(database->query("SET search_path = shop"));
    CHECK(same(NEED(database->read_catalog()), catalog));
    NEED(database->begin({}));
    CHECK(same(NEED(database->read_catalog()), catalog));
    CHECK(value_of(*database, "SHOW search_path") == "shop");
    NEED(database->query("CREATE TABLE public.fresh (a integer)"));
    CHECK(NEED(database->read_catalog()).find("public.fresh") != nullptr);
    database->rollback();
    CHECK(value_of(*database, "SHOW search_path") == "shop");
  }

  SECTION("what newer servers have") {
    if (version >= 15) {
      NEED(database->query("CREATE TABLE n (a integer, UNIQUE NULLS NOT DISTINCT (a))"));
      const Catalog with_n = NEED(database->read_catalog());
      CHECK(with_n.find("public.n")->constraints[0].nulls_not_distinct);
      CHECK(with_n.find("public.n")->indexes[0].nulls_not_distinct);
    }
    if (version >= 18) {
      NEED(
          database->query("CREATE TABLE w (a integer CHECK (a > 0) NOT ENFORCED, b integer NOT NULL, "
                          "c integer GENERATED ALWAYS AS (b + 1) VIRTUAL)"));
      NEED(database->query("ALTER TABLE w ADD CONSTRAINT filled NOT NULL a NOT VALID"));
      const Catalog with_w = NEED(database->read_catalog());
      const CatalogRelation& w = *with_w.find("public.w");
      CHECK((!w.column("a")->not_null && w.column("b")->not_null && w.column("c")->generated == 'v'));
      CHECK_FALSE(w.constraints[0].enforced);
      CHECK(w.constraint("filled")->kind == ConstraintKind::NotNull);
      CHECK(w.constraints.size() == 2);
      CHECK(w.column("b")->not_null_name.empty());
      NEED(database->query("ALTER TABLE w RENAME CONSTRAINT w_b_not_null TO given"));
      NEED(database->query("ALTER DOMAIN positive ADD CONSTRAINT there NOT NULL"));
      const Catalog named = NEED(database->read_catalog());
      CHECK(named.find("public.w")->column("b")->not_null_name == "given");
      CHECK(named.types.find("public.positive")->second.not_null_name == "there");
    }
  }
}

TEST_CASE("members of extensions are left out") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  if (!database->query("CREATE EXTENSION citext")) {
    WARN("the server has no citext: not tested");
    return;
  }
  const Catalog catalog = NEED(database->read_catalog());
  CHECK(catalog.extensions == std::set<std::string, std::less<>>{"citext"});
  CHECK(catalog.types.empty());
  CHECK(catalog.functions.empty());
}

TEST_CASE("an index that failed to build is not valid") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  NEED(database->query("INSERT INTO t VALUES (1), (1)"));
  CHECK_FALSE(database->query("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"));
  const CatalogIndex index = *NEED(database->read_catalog()).find("public.t")->index("i");
  CHECK_FALSE(index.valid);
  CHECK_FALSE(index.on_only);
}

TEST_CASE("a lock on a table makes the catalog wait no longer than the limit") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const auto holder = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  NEED(holder->begin({}));
  NEED(holder->query("LOCK TABLE t IN ACCESS EXCLUSIVE MODE"));
  NEED(database->begin({100, 0}));
  CHECK(error_of(database->read_catalog()).code == ErrorCode::Retryable);
  database->rollback();
}

}  // namespace lockstep
