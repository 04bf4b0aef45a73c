--- case a check
--- setup customers
--- change
ALTER TABLE customers ADD CONSTRAINT points_positive CHECK (points > 0);

--- case a check without a name
--- setup customers
--- change
ALTER TABLE customers ADD CHECK (points > 0);

--- case a unique constraint
--- setup customers
--- change
ALTER TABLE customers ADD CONSTRAINT customers_price_key UNIQUE (price);

--- case a unique constraint without a name
--- setup customers
--- change
ALTER TABLE customers ADD UNIQUE (price, id);

--- case a unique constraint with INCLUDE, deferrable
--- setup customers
--- change
ALTER TABLE customers ADD CONSTRAINT u UNIQUE (price) INCLUDE (fax) DEFERRABLE INITIALLY DEFERRED;

--- case a primary key
--- setup keyless
--- change
ALTER TABLE keyless ADD PRIMARY KEY (id);

--- case a primary key over a nullable column
--- setup
CREATE TABLE keyless (id integer, v text);
INSERT INTO keyless SELECT i, 'v' FROM generate_series(1, 30) i;
--- change
ALTER TABLE keyless ADD CONSTRAINT keyless_key PRIMARY KEY (id);

--- case a primary key by an index
--- setup keyless
--- change
CREATE UNIQUE INDEX CONCURRENTLY keyless_id ON keyless (id);
ALTER TABLE keyless ADD CONSTRAINT keyless_pkey PRIMARY KEY USING INDEX keyless_id;
--- plain
CREATE UNIQUE INDEX keyless_id ON keyless (id);
ALTER TABLE keyless ADD CONSTRAINT keyless_pkey PRIMARY KEY USING INDEX keyless_id;

--- case a foreign key
--- setup customers
--- change
ALTER TABLE customers ADD COLUMN referrer integer;
ALTER TABLE customers ADD CONSTRAINT customers_referrer_fkey FOREIGN KEY (referrer) REFERENCES customers (id) ON DELETE SET NULL;

--- case a foreign key over a column in use
--- setup customers
CREATE TABLE visits (id integer PRIMARY KEY, customer integer);
INSERT INTO visits SELECT i, i * 3 FROM generate_series(1, 30) i;
--- change
ALTER TABLE visits ADD FOREIGN KEY (customer) REFERENCES customers;

--- case a dropped check
--- setup customers
ALTER TABLE customers ADD CONSTRAINT points_positive CHECK (points > 0);
--- change
ALTER TABLE customers DROP CONSTRAINT points_positive;

--- case a dropped unique constraint
--- contract
--- setup customers
ALTER TABLE customers ADD CONSTRAINT customers_price_key UNIQUE (price);
--- change
ALTER TABLE customers DROP CONSTRAINT customers_price_key;

--- case a dropped foreign key
--- quiet
--- setup customers orders
--- change
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;

--- case a renamed constraint
--- setup customers orders
--- change
ALTER TABLE orders RENAME CONSTRAINT orders_customer_id_fkey TO of_customer;

--- case a constraint that is valid later
--- setup customers
--- change
ALTER TABLE customers ADD CONSTRAINT points_positive CHECK (points > 0) NOT VALID;
ALTER TABLE customers VALIDATE CONSTRAINT points_positive;

--- case an exclusion constraint
--- setup customers
--- change
ALTER TABLE customers ADD CONSTRAINT no_two EXCLUDE USING btree (price WITH =);
--- refused
-- no safe way is known for this ALTER TABLE

