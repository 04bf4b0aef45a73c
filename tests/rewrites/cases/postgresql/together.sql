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

--- case another type, then its constraint and its index are dropped
--- contract
--- setup customers orders
ALTER TABLE customers ADD CONSTRAINT priced CHECK (price IS NOT NULL OR id > -1);
CREATE INDEX customers_price_idx ON customers (price);
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
ALTER TABLE customers DROP CONSTRAINT priced;
DROP INDEX customers_price_idx;

--- case another type, then a reference to it is dropped
--- contract
--- setup customers orders
--- change
ALTER TABLE customers ALTER COLUMN id TYPE bigint;
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;

--- case another type and a view over it
--- contract
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
CREATE VIEW prices AS SELECT id, price FROM customers;

--- case a renamed column, and what is made over it
--- contract
--- setup customers
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;
CREATE VIEW costs AS SELECT id, cost FROM customers;
CREATE TRIGGER t AFTER UPDATE OF cost ON customers FOR EACH ROW EXECUTE FUNCTION f();
CREATE POLICY p ON customers USING (cost > 0);
CREATE STATISTICS s ON cost, points FROM customers;
GRANT SELECT (cost) ON customers TO pg_monitor;

--- case a search path
--- setup customers
CREATE SCHEMA app;
CREATE TABLE app.boxes (id integer PRIMARY KEY);
INSERT INTO app.boxes SELECT generate_series(1, 30);
--- change
SET search_path = app;
CREATE TABLE things (id integer PRIMARY KEY);
ALTER TABLE boxes ADD COLUMN thing integer REFERENCES things;

--- case NOT NULL that the next migration takes back
--- quiet
--- contract
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN price SET NOT NULL;
--- change
ALTER TABLE customers ALTER COLUMN price DROP NOT NULL;

--- case a default that goes and comes again
--- quiet
--- contract
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN points DROP DEFAULT;
--- change
ALTER TABLE customers ALTER COLUMN points SET DEFAULT 7;

--- case a new column with a check that gets another name
--- contract
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN rate numeric(10,2) NOT NULL DEFAULT 7 CHECK (rate > -5);
ALTER TABLE customers RENAME COLUMN rate TO factor;

--- case a renamed column, then its index is dropped
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN phone TO tel;
DROP INDEX customers_phone_idx;

--- case a column that gets NOT NULL and goes
--- contract
--- setup customers
--- change
UPDATE customers SET fax = '-' WHERE fax IS NULL;
ALTER TABLE customers ALTER COLUMN fax SET NOT NULL;
--- change
ALTER TABLE customers DROP COLUMN fax;
