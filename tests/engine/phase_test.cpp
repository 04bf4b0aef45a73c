// Phases as the design's table gives them, each with a reason.
#include <catch2/catch.hpp>

#include "engine/effects/effects.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

PhaseDecision decide(const std::string& sql) {
  Catalog catalog;
  catalog.schemas.insert("public");
  for (const Statement& statement :
       parse(
           "CREATE TABLE t (id bigint PRIMARY KEY, a text, b integer NOT NULL DEFAULT 0, ts timestamp); CREATE TABLE u "
           "(id bigint PRIMARY KEY); CREATE INDEX t_a_idx ON t (a); CREATE UNIQUE INDEX t_b_idx ON t (b); CREATE TYPE "
           "mood AS ENUM ('ok'); CREATE TABLE keyless (a int); ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b >= 0);",
           Dialect::PostgreSQL)
           .statements) {
    apply_to(catalog, statement);
  }
  const ParsedFile parsed = parse(sql, Dialect::PostgreSQL);
  REQUIRE(parsed.statements.size() == 1);
  return phase_of(parsed.statements[0], catalog, {});
}

}  // namespace

TEST_CASE("the phase of each kind of statement") {
  const auto [sql, phase] = GENERATE(table<const char*, Phase>({
      {"CREATE TABLE n (id int)", Phase::Expand},
      {"ALTER TABLE t ADD COLUMN c text", Phase::Expand},
      {"ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1", Phase::Expand},
      {"ALTER TABLE t ADD COLUMN c int NOT NULL", Phase::Contract},
      {"CREATE INDEX ON t (a)", Phase::Expand},
      {"CREATE UNIQUE INDEX ON t (a)", Phase::Contract},
      {"DROP INDEX t_a_idx", Phase::Expand},
      {"DROP INDEX t_b_idx", Phase::Contract},
      {"ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'", Phase::Expand},
      {"ALTER TABLE t ALTER COLUMN b DROP DEFAULT", Phase::Contract},
      {"ALTER TABLE t ALTER COLUMN a SET NOT NULL", Phase::Contract},
      {"ALTER TABLE t ALTER COLUMN b DROP NOT NULL", Phase::Expand},
      {"ALTER TABLE t DROP CONSTRAINT b_positive", Phase::Expand},
      {"ALTER TABLE t ADD CHECK (b < 100)", Phase::Contract},
      {"ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES u (id)", Phase::Contract},
      {"ALTER TABLE t ALTER COLUMN ts TYPE timestamptz", Phase::Contract},
      {"ALTER TABLE t RENAME COLUMN a TO c", Phase::Contract},
      {"ALTER TABLE t DROP COLUMN a", Phase::Contract},
      {"DROP TABLE t", Phase::Contract},
      {"TRUNCATE t", Phase::Contract},
      {"UPDATE t SET a = ''", Phase::Backfill},
      {"DELETE FROM t", Phase::Backfill},
      {"INSERT INTO u SELECT id FROM t", Phase::Backfill},
      {"INSERT INTO u VALUES (1)", Phase::Expand},
      {"ALTER TYPE mood ADD VALUE 'bad'", Phase::Expand},
      {"GRANT SELECT ON t TO public", Phase::Expand},
      {"REVOKE SELECT ON t FROM public", Phase::Contract},
      {"COMMENT ON TABLE t IS 'x'", Phase::Expand},
      {"DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$", Phase::Contract},
      {"DO $$ BEGIN ALTER TABLE t ADD COLUMN c text; END $$", Phase::Expand},
      {"DO $$ BEGIN ALTER TABLE t ADD COLUMN c text; UPDATE t SET a = 'x'; END $$", Phase::Backfill},
      {"DO $$ BEGIN CREATE TABLE n (id int); INSERT INTO n SELECT id FROM n; END $$", Phase::Expand},
      {"DO $$ BEGIN IF random() > 1 THEN DROP TABLE t; END IF; END $$", Phase::Contract},
      {"WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone", Phase::Backfill},
      {"WITH new AS (INSERT INTO u VALUES (1) RETURNING id) SELECT * FROM new", Phase::Expand},
      {"MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE", Phase::Backfill},
      {"COPY t TO STDOUT", Phase::Expand},
      {"COPY t FROM STDIN", Phase::Expand},
      {"EXPLAIN DELETE FROM t", Phase::Expand},
      {"EXPLAIN ANALYZE DELETE FROM t", Phase::Backfill},
      {"PREPARE p AS DELETE FROM t", Phase::Expand},
      {"DECLARE c CURSOR FOR SELECT * FROM t", Phase::Expand},
      {"CREATE POLICY p ON t USING (true)", Phase::Expand},
      {"CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", Phase::Contract},
      {"CREATE PUBLICATION p FOR TABLE t", Phase::Expand},
      {"CREATE PUBLICATION p FOR TABLE keyless", Phase::Contract},
      {"CREATE PUBLICATION p FOR ALL TABLES", Phase::Contract},
      {"ALTER PUBLICATION p DROP TABLE t", Phase::Contract},
      {"CREATE STATISTICS s ON a, b FROM t", Phase::Expand},
      {"CREATE ROLE r", Phase::Expand},
      {"ALTER FUNCTION lower(text) RENAME TO low", Phase::Contract},
      {"ALTER TRIGGER a ON t RENAME TO b", Phase::Expand},
      {"ALTER DOMAIN d ADD CHECK (VALUE > 0)", Phase::Contract},
      {"ALTER DOMAIN d DROP CONSTRAINT c", Phase::Expand},
      {"ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM public", Phase::Expand},
  }));
  INFO(sql);
  const PhaseDecision decision = decide(sql);
  CHECK(to_string(decision.phase) == to_string(phase));
  CHECK_FALSE(decision.reason.empty());
}

TEST_CASE("what the previous version may notice is said, and so is what is not understood") {
  CHECK(decide("ALTER TYPE mood ADD VALUE 'bad'").behaviour_changes);
  CHECK(decide("ALTER TABLE t ALTER COLUMN b DROP NOT NULL").behaviour_changes);
  CHECK_FALSE(decide("ALTER TABLE t ADD COLUMN c text").behaviour_changes);
  CHECK(decide("DO $$ BEGIN EXECUTE format('DROP TABLE %I', 't'); END $$").not_analysed);
}

}  // namespace lockstep
