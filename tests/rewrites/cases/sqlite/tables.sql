--- case a dropped table
--- setup customers
--- change
DROP TABLE customers;

--- case a dropped table with a foreign key, triggers and a number
--- setup customers orders log
CREATE TRIGGER noted AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('order ' || NEW.id, 1); END;
--- change
DROP TABLE orders;

--- case a dropped table, deleted at contract
--- setup customers orders
--- change
-- lockstep: quarantine=0
DROP TABLE orders;

--- case a dropped table without rowid
--- setup counts
--- change
DROP TABLE IF EXISTS counts;

--- case new tables of all kinds, with rows
--- setup customers
--- change
CREATE TABLE visits (id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id integer REFERENCES customers (id), at text NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE pairs (a integer, b integer, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS typed (id INTEGER PRIMARY KEY, v ANY) STRICT;
CREATE INDEX visits_customer_idx ON visits (customer_id);
CREATE VIEW recent AS SELECT customer_id, max(at) AS at FROM visits GROUP BY customer_id;
CREATE TRIGGER counted AFTER INSERT ON visits BEGIN UPDATE customers SET points = points WHERE id = NEW.customer_id; END;
INSERT INTO pairs VALUES (1, 2), (3, 4);

--- case a table as a query
--- quiet
--- setup customers
--- change
CREATE TABLE rich AS SELECT id, full_name FROM customers WHERE price > 1000;

--- case a mirrored table
--- setup customers
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id INTEGER PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;

--- case a mirrored table without rowid
--- setup counts
--- change
-- lockstep: mirror counts -> numbers
CREATE TABLE numbers (place text NOT NULL, day text NOT NULL, n integer, PRIMARY KEY (place, day));
INSERT INTO numbers (place, day, n) SELECT place, day, n FROM counts;

--- case a table that is replaced
--- contract
--- setup customers orders
--- change
-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (id INTEGER PRIMARY KEY, customer_id integer NOT NULL, total integer NOT NULL DEFAULT 0);
INSERT INTO orders_v2 (id, customer_id, total) SELECT id, customer_id, coalesce(total, 0) FROM orders;
--- change
DROP TABLE orders;

--- case a renamed table, with a cut
--- contract
--- setup customers orders
CREATE VIEW rich AS SELECT id FROM customers WHERE price > 1000;
--- change
-- lockstep: cutover
ALTER TABLE customers RENAME TO clients;

--- case a table made anew with other rules
--- contract
--- setup customers orders
--- change
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE customers_new (id INTEGER PRIMARY KEY, full_name text NOT NULL, phone text, fax text NOT NULL DEFAULT '', points integer NOT NULL DEFAULT 0 CHECK (points >= 0), price real);
INSERT INTO customers_new (id, full_name, phone, fax, points, price) SELECT id, full_name, phone, coalesce(fax, ''), points, price FROM customers;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
CREATE INDEX customers_phone_idx ON customers (phone);
COMMIT;
PRAGMA foreign_keys = ON;

--- case a table made anew, the old one first out of the way
--- contract
--- setup customers
--- change
ALTER TABLE customers RENAME TO customers_old;
CREATE TABLE customers (id INTEGER PRIMARY KEY, full_name text NOT NULL, phone text UNIQUE, fax text, points integer NOT NULL DEFAULT 0, price integer);
INSERT INTO customers (id, full_name, phone, fax, points, price) SELECT id, full_name, phone, fax, points, price FROM customers_old;
DROP TABLE customers_old;

--- case a split: columns that become a table beside, which references the first
--- setup
CREATE TABLE clients (id integer PRIMARY KEY, name text NOT NULL, street text, city text DEFAULT 'here');
INSERT INTO clients VALUES (1, 'a', 's1', 'c1'), (2, 'b', NULL, NULL), (3, 'c', 's3', 'c3');
--- change
-- lockstep: mirror clients -> addresses
CREATE TABLE addresses (client_id integer PRIMARY KEY REFERENCES clients (id), street text, city text);
INSERT INTO addresses (client_id, street, city) SELECT id, street, city FROM clients;
ALTER TABLE clients DROP COLUMN street;
--- plain
CREATE TABLE addresses (client_id integer PRIMARY KEY REFERENCES clients (id), street text, city text);
INSERT INTO addresses (client_id, street, city) SELECT id, street, city FROM clients;
ALTER TABLE clients DROP COLUMN street;

--- case two tables that become one
--- setup
CREATE TABLE clients (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE suppliers (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO clients VALUES (1, 'a'), (2, 'b');
INSERT INTO suppliers VALUES (100001, 'c'), (100002, 'd');
--- change
CREATE TABLE partners (id integer PRIMARY KEY, name text NOT NULL);
-- lockstep: mirror clients -> partners
INSERT INTO partners (id, name) SELECT id, name FROM clients;
-- lockstep: mirror suppliers -> partners
INSERT INTO partners (id, name) SELECT id, name FROM suppliers;
--- plain
CREATE TABLE partners (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO partners (id, name) SELECT id, name FROM clients;
INSERT INTO partners (id, name) SELECT id, name FROM suppliers;
