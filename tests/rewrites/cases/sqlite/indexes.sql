--- case an index
--- setup customers
--- change
CREATE INDEX customers_fax_idx ON customers (fax);

--- case an index over an expression, and over a part
--- setup customers
--- change
CREATE INDEX customers_lower_idx ON customers (lower(full_name), id DESC);
CREATE INDEX IF NOT EXISTS customers_rich_idx ON customers (points) WHERE price > 1000;

--- case a unique index
--- setup customers
--- change
CREATE UNIQUE INDEX customers_name_key ON customers (full_name);

--- case an index that may be there
--- setup customers
--- change
CREATE INDEX IF NOT EXISTS customers_phone_idx ON customers (phone);

--- case a dropped index
--- setup customers
--- change
DROP INDEX customers_phone_idx;

--- case a dropped unique index
--- contract
--- setup customers
CREATE UNIQUE INDEX customers_name_key ON customers (full_name);
--- change
DROP INDEX IF EXISTS customers_name_key;

--- case another index in its place
--- setup customers
--- change
DROP INDEX customers_phone_idx;
CREATE INDEX customers_phone_idx ON customers (phone, points);

--- case a new view and a new trigger
--- quiet
--- setup customers log
--- change
CREATE VIEW rich AS SELECT id, full_name FROM customers WHERE price > 1000;
CREATE TRIGGER noted AFTER UPDATE OF price ON customers BEGIN INSERT INTO log VALUES ('price', NEW.id); END;

--- case a dropped view and a dropped trigger
--- quiet
--- contract
--- setup customers log
CREATE VIEW rich AS SELECT id, full_name FROM customers WHERE price > 1000;
CREATE TRIGGER noted AFTER UPDATE OF price ON customers BEGIN INSERT INTO log VALUES ('price', NEW.id); END;
--- change
DROP VIEW rich;
DROP TRIGGER noted;

--- case another view in its place
--- contract
--- setup customers
CREATE VIEW rich AS SELECT id FROM customers WHERE price > 1000;
--- change
DROP VIEW rich;
CREATE VIEW rich AS SELECT id, full_name FROM customers WHERE price > 2000;

--- case indexes built anew and figures taken
--- setup customers
--- change
REINDEX customers;
ANALYZE;
PRAGMA optimize;
