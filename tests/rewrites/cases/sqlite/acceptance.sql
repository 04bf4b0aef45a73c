--- case three columns, an index of JSON and a trigger
--- setup customers orders
--- change
ALTER TABLE orders ADD COLUMN shipping_zone TEXT;
ALTER TABLE orders ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata));
CREATE INDEX orders_source_idx ON orders (json_extract(metadata, '$.source'));
CREATE TRIGGER orders_zoned AFTER UPDATE OF shipping_zone ON orders BEGIN UPDATE orders SET metadata = json_set(metadata, '$.zoned', 1) WHERE id = NEW.id; END;

--- case email_verified
--- quiet
--- setup
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO users (email, created_at) SELECT CASE WHEN i % 3 > 0 THEN 'u' || i || '@example.org' END, datetime('now', 'start of day', '-' || i || ' days') FROM n;
--- change
ALTER TABLE users ADD COLUMN email_verified BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE users SET email_verified = TRUE WHERE email IS NOT NULL AND created_at < datetime('now', '-30 days');

--- case orders_v2, and later no orders any more
--- contract
--- setup customers orders
--- change
-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), total INTEGER, shipping_zone TEXT NOT NULL DEFAULT 'unknown');
INSERT INTO orders_v2 (id, customer_id, total, shipping_zone) SELECT id, customer_id, total, CASE WHEN total < 30 THEN 'eu' ELSE 'world' END FROM orders;
CREATE INDEX orders_v2_zone_idx ON orders_v2 (shipping_zone);
--- change
DROP TABLE orders;
