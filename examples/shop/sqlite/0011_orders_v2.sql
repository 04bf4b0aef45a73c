-- Orders move to a table with a shipping zone. Both tables are written while two versions of the application run;
-- the old one is dropped by a later migration, when order lines and payments refer to the new one.

-- lockstep: mirror orders -> orders_v2
CREATE TABLE orders_v2 (
    id            INTEGER PRIMARY KEY,
    customer_id   INTEGER NOT NULL,
    ship_country  TEXT NOT NULL,
    shipping_zone TEXT NOT NULL,
    total_cents   INTEGER NOT NULL,
    placed_at     TEXT NOT NULL
);

INSERT INTO orders_v2 (id, customer_id, ship_country, shipping_zone, total_cents, placed_at)
SELECT id, customer_id, ship_country,
       CASE WHEN ship_country = 'DE' THEN 'domestic'
            WHEN ship_country IN ('AT', 'FR', 'IT', 'NL', 'PL') THEN 'eu'
            ELSE 'world' END,
       total_cents, placed_at
  FROM orders;
