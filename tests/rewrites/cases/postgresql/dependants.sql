--- case a renamed column in an expression index and a partial one
--- setup customers
CREATE INDEX e ON customers ((price + points));
CREATE INDEX p ON customers (id) WHERE price > 100;
CREATE INDEX i ON customers (id) INCLUDE (price);
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column in a check, a policy and a trigger
--- setup customers
ALTER TABLE customers ADD CONSTRAINT c CHECK (price > 0 AND points >= 0);
CREATE POLICY p ON customers USING (price > 0);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t AFTER UPDATE OF price ON customers FOR EACH ROW WHEN (NEW.price > 5) EXECUTE FUNCTION f();
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column in a generated one
--- setup priced
--- change
ALTER TABLE priced RENAME COLUMN price TO cost;

--- case a renamed column in statistics and a publication
--- setup customers
CREATE STATISTICS s ON price, points FROM customers;
CREATE PUBLICATION pub FOR TABLE customers;
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column in a materialized view
--- setup customers
CREATE MATERIALIZED VIEW prices AS SELECT id, price FROM customers;
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column in a view over a view
--- setup customers
CREATE VIEW a AS SELECT id, price FROM customers;
CREATE VIEW b AS SELECT price FROM a;
GRANT SELECT ON b TO pg_monitor;
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column that is a foreign key
--- setup customers orders
--- change
ALTER TABLE orders RENAME COLUMN customer_id TO customer;

--- case a renamed column that is referenced
--- setup customers orders
--- change
ALTER TABLE customers RENAME COLUMN id TO customer_id;

--- case a renamed serial column
--- setup customers orders
--- change
ALTER TABLE orders RENAME COLUMN id TO order_id;

--- case a renamed column with a domain, statistics and storage
--- setup customers
ALTER TABLE customers ALTER COLUMN phone SET STATISTICS 300, ALTER COLUMN phone SET STORAGE EXTERNAL;
CREATE DOMAIN tiny AS integer CHECK (VALUE > 0);
--- change
ALTER TABLE customers RENAME COLUMN phone TO tel;

--- case a renamed column in an SQL function with a body
--- from 14
--- setup customers
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(price) FROM customers; END;
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a dropped column that others use
--- setup customers
ALTER TABLE customers ADD CONSTRAINT c CHECK (price > 0 AND points >= 0);
CREATE INDEX e ON customers ((price + points));
CREATE INDEX p ON customers (id) WHERE price > 100;
CREATE STATISTICS s ON price, points FROM customers;
COMMENT ON COLUMN customers.price IS 'x';
--- change
ALTER TABLE customers DROP COLUMN price;

--- case a dropped column that is a foreign key
--- contract
--- setup customers orders
--- change
ALTER TABLE orders DROP COLUMN customer_id;

--- case a dropped serial column
--- setup
CREATE TABLE logs (id integer PRIMARY KEY, n bigserial);
INSERT INTO logs SELECT generate_series(1, 30);
--- change
ALTER TABLE logs DROP COLUMN n;

--- case a dropped identity column
--- setup
CREATE TABLE logs (id integer PRIMARY KEY, n bigint GENERATED ALWAYS AS IDENTITY);
INSERT INTO logs SELECT generate_series(1, 30);
--- change
ALTER TABLE logs DROP COLUMN n;

--- case a dropped generated column
--- setup priced
--- change
ALTER TABLE priced DROP COLUMN twice;

--- case a renamed table with a view, a policy, grants and an owner
--- setup customers
CREATE VIEW v AS SELECT id FROM customers;
GRANT SELECT, INSERT ON customers TO pg_monitor;
COMMENT ON TABLE customers IS 'who buys';
--- change
ALTER TABLE customers RENAME TO clients;

--- case another type with expression indexes
--- setup customers
CREATE INDEX p ON customers (id) WHERE price > 100;
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;

--- case another type with a grant and a comment
--- setup customers
GRANT SELECT (price), UPDATE (price) ON customers TO pg_monitor;
COMMENT ON COLUMN customers.price IS 'what';
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;

--- case another type with extended statistics
--- setup customers
CREATE STATISTICS s ON price, points FROM customers;
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;

--- case another type with a trigger on the column
--- setup customers
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t AFTER UPDATE OF price ON customers FOR EACH ROW EXECUTE FUNCTION f();
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
--- refused
-- cannot alter type of a column used in the definition of

--- case another type by expressions
--- contract
--- setup customers
--- change
-- lockstep: using=price::numeric / 100
-- lockstep: reverse=(price * 100)::integer
ALTER TABLE customers ALTER COLUMN price TYPE numeric(12,2) USING price::numeric / 100;
--- plain
ALTER TABLE customers ALTER COLUMN price TYPE numeric(12,2) USING price::numeric / 100;
