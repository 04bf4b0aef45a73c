--- shared customers
CREATE TABLE customers (id INTEGER PRIMARY KEY, full_name text NOT NULL, phone text, fax text, points integer NOT NULL DEFAULT 0, price integer);
CREATE INDEX customers_phone_idx ON customers (phone);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO customers (id, full_name, phone, fax, points, price) SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN '' ELSE 'f' || i END, i, i * 100 FROM n;

--- case a nullable column
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN note text;

--- case a column with a constant default
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN active boolean NOT NULL DEFAULT 1;

--- case a renamed column
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN phone TO phone_number;

--- case a dropped column
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN fax;

--- case a dropped required column
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN full_name;

--- case a column filled from another
--- setup customers
--- change
-- lockstep: using=price * 100
-- lockstep: reverse=price_cents / 100
ALTER TABLE customers ADD COLUMN price_cents integer;
--- plain
ALTER TABLE customers ADD COLUMN price_cents integer;
UPDATE customers SET price_cents = price * 100;

--- case a dropped table
--- setup customers
--- change
DROP TABLE customers;

--- case an index
--- setup customers
--- change
CREATE INDEX customers_fax_idx ON customers (fax);

--- case a dropped index
--- setup customers
--- change
DROP INDEX customers_phone_idx;

--- case an update that may happen once
--- quiet
--- setup customers
--- change
UPDATE customers SET points = points + 1;

--- case a delete
--- quiet
--- setup customers
--- change
DELETE FROM customers WHERE points > 30 OR phone IS NULL;

--- case a mirrored table
--- setup customers
--- change
-- lockstep: mirror customers -> people
CREATE TABLE people (id INTEGER PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;
--- plain
CREATE TABLE people (id INTEGER PRIMARY KEY, name text NOT NULL, initial text);
INSERT INTO people (id, name, initial) SELECT id, full_name, substr(full_name, 1, 1) FROM customers;
