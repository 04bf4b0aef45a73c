-- What teams write, as they write it: a file each, or two that follow each other.
--- case email_verified
--- quiet
--- setup
CREATE TABLE users (id bigserial PRIMARY KEY, email text, created_at timestamptz NOT NULL DEFAULT now());
INSERT INTO users (email, created_at) SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE 'u' || i || '@example.org' END, date_trunc('day', now()) - i * interval '1 day' FROM generate_series(1, 60) i;
--- change
ALTER TABLE users ADD COLUMN email_verified BOOLEAN DEFAULT FALSE;
UPDATE users SET email_verified = TRUE WHERE email IS NOT NULL AND created_at < NOW() - INTERVAL '30 days';
ALTER TABLE users ALTER COLUMN email_verified SET NOT NULL;

--- case three columns, a jsonb index and a procedure
--- setup customers orders
--- change
ALTER TABLE orders
  ADD COLUMN shipping_zone text,
  ADD COLUMN priority integer NOT NULL DEFAULT 0,
  ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}'::jsonb;

CREATE INDEX orders_metadata_idx ON orders USING gin (metadata jsonb_path_ops);

CREATE OR REPLACE PROCEDURE set_shipping_zone(order_id integer, zone text)
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET shipping_zone = zone, metadata = metadata || jsonb_build_object('zoned', true) WHERE id = order_id;
END;
$$;

--- case a required shipping zone
--- quiet
--- setup
CREATE TABLE orders (id bigserial PRIMARY KEY, ship_country text NOT NULL, total_cents integer NOT NULL);
INSERT INTO orders (ship_country, total_cents) SELECT (ARRAY['DE', 'FR', 'US'])[1 + i % 3], i FROM generate_series(1, 60) i;
--- change
ALTER TABLE orders ADD COLUMN shipping_zone text;
UPDATE orders SET shipping_zone = CASE WHEN ship_country IN ('DE', 'FR') THEN 'eu' ELSE 'world' END;
ALTER TABLE orders ALTER COLUMN shipping_zone SET NOT NULL;
CREATE INDEX orders_shipping_zone_idx ON orders (shipping_zone);

--- case orders_v2, kept in step
--- setup customers orders
--- change
-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (
  id bigint PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES customers (id),
  total integer,
  shipping_zone text NOT NULL DEFAULT 'unknown'
);
INSERT INTO orders_v2 (id, customer_id, total, shipping_zone)
SELECT id, customer_id, total, CASE WHEN total < 30 THEN 'eu' ELSE 'world' END FROM orders;
CREATE INDEX orders_v2_shipping_zone_idx ON orders_v2 (shipping_zone);

--- case orders_v2, and later no orders_legacy any more
--- contract
--- setup customers orders
--- change
-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (id bigint PRIMARY KEY, customer_id integer NOT NULL, total integer, shipping_zone text NOT NULL);
INSERT INTO orders_v2 (id, customer_id, total, shipping_zone) SELECT id, customer_id, total, 'zone ' || customer_id % 4 FROM orders;
--- change
ALTER TABLE orders RENAME TO orders_legacy;
--- change
DROP TABLE orders_legacy;

--- case the old table goes, the new one takes its name
--- contract
--- setup customers orders
--- change
-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (id integer PRIMARY KEY, customer_id integer NOT NULL, total integer, shipping_zone text NOT NULL DEFAULT 'x');
INSERT INTO orders_v2 (id, customer_id, total, shipping_zone) SELECT id, customer_id, total, 'zone ' || customer_id % 4 FROM orders;
ALTER TABLE orders RENAME TO orders_legacy;
ALTER TABLE orders_v2 RENAME TO orders;
--- change
DROP TABLE orders_legacy;
