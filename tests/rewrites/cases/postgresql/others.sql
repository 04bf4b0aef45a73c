--- case a schema and what is in it
--- setup customers
--- change
CREATE SCHEMA app;
CREATE TABLE app.things (id integer PRIMARY KEY);
GRANT USAGE ON SCHEMA app TO pg_monitor;

--- case row level security
--- setup customers
--- change
CREATE POLICY own ON customers USING (true);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;

--- case comments, grants and settings
--- setup customers
--- change
COMMENT ON TABLE customers IS 'who buys';
GRANT SELECT ON customers TO pg_monitor;
ALTER TABLE customers SET (fillfactor = 80);

--- case a renamed value of an enum
--- quiet
--- contract
--- setup moods
--- change
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

--- case an enum value that is used at once
--- setup moods
--- change
ALTER TYPE mood ADD VALUE 'calm';
--- change
INSERT INTO moods VALUES (1000, 'calm');

--- case VACUUM FULL
--- setup customers
--- change
VACUUM FULL customers;
--- refused
-- no safe way is known

--- case CLUSTER
--- setup customers
--- change
CLUSTER customers USING customers_phone_idx;
--- refused
-- no safe way is known

--- case REINDEX
--- setup customers
--- change
REINDEX TABLE customers;
--- refused
-- no safe way is known

--- case REINDEX beside the traffic
--- setup customers
--- change
REINDEX TABLE CONCURRENTLY customers;

--- case a table without WAL
--- setup customers
--- change
ALTER TABLE customers SET UNLOGGED;
--- refused
-- no safe way is known

--- case TRUNCATE
--- quiet
--- setup customers
--- change
TRUNCATE customers;

--- case a DO block with a column
--- setup customers
--- change
DO $$ BEGIN ALTER TABLE customers ADD COLUMN note text; END $$;

--- case rows that may be there
--- random customers.joined
--- setup customers
--- change
INSERT INTO customers (id, full_name) VALUES (3, 'x'), (10001, 'y') ON CONFLICT (id) DO NOTHING;

--- case a trigger switched off
--- setup customers
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION f();
--- change
ALTER TABLE customers DISABLE TRIGGER t;

--- case a dropped function
--- setup customers
CREATE FUNCTION twice(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT i * 2 $$;
--- change
DROP FUNCTION twice(integer);

--- case a sequence of its own
--- random customers.points
--- setup customers
--- change
CREATE SEQUENCE numbers START 100;
ALTER TABLE customers ALTER COLUMN points SET DEFAULT nextval('numbers');

--- case extended statistics
--- setup customers
--- change
CREATE STATISTICS s ON price, points FROM customers;
ANALYZE customers;

--- case another schema
--- contract
--- setup customers
CREATE SCHEMA app;
--- change
ALTER TABLE customers SET SCHEMA app;

--- case a temporary table
--- quiet
--- setup customers
--- change
CREATE TEMP TABLE x AS SELECT id FROM customers WHERE price > 1000;
UPDATE customers SET fax = 'x' WHERE id IN (SELECT id FROM x);

--- case routines, policies and schemas made anew under their names
--- setup customers
CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION g(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE SCHEMA area;
CREATE POLICY p ON customers USING (id > 0);
--- change
DROP FUNCTION f(integer);
CREATE FUNCTION f(n integer) RETURNS text LANGUAGE sql AS 'SELECT n::text';
ALTER FUNCTION g(integer) RENAME TO h;
CREATE FUNCTION g(n integer) RETURNS text LANGUAGE sql AS 'SELECT n::text';
ALTER SCHEMA area RENAME TO district;
CREATE SCHEMA area;
CREATE TABLE area.plots (id bigint PRIMARY KEY);
DROP POLICY p ON customers;
CREATE POLICY p ON customers USING (id > 1);

--- case a constraint renamed, and its name given to another
--- setup customers
ALTER TABLE customers ADD CONSTRAINT twins UNIQUE (id, points);
--- change
ALTER TABLE customers RENAME CONSTRAINT twins TO pair;
CREATE INDEX twins ON customers (points);

--- case triggers, policies, rules and views made again
--- setup customers
CREATE FUNCTION double() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.points := NEW.points * 2; RETURN NEW; END $$;
CREATE TRIGGER doubled BEFORE INSERT OR UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION double();
CREATE VIEW phones AS SELECT id, phone FROM customers;
GRANT SELECT ON phones TO pg_monitor;
CREATE RULE kept AS ON DELETE TO customers WHERE OLD.id < 100 DO INSTEAD NOTHING;
CREATE POLICY p ON customers USING (id > 0);
--- change
DROP TRIGGER IF EXISTS doubled ON customers;
CREATE TRIGGER doubled BEFORE INSERT OR UPDATE ON customers FOR EACH ROW WHEN (NEW.points IS NOT NULL) EXECUTE FUNCTION double();
DROP RULE kept ON customers;
CREATE RULE kept AS ON DELETE TO customers WHERE OLD.id < 101 DO INSTEAD NOTHING;
DROP POLICY p ON customers;
CREATE POLICY p ON customers USING (id > 1);
COMMENT ON POLICY p ON customers IS 'not the first';
DROP VIEW phones;
CREATE VIEW phones AS SELECT id, phone, fax FROM customers;
GRANT SELECT ON phones TO pg_monitor;
