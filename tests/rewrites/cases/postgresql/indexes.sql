--- case an index
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE INDEX customers_fax_idx ON customers (fax);

--- case an index without a name
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE INDEX ON customers (lower(full_name), id DESC) INCLUDE (price) WHERE price > 10;

--- case a unique index
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE UNIQUE INDEX customers_price_key ON customers (price);

--- case an index that may be there
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
CREATE INDEX IF NOT EXISTS customers_phone_idx ON customers (phone);

--- case a dropped index
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
DROP INDEX customers_phone_idx;

--- case a dropped unique index
--- quiet
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
CREATE UNIQUE INDEX u ON customers (price);
--- change
DROP INDEX u;

--- case a renamed index
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
ALTER INDEX customers_phone_idx RENAME TO by_phone;

--- case another index in its place
--- setup
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- change
DROP INDEX customers_phone_idx;
CREATE INDEX customers_phone_idx ON customers (phone, id);
