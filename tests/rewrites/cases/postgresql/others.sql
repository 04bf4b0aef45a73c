--- case a schema and what is in it
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE SCHEMA app;
CREATE TABLE app.things (id integer PRIMARY KEY);
GRANT USAGE ON SCHEMA app TO pg_monitor;

--- case row level security
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE POLICY own ON customers USING (true);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;

--- case comments, grants and settings
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
COMMENT ON TABLE customers IS 'who buys';
GRANT SELECT ON customers TO pg_monitor;
ALTER TABLE customers SET (fillfactor = 80);

--- case a renamed value of an enum
--- quiet
--- contract
--- setup
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE moods (id integer PRIMARY KEY, m mood);
INSERT INTO moods SELECT i, 'sad' FROM generate_series(1, 30) i;
--- change
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

--- case an enum value that is used at once
--- setup
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE moods (id integer PRIMARY KEY, m mood);
INSERT INTO moods SELECT i, 'sad' FROM generate_series(1, 30) i;
--- change
ALTER TYPE mood ADD VALUE 'calm';
--- change
INSERT INTO moods VALUES (1000, 'calm');

--- case VACUUM FULL
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
VACUUM FULL customers;
--- refused
-- no safe way is known

--- case CLUSTER
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CLUSTER customers USING customers_phone_idx;
--- refused
-- no safe way is known

--- case REINDEX
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
REINDEX TABLE customers;
--- refused
-- no safe way is known

--- case REINDEX beside the traffic
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
REINDEX TABLE CONCURRENTLY customers;

--- case a table without WAL
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers SET UNLOGGED;
--- refused
-- no safe way is known

--- case TRUNCATE
--- quiet
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
TRUNCATE customers;

--- case a DO block with a column
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
DO $$ BEGIN ALTER TABLE customers ADD COLUMN note text; END $$;

--- case rows that may be there
--- random customers.joined
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
INSERT INTO customers (id, full_name) VALUES (3, 'x'), (10001, 'y') ON CONFLICT (id) DO NOTHING;

--- case a trigger switched off
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION f();
--- change
ALTER TABLE customers DISABLE TRIGGER t;

--- case a dropped function
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE FUNCTION twice(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT i * 2 $$;
--- change
DROP FUNCTION twice(integer);

--- case a sequence of its own
--- random customers.points
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE SEQUENCE numbers START 100;
ALTER TABLE customers ALTER COLUMN points SET DEFAULT nextval('numbers');

--- case extended statistics
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE STATISTICS s ON price, points FROM customers;
ANALYZE customers;

--- case another schema
--- contract
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE SCHEMA app;
--- change
ALTER TABLE customers SET SCHEMA app;

--- case a temporary table
--- quiet
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE TEMP TABLE x AS SELECT id FROM customers WHERE price > 1000;
UPDATE customers SET fax = 'x' WHERE id IN (SELECT id FROM x);
