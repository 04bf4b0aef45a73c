--- case a renamed column in an expression index and a partial one
--- setup customers
CREATE INDEX e ON customers (price + points);
CREATE INDEX p ON customers (id) WHERE price > 100;
CREATE UNIQUE INDEX u ON customers (price, id DESC);
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column in a check
--- setup
CREATE TABLE boxes (id INTEGER PRIMARY KEY, width integer CHECK (width > 0), height integer, CHECK (width < height));
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO boxes SELECT i, i, i + 1 FROM n;
--- change
ALTER TABLE boxes RENAME COLUMN width TO breadth;

--- case a renamed column in a view
--- contract
--- setup customers
CREATE VIEW names AS SELECT id, phone FROM customers WHERE phone IS NOT NULL;
--- change
ALTER TABLE customers RENAME COLUMN phone TO tel;

--- case a renamed column in a trigger
--- setup customers log
CREATE TRIGGER noted AFTER UPDATE OF price ON customers WHEN NEW.price > 100 BEGIN INSERT INTO log VALUES ('price ' || NEW.price, 1); END;
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;

--- case a renamed column in a virtual one
--- setup
CREATE TABLE priced (id INTEGER PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) VIRTUAL);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO priced (price) SELECT i FROM n;
--- change
ALTER TABLE priced RENAME COLUMN price TO cost;

--- case a renamed column that is a foreign key
--- setup customers orders
--- change
ALTER TABLE orders RENAME COLUMN customer_id TO customer;

--- case a renamed column with a collation and a unique rule
--- setup
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, name TEXT DEFAULT 'x');
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO users (email) SELECT 'U' || i FROM n;
--- change
ALTER TABLE users RENAME COLUMN email TO mail;

--- case a dropped column with an index
--- setup customers
--- change
DROP INDEX customers_phone_idx;
ALTER TABLE customers DROP COLUMN phone;

--- case a dropped required column of a table with triggers, views and foreign keys
--- setup customers orders log
CREATE TRIGGER noted AFTER INSERT ON customers BEGIN INSERT INTO log VALUES ('customer ' || NEW.id, 1); END;
CREATE TRIGGER more AFTER DELETE ON orders BEGIN UPDATE customers SET points = points + 1 WHERE id = OLD.customer_id; END;
CREATE VIEW rich AS SELECT id, price FROM customers WHERE price > 1000;
CREATE INDEX half ON customers (price) WHERE points > 10;
--- change
ALTER TABLE customers DROP COLUMN full_name;

--- case a dropped required column of a numbered table
--- setup
CREATE TABLE bills (id INTEGER PRIMARY KEY AUTOINCREMENT, amount integer NOT NULL, note text);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO bills (amount) SELECT i FROM n;
DELETE FROM bills WHERE id > 35;
--- change
ALTER TABLE bills DROP COLUMN amount;

--- case a dropped required column of a strict table
--- setup
CREATE TABLE bills (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT) STRICT;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO bills (amount) SELECT i FROM n;
--- change
ALTER TABLE bills DROP COLUMN amount;

--- case a dropped required column of a table without a key
--- setup
CREATE TABLE lines (line text NOT NULL, level integer, "odd name" text);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO lines SELECT 'l' || i, i, 'x' FROM n;
DELETE FROM lines WHERE level % 3 = 0;
--- change
ALTER TABLE lines DROP COLUMN line;
