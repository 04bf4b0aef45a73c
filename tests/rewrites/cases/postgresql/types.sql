--- case an int key that becomes bigint
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers ALTER COLUMN id TYPE bigint;

--- case an int key with inbound foreign keys
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- change
ALTER TABLE customers ALTER COLUMN id TYPE bigint;

--- case a serial key that becomes bigint
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- change
ALTER TABLE orders ALTER COLUMN id TYPE bigint;

--- case an identity key that becomes bigint
--- setup
CREATE TABLE events (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL);
INSERT INTO events (kind) SELECT 'k' || i FROM generate_series(1, 60) i;
--- change
ALTER TABLE events ALTER COLUMN id TYPE bigint;

--- case a foreign key column that becomes bigint
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- change
ALTER TABLE orders ALTER COLUMN customer_id TYPE bigint;

--- case an integer column that becomes bigint
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;

--- case an integer column with default, check and index
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
ALTER TABLE customers ADD CONSTRAINT points_positive CHECK (points >= 0);
CREATE INDEX customers_points_idx ON customers (points, id);
--- change
ALTER TABLE customers ALTER COLUMN points TYPE bigint;

--- case a wider varchar
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers ALTER COLUMN fax TYPE varchar(40);

--- case varchar to text
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers ALTER COLUMN fax TYPE text;

--- case a wider numeric
--- setup
CREATE TABLE bills (id integer PRIMARY KEY, amount numeric(8,2));
INSERT INTO bills SELECT i, i FROM generate_series(1, 30) i;
--- change
ALTER TABLE bills ALTER COLUMN amount TYPE numeric(12,2);

--- case text to integer by an expression
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers ALTER COLUMN phone TYPE integer USING phone::integer;
--- refused
-- cannot be served under one name to both versions

--- case integer to text
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER TABLE customers ALTER COLUMN price TYPE text;
--- refused
-- cannot be served under one name to both versions

