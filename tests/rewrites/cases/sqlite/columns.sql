--- case a nullable column
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN note text;

--- case a column with a constant default
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN active boolean NOT NULL DEFAULT 1;

--- case a column with a check and a collation
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN country TEXT COLLATE NOCASE DEFAULT 'de' CHECK (length(country) = 2);

--- case a column that references
--- setup customers
CREATE TABLE countries (code TEXT PRIMARY KEY);
INSERT INTO countries VALUES ('de'), ('fr');
--- change
ALTER TABLE customers ADD COLUMN country TEXT REFERENCES countries (code);

--- case a virtual column
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN shout TEXT GENERATED ALWAYS AS (upper(full_name)) VIRTUAL;

--- case a column of a table without rowid
--- setup counts
--- change
ALTER TABLE counts ADD COLUMN seen integer NOT NULL DEFAULT 0;

--- case a column filled from another
--- setup customers
--- change
-- lockstep: using=price * 100
-- lockstep: reverse=price_cents / 100
ALTER TABLE customers ADD COLUMN price_cents integer;
--- plain
ALTER TABLE customers ADD COLUMN price_cents integer;
UPDATE customers SET price_cents = price * 100;

--- case a required column filled from another
--- setup customers
--- change
-- lockstep: using=upper(full_name)
ALTER TABLE customers ADD COLUMN loud text NOT NULL;
--- plain
ALTER TABLE customers ADD COLUMN loud text NOT NULL DEFAULT '';
UPDATE customers SET loud = upper(full_name);
CREATE TABLE renewed (id INTEGER PRIMARY KEY, full_name text NOT NULL, phone text, fax text, points integer NOT NULL DEFAULT 0, price integer, loud text NOT NULL);
INSERT INTO renewed SELECT * FROM customers;
DROP TABLE customers;
ALTER TABLE renewed RENAME TO customers;
CREATE INDEX customers_phone_idx ON customers (phone);

--- case a required column of a table without rowid filled from another
--- setup counts
--- change
-- lockstep: using=n * 2
-- lockstep: reverse=twice / 2
ALTER TABLE counts ADD COLUMN twice integer NOT NULL;
--- plain
CREATE TABLE renewed (place text NOT NULL, day text NOT NULL, n integer NOT NULL DEFAULT 0, note text, twice integer NOT NULL, PRIMARY KEY (place, day)) WITHOUT ROWID;
INSERT INTO renewed SELECT place, day, n, note, n * 2 FROM counts;
DROP TABLE counts;
ALTER TABLE renewed RENAME TO counts;

--- case a column of a table without a key filled from another
--- setup log
--- change
-- lockstep: using=level * 10
-- lockstep: reverse=severity / 10
ALTER TABLE log ADD COLUMN severity integer;
--- plain
ALTER TABLE log ADD COLUMN severity integer;
UPDATE log SET severity = level * 10;

--- case a renamed column
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN phone TO phone_number;

--- case a renamed required column
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN full_name TO name;

--- case a renamed column without the word COLUMN
--- setup customers
--- change
ALTER TABLE customers RENAME price TO cost;

--- case a renamed key
--- setup customers orders
--- change
ALTER TABLE customers RENAME COLUMN id TO customer_id;

--- case a renamed numbered key
--- setup customers orders
--- change
ALTER TABLE orders RENAME COLUMN id TO order_id;

--- case a renamed column of a table without rowid
--- setup counts
--- change
ALTER TABLE counts RENAME COLUMN n TO number;

--- case a renamed column of a table without a key
--- setup log
--- change
ALTER TABLE log RENAME COLUMN line TO text;

--- case a dropped column
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN fax;

--- case a dropped required column
--- setup customers
--- change
ALTER TABLE customers DROP COLUMN full_name;

--- case a dropped column, deleted at contract
--- setup customers
--- change
-- lockstep: quarantine=0
ALTER TABLE customers DROP COLUMN fax;

--- case a dropped column of a table without rowid
--- setup counts
--- change
ALTER TABLE counts DROP COLUMN note;

--- case a dropped virtual column
--- setup
CREATE TABLE priced (id INTEGER PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) VIRTUAL);
INSERT INTO priced (price) VALUES (1), (2), (3);
--- change
ALTER TABLE priced DROP COLUMN twice;
