--- case three migrations at once
--- quiet
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN note text;
UPDATE customers SET note = 'n' || id WHERE phone IS NOT NULL;
--- change
ALTER TABLE customers RENAME COLUMN fax TO telefax;
--- change
CREATE TABLE visits (id integer PRIMARY KEY, customer_id integer);
CREATE INDEX visits_customer_idx ON visits (customer_id);
INSERT INTO visits (id, customer_id) VALUES (1, 3);

--- case a column dropped and made again as another
--- contract
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN fax;
--- change
ALTER TABLE customers ADD COLUMN fax integer;

--- case an index over a renamed column
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;
--- change
CREATE INDEX customers_cost_idx ON customers (cost);

--- case a check over a renamed column
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;
--- change
ALTER TABLE customers ADD CONSTRAINT cost_positive CHECK (cost > 0);
COMMENT ON COLUMN customers.cost IS 'in cents';

--- case a new column, its index and its key
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN country text;
CREATE INDEX customers_country_idx ON customers (country);
CREATE TABLE countries (code text PRIMARY KEY);
ALTER TABLE customers ADD CONSTRAINT customers_country_fkey FOREIGN KEY (country) REFERENCES countries (code);

--- case a renamed table and a column of it
--- contract
--- setup customers
--- change
ALTER TABLE customers RENAME TO clients;
--- change
ALTER TABLE clients ADD COLUMN note text;

--- case a table that is replaced
--- contract
--- setup customers orders
--- change
-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (id bigint PRIMARY KEY, customer_id bigint NOT NULL, total numeric NOT NULL DEFAULT 0);
INSERT INTO orders_v2 (id, customer_id, total) SELECT id, customer_id, coalesce(total, 0) FROM orders;
--- change
DROP TABLE orders;
--- plain
CREATE TABLE orders_v2 (id bigint PRIMARY KEY, customer_id bigint NOT NULL, total numeric NOT NULL DEFAULT 0);
INSERT INTO orders_v2 (id, customer_id, total) SELECT id, customer_id, coalesce(total, 0) FROM orders;
DROP TABLE orders;

--- case two changes of one column
--- contract
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;
--- change
ALTER TABLE customers ALTER COLUMN cost TYPE bigint;

--- case rows moved to a new table
--- quiet
--- contract
--- setup customers
--- change
CREATE TABLE phones (customer_id integer PRIMARY KEY, phone text NOT NULL);
INSERT INTO phones SELECT id, phone FROM customers WHERE phone IS NOT NULL;
ALTER TABLE customers DROP COLUMN phone;

--- case a default, then NOT NULL
--- quiet
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN price SET DEFAULT 0;
UPDATE customers SET price = 0 WHERE price IS NULL;
ALTER TABLE customers ALTER COLUMN price SET NOT NULL;

--- case a transaction of several statements
--- setup customers
--- change
BEGIN;
ALTER TABLE customers ADD COLUMN a integer;
ALTER TABLE customers ADD COLUMN b text DEFAULT 'x';
COMMENT ON COLUMN customers.a IS 'first';
COMMIT;

--- case a search path
--- setup customers
CREATE SCHEMA app;
CREATE TABLE app.boxes (id integer PRIMARY KEY);
INSERT INTO app.boxes SELECT generate_series(1, 30);
--- change
SET search_path = app;
CREATE TABLE things (id integer PRIMARY KEY);
ALTER TABLE boxes ADD COLUMN thing integer REFERENCES things;
