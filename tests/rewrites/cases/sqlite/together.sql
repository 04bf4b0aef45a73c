--- case three migrations at once
--- quiet
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN note text;
UPDATE customers SET note = 'n' || id WHERE phone IS NOT NULL;
--- change
ALTER TABLE customers RENAME COLUMN fax TO telefax;
--- change
CREATE TABLE visits (id INTEGER PRIMARY KEY, customer_id integer);
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

--- case a new column and its index
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN country text DEFAULT 'de';
CREATE INDEX customers_country_idx ON customers (country) WHERE country <> 'de';

--- case two changes of one column
--- contract
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;
--- change
ALTER TABLE customers RENAME COLUMN cost TO amount;

--- case two columns renamed, one dropped
--- setup customers
--- change
ALTER TABLE customers RENAME COLUMN phone TO tel;
ALTER TABLE customers RENAME COLUMN full_name TO name;
ALTER TABLE customers DROP COLUMN fax;

--- case rows moved to a new table
--- quiet
--- contract
--- setup customers
--- change
CREATE TABLE phones (customer_id INTEGER PRIMARY KEY, phone text NOT NULL);
INSERT INTO phones SELECT id, phone FROM customers WHERE phone IS NOT NULL;
DROP INDEX customers_phone_idx;
ALTER TABLE customers DROP COLUMN phone;

--- case a transaction of several statements
--- setup customers
--- change
BEGIN IMMEDIATE;
ALTER TABLE customers ADD COLUMN a integer;
ALTER TABLE customers ADD COLUMN b text DEFAULT 'x';
CREATE INDEX customers_a_idx ON customers (a);
COMMIT;

--- case two tables dropped that belong together
--- contract
--- setup customers orders
--- change
DROP TABLE orders;
DROP TABLE customers;

--- case a renamed column, and what is made over it
--- contract
--- quiet
--- setup customers orders
--- change
ALTER TABLE customers RENAME COLUMN price TO cost;
CREATE VIEW costs AS SELECT id, cost FROM customers;
CREATE TRIGGER t AFTER UPDATE OF cost ON customers BEGIN UPDATE orders SET total = NEW.cost WHERE customer_id = NEW.id; END;
