--- case a renamed table
--- setup customers
--- change
ALTER TABLE customers RENAME TO clients;

--- case a renamed table with foreign keys
--- setup customers orders
--- change
ALTER TABLE customers RENAME TO clients;

--- case a dropped table
--- setup customers
--- change
DROP TABLE customers;

--- case a dropped table that is referenced
--- setup customers orders
--- change
DROP TABLE customers CASCADE;
--- refused
-- CASCADE would drop what it does not name: foreign key orders_customer_id_fkey of orders

--- case a dropped table with a serial
--- contract
--- setup customers orders
--- change
DROP TABLE orders;

--- case a new table with rows
--- setup customers
--- change
CREATE TABLE visits (id integer PRIMARY KEY, customer_id integer REFERENCES customers (id));
CREATE INDEX visits_customer_idx ON visits (customer_id);
INSERT INTO visits (id) VALUES (1);

--- case a mirrored table
--- setup customers
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;
--- plain
CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;

--- case a table as a query
--- quiet
--- setup customers
--- change
CREATE TABLE rich AS SELECT id, full_name FROM customers WHERE price > 1000;
