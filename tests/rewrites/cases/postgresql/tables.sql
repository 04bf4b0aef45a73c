--- case a renamed table
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers RENAME TO clients;

--- case a renamed table with foreign keys
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- change
ALTER TABLE customers RENAME TO clients;

--- case a dropped table
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
DROP TABLE customers;

--- case a dropped table that is referenced
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- change
DROP TABLE customers CASCADE;
--- refused
-- CASCADE would drop what depends on customers without naming it

--- case a dropped table with a serial
--- contract
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- change
DROP TABLE orders;

--- case a new table with rows
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE TABLE visits (id integer PRIMARY KEY, customer_id integer REFERENCES customers (id));
CREATE INDEX visits_customer_idx ON visits (customer_id);
INSERT INTO visits (id) VALUES (1);

--- case a mirrored table
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;
--- plain
CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;

--- case a table as a query
--- quiet
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE TABLE rich AS SELECT id, full_name FROM customers WHERE price > 1000;
