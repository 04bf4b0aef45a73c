-- Looks harmless, and passes every test on an empty database. On the live one it would fail, block or break.

ALTER TABLE orders ADD COLUMN gift_wrapped boolean NOT NULL;

CREATE INDEX orders_ship_country_idx ON orders (ship_country);

ALTER TABLE customers ALTER COLUMN phone SET NOT NULL;

ALTER TABLE payments ALTER COLUMN amount_cents TYPE numeric(14, 2);
