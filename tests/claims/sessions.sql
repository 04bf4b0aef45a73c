-- setup
CREATE SCHEMA app;
CREATE TABLE orders (id integer PRIMARY KEY, at timestamp, zoned timestamptz, v text);
CREATE INDEX orders_at ON orders (at);
CREATE TABLE app.orders (id integer PRIMARY KEY, v text);
CREATE TABLE app.only_there (id integer, v text);
CREATE INDEX only_there_v ON app.only_there (v);
CREATE TYPE app.mood AS ENUM ('a', 'b');
CREATE FUNCTION app.two(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION over_loaded(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION over_loaded(text) RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
CREATE TABLE log (id integer);
CREATE TABLE queue (id serial, v text);
CREATE FUNCTION enqueue(x text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO queue (v) VALUES (x); END $$;
CREATE FUNCTION with_branch(x integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF x > 0 THEN DELETE FROM log; END IF; END $$;
INSERT INTO orders SELECT i, now(), now(), 'x' FROM generate_series(1, 50) i;
INSERT INTO app.orders SELECT i, 'x' FROM generate_series(1, 50) i;
INSERT INTO app.only_there SELECT i, 'x' FROM generate_series(1, 50) i;
-- claims
-- first: SET search_path = app
ALTER TABLE orders ADD COLUMN c integer;
-- first: SET search_path TO app, public
ALTER TABLE only_there ALTER COLUMN v SET NOT NULL;
-- first: SET search_path TO app, public
SELECT * FROM log;
-- first: SET search_path TO 'app'
CREATE TABLE new (id integer);
-- first: SET search_path = public, app
ALTER TABLE orders DROP COLUMN v;
-- first: SET search_path = public, app
DROP TABLE only_there;
-- first: SET search_path = app
DROP INDEX only_there_v;
-- first: SET LOCAL search_path = app
ALTER TABLE orders ADD COLUMN m mood;
-- first: SELECT set_config('search_path', 'app', false)
TRUNCATE orders;
-- first: SELECT pg_catalog.set_config('search_path', '', false)
ALTER TABLE public.orders ADD COLUMN c integer;
-- first: SET search_path = app
-- first: RESET search_path
TRUNCATE orders;
-- first: SET search_path = app
-- first: SET search_path TO DEFAULT
TRUNCATE orders;
-- first: SET search_path = app
CREATE INDEX i ON orders (v);
-- first: SET search_path = app
ALTER TABLE only_there ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES public.orders;
-- first: CREATE TEMP TABLE orders (id integer, x integer)
ALTER TABLE orders ADD COLUMN c integer;
-- first: CREATE TEMP TABLE orders (id integer, x integer)
ALTER TABLE public.orders ADD COLUMN c integer;
-- first: CREATE TEMP TABLE orders (id integer, x integer)
INSERT INTO log SELECT id FROM orders;
-- first: CREATE TEMP TABLE orders (id integer, x integer)
DROP TABLE orders;
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;
ALTER TABLE orders ALTER COLUMN zoned TYPE timestamp;
-- first: SET TimeZone = 'UTC'
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;
-- first: SET TimeZone = 'Europe/Paris'
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;
-- first: SET TIME ZONE 'America/New_York'
ALTER TABLE orders ALTER COLUMN zoned TYPE timestamp;
-- first: SET LOCAL TimeZone = 'Asia/Tokyo'
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz(6);
-- first: SET TIME ZONE 'GMT'
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;
DROP FUNCTION over_loaded(integer);
DROP FUNCTION over_loaded(text);
DROP FUNCTION over_loaded;
DROP FUNCTION over_loaded(bigint);
ALTER TABLE orders ADD COLUMN c integer DEFAULT app.two(1);
DO $$ BEGIN ALTER TABLE orders ADD COLUMN c integer; END $$;
DO $$ BEGIN ALTER TABLE orders ADD COLUMN c integer; UPDATE orders SET c = 1; END $$;
DO $$ BEGIN CREATE TABLE new (id integer); INSERT INTO new SELECT id FROM orders; END $$;
DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD COLUMN c integer'; END $$;
DO $$ BEGIN PERFORM count(*) FROM orders; END $$;
DO $$ DECLARE n integer; BEGIN SELECT count(*) INTO n FROM log; DELETE FROM log; END $$;
DO $$ BEGIN CREATE TYPE app.mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN ALTER TABLE orders ADD COLUMN id integer; EXCEPTION WHEN duplicate_column THEN NULL; END $$;
DO $$ BEGIN ALTER TABLE orders ADD COLUMN id integer; END $$;
DO $$ BEGIN CREATE INDEX CONCURRENTLY i ON orders (v); END $$;
DO $$ BEGIN VACUUM orders; END $$;
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT c; END $$;
DO $$ BEGIN IF EXISTS (SELECT 1 FROM orders) THEN DELETE FROM log; END IF; END $$;
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM orders LOOP DELETE FROM log WHERE id = r.id; END LOOP; END $$;
DO $$ BEGIN LOCK TABLE orders IN SHARE MODE; END $$;
DO $$ BEGIN PERFORM enqueue('x'); END $$;
DO LANGUAGE plpgsql $$ BEGIN DELETE FROM log; END $$;
SELECT enqueue('x');
SELECT with_branch(1);
SELECT enqueue(v) FROM orders;
-- first: PREPARE p AS SELECT * FROM orders
PREPARE p AS SELECT 1;
-- first: SAVEPOINT s
ALTER TABLE orders ADD COLUMN c integer;
