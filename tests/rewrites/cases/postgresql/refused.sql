--- case using with a subquery
--- setup customers
--- change
-- lockstep: using=(SELECT max(price) FROM customers)
ALTER TABLE customers ADD COLUMN m integer NOT NULL;
--- refused
-- holds a subquery
-- add the column without NOT NULL, fill it by an UPDATE

--- case using over a column that is not there
--- setup customers
--- change
-- lockstep: using=prize * 2
ALTER TABLE customers ADD COLUMN m integer NOT NULL;
--- refused
-- reads column prize, which customers does not have

--- case using over a generated column
--- setup
CREATE TABLE priced (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED);
--- change
-- lockstep: using=twice
ALTER TABLE priced ADD COLUMN m integer NOT NULL;
--- refused
-- reads the generated column twice
-- use the expression that generates it

--- case reverse over several columns
--- setup customers
--- change
-- lockstep: using=price + points
-- lockstep: reverse=m - 1
ALTER TABLE customers ADD COLUMN m integer;
--- refused
-- `reverse` gives the value of one old column

--- case using with a unique constraint
--- setup customers
--- change
-- lockstep: using=price
ALTER TABLE customers ADD COLUMN m integer NOT NULL UNIQUE;
--- refused
-- has `using` and a constraint
-- add the constraint by a statement of its own

