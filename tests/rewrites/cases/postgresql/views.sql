--- case a view over a renamed column
--- setup customers
CREATE VIEW phones AS SELECT id, phone FROM customers WHERE phone IS NOT NULL;
GRANT SELECT ON phones TO pg_monitor;
COMMENT ON VIEW phones IS 'who can be called';
--- change
ALTER TABLE customers RENAME COLUMN phone TO phone_number;

--- case a view over a column of another type
--- setup customers
CREATE VIEW prices AS SELECT id, price FROM customers;
GRANT SELECT ON prices TO pg_monitor;
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
--- plain
DROP VIEW prices;
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
CREATE VIEW prices AS SELECT id, price FROM customers;
GRANT SELECT ON prices TO pg_monitor;

--- case a view around a change of type
--- setup customers
CREATE VIEW prices AS SELECT id, price FROM customers;
GRANT SELECT ON prices TO pg_monitor;
--- change
DROP VIEW prices;
ALTER TABLE customers ALTER COLUMN price TYPE bigint;
CREATE VIEW prices AS SELECT id, price FROM customers;
GRANT SELECT ON prices TO pg_monitor;

--- case another view in its place
--- setup customers
CREATE VIEW phones AS SELECT id, phone FROM customers;
--- change
CREATE OR REPLACE VIEW phones AS SELECT id, phone, price FROM customers;

--- case another function in its place
--- setup customers
CREATE FUNCTION twice(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT i * 2 $$;
--- change
CREATE OR REPLACE FUNCTION twice(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT i + i $$;

--- case a dropped view
--- setup customers
CREATE VIEW phones AS SELECT id, phone FROM customers;
GRANT SELECT ON phones TO pg_monitor;
--- change
DROP VIEW phones;

--- case a view, then the column under it
--- setup customers
CREATE VIEW phones AS SELECT id, phone FROM customers;
--- change
DROP VIEW phones;
ALTER TABLE customers DROP COLUMN phone;

--- case a materialized view
--- quiet
--- setup customers
--- change
CREATE MATERIALIZED VIEW rich AS SELECT id, price FROM customers WHERE price > 1000;
CREATE UNIQUE INDEX rich_key ON rich (id);

--- case an enum value
--- setup moods
--- change
ALTER TYPE mood ADD VALUE 'calm' AFTER 'sad';

--- case a trigger and its function
--- random customers.joined
--- setup customers
--- change
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.joined := now(); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION touch();
