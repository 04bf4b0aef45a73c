--- case an index
--- setup customers
--- change
CREATE INDEX customers_fax_idx ON customers (fax);

--- case an index without a name
--- setup customers
--- change
CREATE INDEX ON customers (lower(full_name), id DESC) INCLUDE (price) WHERE price > 10;

--- case a unique index
--- setup customers
--- change
CREATE UNIQUE INDEX customers_price_key ON customers (price);

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
CREATE UNIQUE INDEX u ON customers (price);
--- change
DROP INDEX u;

--- case a renamed index
--- setup customers
--- change
ALTER INDEX customers_phone_idx RENAME TO by_phone;

--- case another index in its place
--- setup customers
--- change
DROP INDEX customers_phone_idx;
CREATE INDEX customers_phone_idx ON customers (phone, id);
