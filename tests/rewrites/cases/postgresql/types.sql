--- case an int key that becomes bigint
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN id TYPE bigint;

--- case an int key with inbound foreign keys
--- setup customers orders
--- change
ALTER TABLE customers ALTER COLUMN id TYPE bigint;

--- case a serial key that becomes bigint
--- setup customers orders
--- change
ALTER TABLE orders ALTER COLUMN id TYPE bigint;

--- case an identity key that becomes bigint
--- setup
CREATE TABLE events (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL);
INSERT INTO events (kind) SELECT 'k' || i FROM generate_series(1, 60) i;
--- change
ALTER TABLE events ALTER COLUMN id TYPE bigint;

--- case a foreign key column that becomes bigint
--- setup customers orders
--- change
ALTER TABLE orders ALTER COLUMN customer_id TYPE bigint;

--- case an integer column that becomes bigint
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN price TYPE bigint;

--- case an integer column with default, check and index
--- setup customers
ALTER TABLE customers ADD CONSTRAINT points_positive CHECK (points >= 0);
CREATE INDEX customers_points_idx ON customers (points, id);
--- change
ALTER TABLE customers ALTER COLUMN points TYPE bigint;

--- case a wider varchar
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN fax TYPE varchar(40);

--- case varchar to text
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN fax TYPE text;

--- case a wider numeric
--- setup
CREATE TABLE bills (id integer PRIMARY KEY, amount numeric(8,2));
INSERT INTO bills SELECT i, i FROM generate_series(1, 30) i;
--- change
ALTER TABLE bills ALTER COLUMN amount TYPE numeric(12,2);

--- case text to integer by an expression
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN phone TYPE integer USING phone::integer;
--- refused
-- cannot be served under one name to both versions

--- case integer to text
--- setup customers
--- change
ALTER TABLE customers ALTER COLUMN price TYPE text;
--- refused
-- cannot be served under one name to both versions