--- case using for a column that may be NULL
--- setup customers
--- change
-- lockstep: using=price * 2
ALTER TABLE customers ADD COLUMN m integer;
--- refused
-- may be NULL, so a row that is not filled yet cannot be told
-- declare it NOT NULL, or add `-- lockstep: reverse

--- case NOT NULL without a value
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN m integer NOT NULL;
--- refused
-- and the previous version's INSERTs do not give one
-- -- lockstep: using=

--- case a table without a key
--- setup
CREATE TABLE log (line text);
--- change
UPDATE log SET line = lower(line);
--- refused
-- log has no primary key to walk by
-- backfill key=

--- case two types for one column
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
ALTER TABLE customers ALTER COLUMN price TYPE numeric;
--- refused
-- is changed twice by one migration
-- write the last type only

--- case an UPDATE in a WITH
--- setup customers
--- change
WITH gone AS (DELETE FROM customers WHERE id = 3 RETURNING id) UPDATE customers SET price = 0 WHERE id IN (SELECT id FROM gone);
--- refused
-- with a data-modifying WITH cannot be cut into chunks

--- case an UPDATE with RETURNING
--- setup customers
--- change
UPDATE customers SET price = 0 WHERE price > 10 RETURNING id;
--- refused
-- with RETURNING cannot be cut into chunks

--- case an UPDATE that reads its own table
--- setup customers
--- change
UPDATE customers SET price = price + (SELECT max(c.price) FROM customers c);
--- refused
-- reads customers again while it changes it
-- its values are made of what the same row has in the same column

--- case an UPDATE of several columns at once that reads its own table
--- setup customers
--- change
UPDATE customers SET (price, points) = (SELECT c.price, c.points FROM customers c WHERE c.id = 3);
--- refused
-- it assigns several columns at once, or a part of one

--- case an UPDATE of the key
--- setup customers
--- change
UPDATE customers SET id = id + 1;
--- refused
-- this UPDATE changes id, the key that it is walked by

--- case INSERT from a join
--- setup customers
CREATE TABLE kept (id integer PRIMARY KEY);
--- change
INSERT INTO kept (id) SELECT c.id FROM customers c JOIN kept k ON k.id = c.id;
--- refused
-- cannot be cut into chunks: it reads the table that it writes

--- case MERGE
--- from 15
--- setup customers
CREATE TABLE kept (id integer PRIMARY KEY);
--- change
MERGE INTO customers c USING kept k ON k.id = c.id WHEN MATCHED THEN UPDATE SET price = 0;
--- refused
-- this MERGE cannot be cut into chunks

--- case DROP COLUMN CASCADE under a view
--- setup customers
CREATE VIEW v AS SELECT price FROM customers;
--- change
ALTER TABLE customers DROP COLUMN price CASCADE;
--- refused
-- CASCADE may drop what it does not name: view v

--- case a mirror with a condition
--- setup customers
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id integer PRIMARY KEY);
INSERT INTO people (id) SELECT id FROM customers WHERE price > 1;
--- refused
-- a mirror needs INSERT INTO target (columns) SELECT expressions FROM source

--- case a mirror with a key of its own
--- setup customers
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id integer PRIMARY KEY);
INSERT INTO people (id) SELECT id + 1 FROM customers;
--- refused
-- no key of people is copied from columns of customers

--- case a renamed column of a partition key
--- setup
CREATE TABLE events (id integer, at date, n integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
--- change
ALTER TABLE events RENAME COLUMN at TO happened;
--- refused
-- is part of the partition key
-- cutover

--- case a renamed generated column
--- setup
CREATE TABLE priced (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED);
--- change
ALTER TABLE priced RENAME COLUMN twice TO double;
--- refused
-- is a generated column, which a trigger cannot assign
-- cutover

--- case a renamed identity column
--- setup
CREATE TABLE numbered (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text);
--- change
ALTER TABLE numbered RENAME COLUMN id TO n;
--- refused
-- GENERATED ALWAYS AS IDENTITY

--- case ATTACH with bounds of several columns
--- setup
CREATE TABLE events (a integer NOT NULL, b integer NOT NULL) PARTITION BY RANGE (a, b);
CREATE TABLE late (a integer NOT NULL, b integer NOT NULL);
--- change
ALTER TABLE events ATTACH PARTITION late FOR VALUES FROM (1, 1) TO (2, 2);
--- refused
-- ATTACH PARTITION would read all of late

--- case a statement that would fail
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN nothing;
--- refused
-- it would fail: column "nothing" of relation "customers" does not exist (42703)
-- correct the name

--- case a ROLLBACK
--- setup customers
--- change
BEGIN;
ALTER TABLE customers ADD COLUMN a integer;
ROLLBACK;
--- refused
-- what stands before a ROLLBACK would never be kept

--- case a numbered primary key for a table without one
--- setup keyless
--- change
ALTER TABLE keyless ADD COLUMN n bigserial PRIMARY KEY;
--- refused
-- keyless has no primary key to walk by

--- case a numbered column of a table without a key
--- setup keyless
--- change
ALTER TABLE keyless ADD COLUMN n bigserial;
--- refused
-- keyless has no primary key to walk by

--- case a key of random values for a table without one
--- setup keyless
--- change
ALTER TABLE keyless ADD COLUMN u uuid DEFAULT gen_random_uuid() PRIMARY KEY;
--- refused
-- keyless has no primary key to walk by

--- case random values in a table without a key
--- setup keyless
--- change
ALTER TABLE keyless ADD COLUMN u uuid DEFAULT gen_random_uuid();
--- refused
-- keyless has no primary key to walk by

--- case a column of a table without a key filled from another
--- setup keyless
--- change
-- lockstep: using=upper(v)
ALTER TABLE keyless ADD COLUMN loud text NOT NULL;
--- refused
-- keyless has no primary key to walk by

--- case NULL filled in a table without a key
--- setup keyless
--- change
-- lockstep: using='none'
ALTER TABLE keyless ALTER COLUMN v SET NOT NULL;
--- refused
-- keyless has no primary key to walk by

--- case a renamed column of a table without a key
--- setup keyless
--- change
ALTER TABLE keyless RENAME COLUMN v TO value;
--- refused
-- keyless has no primary key to walk by
-- cutover

--- case another type in a table without a key
--- setup keyless
--- change
ALTER TABLE keyless ALTER COLUMN id TYPE bigint;
--- refused
-- keyless has no primary key to walk by

--- case rows from a table without a key
--- setup keyless customers
--- change
INSERT INTO customers (id, full_name) SELECT id + 1000, v FROM keyless;
--- refused
-- keyless has no primary key to walk by

--- case a mirror of a table without a key
--- setup keyless
--- change
-- lockstep: mirror keyless -> keyed
CREATE TABLE keyed (id integer PRIMARY KEY, v text);
INSERT INTO keyed (id, v) SELECT id, v FROM keyless;
--- refused
-- keyless has no primary key to walk by

--- case a mirror of a table that is not there
--- setup customers
--- change
-- lockstep: mirror customer -> people
CREATE TABLE people (id integer PRIMARY KEY);
INSERT INTO people (id) SELECT id FROM customers;
--- refused
-- mirror customer -> people: there is no table customer

--- case a mirror that nothing is inserted into
--- setup customers
--- change
-- lockstep: mirror customers -> peopel
CREATE TABLE people (id integer PRIMARY KEY);
INSERT INTO people (id) SELECT id FROM customers;
--- refused
-- mirror customers -> peopel
-- INSERT INTO peopel

--- case a mirror with a subquery
--- setup customers
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id integer PRIMARY KEY, most integer);
INSERT INTO people (id, most) SELECT id, (SELECT c.price FROM customers c WHERE c.id = 3) FROM customers;
--- refused
-- holds a subquery

--- case using for a table that is not there
--- setup customers
--- change
-- lockstep: using=price
ALTER TABLE customer ADD COLUMN m integer NOT NULL;
--- refused
-- relation "customer" does not exist

--- case an index that is there
--- setup customers
--- change
CREATE INDEX customers_phone_idx ON customers (points);
--- refused
-- it would fail: relation "customers_phone_idx" already exists (42P07)

--- case a constraint that is there
--- setup customers
ALTER TABLE customers ADD CONSTRAINT c CHECK (price > 0);
--- change
ALTER TABLE customers ADD CONSTRAINT c CHECK (points >= 0);
--- refused
-- it would fail: constraint "c" for relation "customers" already exists (42710)

--- case a dropped table that others reference
--- setup customers orders
--- change
DROP TABLE customers;
--- refused
-- it would fail: cannot drop table public.customers because other objects depend on it: a foreign key of table public.orders (2BP01)

--- case a primary key of periods
--- from 18
--- setup
CREATE TABLE rooms (id int4range NOT NULL, at daterange NOT NULL);
INSERT INTO rooms SELECT int4range(i, i + 1), daterange('2026-01-01', '2026-02-01') FROM generate_series(1, 30) i;
--- change
ALTER TABLE rooms ADD PRIMARY KEY (id, at WITHOUT OVERLAPS);
--- refused
-- WITHOUT OVERLAPS cannot be made of an index that is built beside the traffic

--- case a file with a temporary table and an index beside the traffic
--- setup customers
--- change
CREATE TEMP TABLE x AS SELECT id FROM customers;
CREATE INDEX CONCURRENTLY customers_fax_idx ON customers (fax);
--- refused
-- the file makes a temporary table

--- case rows of a cursor
--- setup customers
--- change
UPDATE customers SET price = 0 WHERE CURRENT OF c;
--- refused
-- c

--- case a DELETE with RETURNING
--- setup customers
--- change
DELETE FROM customers WHERE price > 10 RETURNING id;
--- refused
-- DELETE with RETURNING cannot be cut into chunks

--- case another type under an exclusion constraint
--- setup customers
ALTER TABLE customers ADD CONSTRAINT no_two EXCLUDE USING btree (price WITH =);
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
--- refused
-- exclusion constraint no_two cannot be built beside it

--- case REFRESH of a materialized view
--- setup customers
CREATE MATERIALIZED VIEW prices AS SELECT id, price FROM customers;
--- change
REFRESH MATERIALIZED VIEW prices;
--- refused
-- REFRESH MATERIALIZED VIEW CONCURRENTLY prices

--- case REINDEX of one index
--- setup customers
--- change
REINDEX INDEX customers_phone_idx;
--- refused
-- write REINDEX INDEX CONCURRENTLY customers_phone_idx

--- case a rule for a domain in use
--- setup
CREATE DOMAIN positive AS integer;
CREATE TABLE boxes (id integer PRIMARY KEY, n positive);
INSERT INTO boxes SELECT i, i FROM generate_series(1, 30) i;
--- change
ALTER DOMAIN positive ADD CONSTRAINT is_positive CHECK (VALUE > 0);
--- refused
-- no safe way is known for this ALTER DOMAIN

--- case a stored column that is computed otherwise
--- from 17
--- setup priced
--- change
ALTER TABLE priced ALTER COLUMN twice SET EXPRESSION AS (price * 3);
--- refused
-- no safe way is known for this ALTER TABLE: it rewrites public.priced

--- case ATTACH of a table in use by HASH
--- setup
CREATE TABLE events (id integer NOT NULL) PARTITION BY HASH (id);
CREATE TABLE evens (id integer NOT NULL);
INSERT INTO evens VALUES (2);
--- change
ALTER TABLE events ATTACH PARTITION evens FOR VALUES WITH (MODULUS 2, REMAINDER 0);
--- refused
-- ATTACH PARTITION would read all of evens

--- case a key to walk by that is not there
--- setup customers
--- change
-- lockstep: backfill key=idd
UPDATE customers SET price = 0;
--- refused
-- backfill key=idd: no table of this UPDATE has such a column

--- case rows that are counted
--- setup customers
CREATE TABLE counts (points integer PRIMARY KEY, n bigint);
--- change
INSERT INTO counts SELECT points, count(*) FROM customers GROUP BY points;
--- refused
-- its query is not a plain SELECT that begins with one table

--- case inserted rows given back
--- setup customers
CREATE TABLE kept (id integer PRIMARY KEY);
--- change
INSERT INTO kept SELECT id FROM customers RETURNING id;
--- refused
-- it has RETURNING

--- case one index more of a partition that has several
--- setup events
CREATE INDEX a ON events (n);
CREATE INDEX b ON events_1 (n);
--- change
CREATE INDEX c ON events (n);
--- refused
-- events_1 has several indexes like c, and which of them is free is not known

--- case a table copied and dropped
--- setup customers
--- change
CREATE TABLE clients (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO clients (id, name) SELECT id, full_name FROM customers;
DROP TABLE customers;
--- refused
-- customers is copied now and dropped at contract
-- mirror customers -> clients

--- case a name that is free only when the old object is gone
--- setup customers
CREATE TABLE old (id bigint PRIMARY KEY, a integer);
CREATE INDEX old_a ON old (a);
--- change
DROP TABLE old;
CREATE INDEX old_a ON customers (points);
--- refused
-- run phase by phase, its step "build index old_a on customers" would fail
