--- case a renamed table
--- setup customers
--- change
ALTER TABLE customers RENAME TO clients;
--- refused
-- SQLite's views cannot be written through
-- cutover

--- case NOT NULL without a value
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN m integer NOT NULL;
--- refused
-- NULL

--- case a default that is not constant
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN at text DEFAULT CURRENT_TIMESTAMP;
--- refused
-- non-constant default

--- case a column that is unique
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN code text UNIQUE;
--- refused
-- UNIQUE

--- case a stored column
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED;
--- refused
-- STORED

--- case a dropped key
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN id;
--- refused
-- PRIMARY KEY

--- case a dropped column in an index
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN phone;
--- refused
-- phone

--- case a renamed virtual column
--- setup
CREATE TABLE priced (id INTEGER PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) VIRTUAL);
--- change
ALTER TABLE priced RENAME COLUMN twice TO double;
--- refused
-- is a generated column, which a trigger cannot assign

--- case an update with RETURNING
--- setup customers
--- change
UPDATE customers SET price = 0 RETURNING id;
--- refused
-- with RETURNING cannot be cut into chunks

--- case an update of its own table
--- setup customers
--- change
UPDATE customers SET price = (SELECT max(c.price) FROM customers c);
--- refused
-- reads customers again while it changes it

--- case an update of the key
--- setup customers
--- change
UPDATE customers SET id = id + 1000;
--- refused
-- changes id, the key that it is walked by

--- case a temporary table
--- setup customers
--- change
CREATE TEMP TABLE x AS SELECT id FROM customers;
VACUUM;
--- refused
-- the file makes a temporary table

--- case a table that is not there
--- setup customers
--- change
ALTER TABLE customer ADD COLUMN m integer;
--- refused
-- customer

--- case a renamed column of a key of several columns
--- setup counts
--- change
ALTER TABLE counts RENAME COLUMN place TO location;
--- refused
-- is part of the key that SQLite finds the rows of counts by
-- cutover

--- case a reference with a default
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN friend integer DEFAULT 3 REFERENCES customers (id);
--- refused
-- REFERENCES column

--- case a table copied and dropped
--- setup customers
--- change
CREATE TABLE clients (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO clients (id, name) SELECT id, full_name FROM customers;
DROP TABLE customers;
--- refused
-- customers is copied now and dropped at contract
-- mirror customers -> clients
