--- case using with a subquery
--- setup customers
--- change
-- lockstep: using=(SELECT max(price) FROM customers)
ALTER TABLE customers ADD COLUMN m integer NOT NULL;
--- refused
-- holds a subquery
-- add the column as nullable, fill it by an UPDATE

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

--- case the type of a column in a partitioned table
--- setup
CREATE TABLE events (id integer, at date, n integer) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
--- change
ALTER TABLE events ALTER COLUMN n TYPE bigint;
--- refused
-- events is partitioned or inherits
-- mirror

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
UPDATE customers SET price = (SELECT max(c.price) FROM customers c);
--- refused
-- reads customers again while it changes it

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
-- cannot be cut into chunks: only a plain SELECT from one leading table

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
-- CASCADE would drop what depends on customers.price

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
-- the primary key of people is not copied from columns of customers

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
-- correct the statement

--- case a ROLLBACK
--- setup customers
--- change
BEGIN;
ALTER TABLE customers ADD COLUMN a integer;
ROLLBACK;
--- refused
-- what stands before a ROLLBACK would never be kept
