// read_catalog() on SQLite: a schema with one of everything.
#include "base/text.h"
#include "migrations/files.h"
#include "parser/parse.h"
#include "subject.h"
#include "tests/claims/same_catalog.h"

namespace lockstep {
namespace {

constexpr const char* kSchema = R"(
CREATE TABLE lockstep_journal (a integer);
CREATE INDEX lockstep_by_a ON lockstep_journal (a);
CREATE TABLE _lockstep_helper (a integer);
CREATE TABLE Customers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  name VARCHAR(20) DEFAULT 'x' CHECK (length(name) < 20),
  parent_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
  full_name TEXT GENERATED ALWAYS AS (name || email) STORED,
  initial TEXT AS (substr(name, 1, 1)),
  at TEXT DEFAULT (datetime('now')),
  untyped,
  CONSTRAINT short CHECK (length(email) < 100 AND email <> ''));
CREATE TABLE items (
  a INT NOT NULL, b TEXT NOT NULL, c INT,
  PRIMARY KEY (b, a),
  CONSTRAINT buyer FOREIGN KEY (c) REFERENCES customers ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)
  STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX by_name ON customers (lower(name) DESC, parent_id COLLATE BINARY) WHERE name IS NOT NULL;
CREATE INDEX by_c ON items (c);
CREATE VIEW adults AS SELECT c.id, i.b AS thing FROM customers c JOIN items i ON i.c = c.id;
CREATE TRIGGER tidy AFTER UPDATE OF name ON customers WHEN NEW.name IS NOT OLD.name BEGIN
  UPDATE customers SET untyped = 1 WHERE id = NEW.id; END;
ALTER TABLE customers ADD COLUMN born TEXT;
CREATE TABLE "Odd ""name" ("Weird, column" INTEGER PRIMARY KEY, "select" TEXT);
CREATE VIRTUAL TABLE texts USING fts5 (title, body);
INSERT INTO customers (email) VALUES ('a'), ('b'), ('c');
)";

std::vector<std::string> names(const std::vector<CatalogColumn>& columns) {
  std::vector<std::string> list;
  for (const CatalogColumn& column : columns) list.push_back(column.name);
  return list;
}

}  // namespace

TEST_CASE("the catalog of a rich SQLite schema") {
  const Subject subject(Dialect::SQLite);
  const auto database = subject.open();
  run_script(*database, kSchema);
  const Catalog catalog = NEED(database->read_catalog());

  SECTION("what is listed, and what is not") {
    std::vector<std::string> keys;
    for (const auto& [key, relation] : catalog.relations) keys.push_back(key);
    CHECK(keys == std::vector<std::string>{"main._lockstep_helper", "main.adults", "main.customers", "main.items",
                                           "main.odd \"name", "main.texts"});
    CHECK(catalog.dialect == Dialect::SQLite);
    CHECK(catalog.complete);
    for (const std::string& unknown : catalog.unknowns) FAIL_CHECK(unknown);
    for (const auto& [key, relation] : catalog.relations) CHECK_FALSE(relation.partial);
  }

  SECTION("columns") {
    const CatalogRelation& customers = relation_of(catalog, "main.customers");
    CHECK(customers.name == "Customers");
    CHECK(names(customers.columns) == std::vector<std::string>{"id", "email", "name", "parent_id", "full_name",
                                                               "initial", "at", "untyped", "born"});
    CHECK(customers.column("name")->type == "VARCHAR(20)");
    CHECK(customers.column("name")->default_expression == "'x'");
    CHECK(customers.column("email")->not_null);
    CHECK(equals_ignoring_case(customers.column("email")->collation, "NOCASE"));
    CHECK(customers.column("full_name")->generated == 's');
    CHECK(customers.column("full_name")->generated_expression == "name || email");
    CHECK(customers.column("initial")->generated == 'v');
    CHECK(customers.column("untyped")->type.empty());
    CHECK((customers.autoincrement && !customers.strict && !customers.without_rowid));
    CHECK(customers.definition.find("CREATE TABLE") == 0);
    CHECK(customers.rows == 3);
    const CatalogRelation& items = relation_of(catalog, "main.items");
    CHECK((items.strict && items.without_rowid && !items.autoincrement));
    CHECK(names(relation_of(catalog, "main.texts").columns) == std::vector<std::string>{"title", "body"});
    CHECK(relation_of(catalog, "main.texts").kind == CatalogRelationKind::VirtualTable);
  }

  SECTION("constraints and indexes") {
    const CatalogRelation& customers = relation_of(catalog, "main.customers");
    CHECK(customers.primary_key() == std::vector<std::string>{"id"});
    REQUIRE(customers.constraint("short") != nullptr);
    CHECK(customers.constraint("short")->expression == "length(email) < 100 AND email <> ''");
    const CatalogRelation& items = relation_of(catalog, "main.items");
    CHECK(items.primary_key() == std::vector<std::string>{"b", "a"});
    REQUIRE(items.constraint("buyer") != nullptr);
    CHECK(items.constraint("buyer")->referenced == "main.customers");
    CHECK(items.constraint("buyer")->on_update == "CASCADE");
    CHECK(items.constraint("buyer")->initially_deferred);
    REQUIRE(customers.index("by_name") != nullptr);
    const CatalogIndex& by_name = *customers.index("by_name");
    CHECK((by_name.unique && by_name.predicate == "name IS NOT NULL" && by_name.elements.size() == 2));
    CHECK((by_name.elements[0].expression == "lower(name)" && by_name.elements[0].descending));
    CHECK(by_name.definition.find("CREATE UNIQUE INDEX by_name") == 0);
    CHECK(customers.index("sqlite_autoindex_Customers_1") != nullptr);
    CHECK(items.index("by_c") != nullptr);
  }

  SECTION("views and triggers") {
    const CatalogRelation& adults = relation_of(catalog, "main.adults");
    CHECK(adults.kind == CatalogRelationKind::View);
    CHECK(names(adults.columns) == std::vector<std::string>{"id", "thing"});
    CHECK(adults.reads == std::vector<std::string>{"main.customers", "main.items"});
    const CatalogRelation& customers = relation_of(catalog, "main.customers");
    REQUIRE(customers.triggers.size() == 1);
    CHECK(customers.triggers[0].name == "tidy");
    CHECK(customers.triggers[0].definition.find("CREATE TRIGGER tidy AFTER UPDATE OF name") == 0);
  }

  SECTION("within a transaction, its own changes included") {
    NEED(database->begin({}));
    CHECK(same(NEED(database->read_catalog()), catalog));
    NEED(database->query("CREATE TABLE fresh (a)"));
    CHECK(NEED(database->read_catalog()).find("main.fresh") != nullptr);
    database->rollback();
    CHECK(same(NEED(database->read_catalog()), catalog));
  }

  SECTION("a view that cannot be used any more is said to be so") {
    NEED(database->query("PRAGMA legacy_alter_table = ON"));
    NEED(database->query("DROP TABLE items"));
    NEED(database->begin({}));
    const Catalog broken = NEED(database->read_catalog());
    REQUIRE(broken.unknowns.size() == 1);
    CHECK(broken.unknowns[0].find("view adults cannot be used") == 0);
    NEED(database->commit());
  }

  SECTION("ANALYZE gives the better estimate") {
    NEED(database->query("DELETE FROM customers WHERE email = 'b'"));
    CHECK(relation_of(NEED(database->read_catalog()), "main.customers").rows == 3);
    NEED(database->query("ANALYZE"));
    CHECK(relation_of(NEED(database->read_catalog()), "main.customers").rows == 2);
  }
}

