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

--- case a split: columns that become a table beside, which references the first
--- setup
CREATE TABLE clients (id bigint PRIMARY KEY, name text NOT NULL, street text, city text DEFAULT 'here', data json);
INSERT INTO clients SELECT i, 'n' || i, CASE WHEN i % 3 > 0 THEN 's' || i END, CASE WHEN i % 3 > 0 THEN 'c' || i END FROM generate_series(1, 60) i;
--- change
-- lockstep: mirror clients -> addresses
CREATE TABLE addresses (client_id bigint PRIMARY KEY REFERENCES clients (id), street text, city text, data json);
INSERT INTO addresses (client_id, street, city, data) SELECT id, street, city, data FROM clients;
ALTER TABLE clients DROP COLUMN street, DROP COLUMN city, DROP COLUMN data;
--- plain
CREATE TABLE addresses (client_id bigint PRIMARY KEY REFERENCES clients (id), street text, city text, data json);
INSERT INTO addresses (client_id, street, city, data) SELECT id, street, city, data FROM clients;
ALTER TABLE clients DROP COLUMN street, DROP COLUMN city, DROP COLUMN data;

--- case a split whose rows are told by a unique key
--- setup
CREATE TABLE clients (id bigint PRIMARY KEY, name text NOT NULL, street text NOT NULL);
INSERT INTO clients SELECT i, 'n' || i, 's' || i FROM generate_series(1, 60) i;
--- change
-- lockstep: mirror clients -> addresses
CREATE TABLE addresses (client_id bigint NOT NULL UNIQUE REFERENCES clients (id) ON DELETE CASCADE, street text, note text);
INSERT INTO addresses (client_id, street) SELECT id, street FROM clients;
--- plain
CREATE TABLE addresses (client_id bigint NOT NULL UNIQUE REFERENCES clients (id) ON DELETE CASCADE, street text, note text);
INSERT INTO addresses (client_id, street) SELECT id, street FROM clients;

--- case two tables that become one
--- setup
CREATE TABLE clients (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE suppliers (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO clients SELECT i, 'n' || i FROM generate_series(1, 40) i;
INSERT INTO suppliers SELECT i, 's' || i FROM generate_series(100001, 100040) i;
--- change
CREATE TABLE partners (id bigint PRIMARY KEY, name text NOT NULL);
-- lockstep: mirror clients -> partners
INSERT INTO partners (id, name) SELECT id, name FROM clients;
-- lockstep: mirror suppliers -> partners
INSERT INTO partners (id, name) SELECT id, name FROM suppliers;
--- plain
CREATE TABLE partners (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO partners (id, name) SELECT id, name FROM clients;
INSERT INTO partners (id, name) SELECT id, name FROM suppliers;

--- case a table as a query
--- quiet
--- setup customers
--- change
CREATE TABLE rich AS SELECT id, full_name FROM customers WHERE price > 1000;
