-- Looks harmless, and passes every test on an empty database. On the live one it would fail or break.

ALTER TABLE orders ADD COLUMN gift_wrapped INTEGER NOT NULL;

ALTER TABLE orders RENAME COLUMN total_cents TO amount_cents;

DROP TABLE carts;