namespace {

struct Tally {
  size_t run = 0, files = 0;
};

/// Runs the statements of a script, folds those that SQLite takes, and compares.
void compare_after(const std::string& name, const std::string& script, Tally& tally) {
  const Subject subject(Dialect::SQLite);
  const auto database = subject.open();
  Catalog folded;
  folded.dialect = Dialect::SQLite;
  folded.complete = true;
  folded.schemas.insert("main");
  const ParsedFile parsed = parse(script, Dialect::SQLite);
  for (const Statement& statement : parsed.statements) {
    const bool aside = statement.as<TransactionControl>() != nullptr || statement.as<Attach>() != nullptr ||
                       statement.as<Pragma>() != nullptr;
    if (aside || !database->query(statement.text)) continue;
    ++tally.run;
    apply_to(folded, statement);
  }
  const Catalog read = NEED(database->read_catalog());
  folded.relations.erase("main.lockstep_journal");  // what is lockstep's own is in no catalog
  ++tally.files;
  INFO(name);
  const auto [ours, theirs] = differences(folded, read);
  CHECK(ours == theirs);
}

/// Names and texts of the files of a folder of this repository, without those of statements that are rejected.
std::vector<std::pair<std::string, std::string>> scripts_in(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> scripts;
  const std::string path = path_in(LOCKSTEP_REPOSITORY, folder);
  const std::vector<std::string> names = sql_files_in(path).value();
  for (const std::string& name : names) {
    if (name.find(".rejected.") == std::string::npos) {
      scripts.emplace_back(name, load_source(path_in(path, name)).value().text);
    }
  }
  return scripts;
}

}  // namespace

TEST_CASE("the catalog folded from SQLite's statements is the one that is read after them") {
  Tally tally;
  compare_after("one of everything", kSchema, tally);
  std::string shop;
  for (const auto& [name, text] : scripts_in("examples/shop/sqlite")) {
    shop += text + ";\n";
    compare_after(name, shop, tally);
  }
  for (const auto& [name, text] : scripts_in("tests/parser/corpus/sqlite")) {
    compare_after(name, text, tally);
    compare_after("the shop, then " + name, shop + text, tally);
  }
  CHECK(tally.files > 25);
  CHECK(tally.run > 500);
}

}  // namespace lockstep
