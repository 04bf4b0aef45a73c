// Statements with the hazards, errors and warnings, that lint must find in them, and harmless ones in which it must
// find none. Each stands for a trap that public linters fall into, or for a case of their own tests.
#include <algorithm>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "engine/rules/lint.h"
#include "tests/engine/example_catalog.h"

namespace lockstep {
namespace {

struct Case {
  std::string_view sql;
  std::vector<std::string> hazards;
};

std::vector<std::string> hazards(std::string_view sql, LintOptions options = {}) {
  Catalog catalog = example_catalog();
  const FileReport report =
      lint(make_migration("1", "m", {"1_m.sql", std::string(sql)}, Dialect::PostgreSQL), catalog, options);
  std::vector<std::string> rules;
  for (const Diagnostic& finding : report.findings) {
    if (finding.severity != Severity::Note) rules.push_back(finding.rule);
  }
  std::sort(rules.begin(), rules.end());
  return rules;
}

}  // namespace

TEST_CASE("hazards are found, and none in what is harmless") {
  const std::vector<Case> cases = {
      // Narrower types, keys and json.
      {"ALTER TABLE orders ALTER COLUMN code TYPE varchar(5);", {"change-type-rewrite", "narrower-type"}},
      {"ALTER TABLE orders ALTER COLUMN code TYPE varchar(40);", {}},
      {"ALTER TABLE orders ALTER COLUMN quantity TYPE smallint;", {"change-type-rewrite", "narrower-type"}},
      {"ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamp(0);", {"change-type-rewrite", "narrower-type"}},
      {"ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;", {"change-type-rewrite"}},
      {"ALTER TABLE orders ADD COLUMN parent integer REFERENCES orders;", {"narrow-foreign-key"}},
      {"ALTER TABLE orders ADD COLUMN parent bigint REFERENCES orders;", {}},
      {"ALTER TABLE orders ADD COLUMN data json;", {"json-column-added"}},
      {"CREATE TABLE letters (id bigint PRIMARY KEY, data json);", {}},
      // Names.
      {"ALTER TYPE order_state RENAME TO state;", {"rename-object"}},
      {"ALTER SCHEMA app RENAME TO shop;", {"rename-object"}},
      {"ALTER FUNCTION total() SET SCHEMA shop;", {"rename-object"}},
      {"ALTER FUNCTION total() OWNER TO app;", {}},
      {"BEGIN; ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases; COMMIT;", {}},
      {"ALTER TABLE orders RENAME TO purchases;", {"rename-table"}},
      // Privileges, policies, triggers.
      {"REVOKE INSERT ON orders FROM app;", {"revoked-privileges"}},
      {"REVOKE CREATE ON SCHEMA public FROM PUBLIC;", {}},
      {"CREATE TABLE t (id bigint); REVOKE ALL ON t FROM app;", {}},
      {"CREATE POLICY p ON orders USING (true);", {}},
      {"DROP POLICY p ON orders;", {"drop-object", "would-fail"}},
      {"ALTER TABLE orders FORCE ROW LEVEL SECURITY;", {"row-security-changed"}},
      {"ALTER TABLE unknown_table DISABLE ROW LEVEL SECURITY;", {"row-security-changed"}},
      {"ALTER TABLE unknown_table ENABLE REPLICA TRIGGER t;", {"disabled-trigger"}},
      {"ALTER TABLE unknown_table DISABLE RULE r;", {"disabled-trigger"}},
      {"ALTER TABLE unknown_table ENABLE ALWAYS TRIGGER t;", {}},
      {"DROP OWNED BY app;", {"drop-object"}},
      // Rows.
      {"DELETE FROM orders WHERE 1 = 1;", {"mass-change"}},
      {"DELETE FROM orders WHERE NOT FALSE;", {"mass-change"}},
      {"UPDATE orders SET note = '' WHERE (NULL IS NULL);", {"mass-change"}},
      {"DELETE FROM orders WHERE 1 = 2;", {}},
      {"DELETE FROM orders WHERE NULL IS NOT NULL;", {}},
      {"DELETE FROM orders WHERE id = 1;", {}},
      {"UPDATE unknown_table SET a = 1, A = 2 WHERE b = 3;", {"would-fail"}},
      {"UPDATE unknown_table SET a.x = 1, a.y = 2 WHERE b = 3;", {}},
      {"INSERT INTO unknown_table (a, a) VALUES (1, 2);", {"would-fail"}},
      {"SELECT count(*) FROM orders;", {}},
      // Words of options.
      {"VACUUM (FULL E'false') orders;", {}},
      {"VACUUM (FULL U&'true') orders;", {"table-copy"}},
      {"REINDEX (CONCURRENTLY E'false') INDEX orders_status_idx;", {"reindex-blocks"}},
      {"CLUSTER;", {"table-copy"}},
      {"VACUUM FULL;", {"table-copy"}},
      {"VACUUM;", {}},
      // New tables are empty until somebody writes to them.
      {"CREATE TABLE t (id bigint); ALTER TABLE t ADD COLUMN c bigint NOT NULL;", {}},
      {"CREATE TABLE t (id bigint); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN c bigint NOT NULL;",
       {"would-fail"}},
      {"ALTER TABLE orders ADD COLUMN c bigint NOT NULL;", {"add-required-column"}},
      // What a later statement makes good.
      {"ALTER TABLE orders ALTER COLUMN status DROP DEFAULT; ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'x';",
       {}},
      {"ALTER TABLE orders ALTER COLUMN status DROP DEFAULT;", {"drop-default"}},
      // Replication.
      {"CREATE PUBLICATION p FOR TABLE orders;", {}},
      {"CREATE PUBLICATION p FOR TABLE order_lines;", {"replica-identity-lost"}},
      {"ALTER TABLE orders REPLICA IDENTITY NOTHING;", {"replica-identity-lost"}},
      {"ALTER TABLE orders REPLICA IDENTITY FULL;", {"replica-identity-full"}},
      {"ALTER SEQUENCE orders_id_seq RESTART;", {"sequence-restart"}},
      {"ALTER SEQUENCE orders_id_seq RESTART WITH 100000;", {}},
      // A scan under a lock that an earlier statement took.
      {"ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID;\n"
       "BEGIN; ALTER TABLE customers ADD COLUMN a text; ALTER TABLE orders VALIDATE CONSTRAINT c; COMMIT;",
       {"validate-in-same-transaction"}},
  };
  for (const Case& each : cases) {
    INFO(each.sql);
    CHECK(hazards(each.sql) == each.hazards);
  }
}

TEST_CASE("a change to timestamptz is a note only where the session says UTC") {
  CHECK(hazards("SET timezone = 'UTC'; ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;").empty());
  CHECK(hazards("ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;") ==
        std::vector<std::string>{"incompatible-type"});
  CHECK(hazards("SET timezone = 'Europe/Paris'; ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;") ==
        std::vector<std::string>{"change-type-rewrite"});
}

TEST_CASE("NOT NULL as a constraint of PostgreSQL 18 is tested like SET NOT NULL") {
  LintOptions options;
  options.server_version = 18;
  CHECK(hazards("ALTER TABLE orders ADD CONSTRAINT n NOT NULL note;", options) ==
        std::vector<std::string>{"set-not-null-scan"});
  CHECK(hazards("ALTER TABLE orders ADD CONSTRAINT n NOT NULL note NOT VALID;", options).empty());
}

}  // namespace lockstep
