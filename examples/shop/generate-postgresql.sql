-- Fills the shop of 0001 with rows, the same ones every time.
--   psql "$DATABASE_URL" -f generate-postgresql.sql                    200,000 orders
--   psql "$DATABASE_URL" -v orders=2000000 -f generate-postgresql.sql  as many as you like
\set ON_ERROR_STOP on
\if :{?orders}
\else
  \set orders 200000
\endif

BEGIN;

INSERT INTO products (sku, name, price_cents)
SELECT 'SKU-' || to_char(n, 'FM00000'), 'Product ' || n, 199 + (n * 7919) % 20000
  FROM generate_series(1::bigint, 1000) n;

-- One customer for five orders. Every 50th has a name of one word, every seventh gave no phone number.
WITH first_names (i, name) AS (VALUES (0, 'Anna'), (1, 'Björn'), (2, 'Chiara'), (3, 'David'), (4, 'Elif'), (5, 'François'),
                                      (6, 'Greta'), (7, 'Hugo'), (8, 'Ines'), (9, 'Jonas'), (10, 'Katarzyna')),
     last_names (i, name) AS (VALUES (0, 'Abel'), (1, 'Bianchi'), (2, 'van den Berg'), (3, 'Dupont'), (4, 'Eriksen'),
                                     (5, 'O''Neill'), (6, 'García López'))
INSERT INTO customers (email, full_name, phone, fax, loyalty_points, created_at)
SELECT 'customer' || n || '@example.com',
       CASE WHEN n % 50 = 0 THEN f.name ELSE f.name || ' ' || l.name END,
       CASE WHEN n % 7 = 0 THEN NULL ELSE '+49 30 ' || to_char(n, 'FM0000000') END,
       CASE WHEN n % 11 = 0 THEN '+49 31 ' || to_char(n, 'FM0000000') END,
       (n * 13) % 500,
       timestamptz '2020-01-01 00:00:00+00' + n * interval '7 minutes'
  FROM generate_series(1::bigint, :orders / 5) n
  JOIN first_names f ON f.i = n % 11
  JOIN last_names l ON l.i = n % 7
 ORDER BY n;

INSERT INTO addresses (customer_id, street, city, country)
SELECT n, 'Street ' || (n % 400), 'City ' || (n % 90), (ARRAY['DE', 'DE', 'DE', 'AT', 'FR', 'IT', 'NL', 'PL', 'CH', 'US'])[1 + n % 10]
  FROM generate_series(1::bigint, :orders / 5) n;

INSERT INTO orders (customer_id, address_id, status, ship_country, total_cents, discount_percent, placed_at)
SELECT c, CASE WHEN n % 20 = 0 THEN NULL ELSE c END,
       (ARRAY['delivered', 'delivered', 'delivered', 'shipped', 'paid', 'packed', 'new', 'cancelled'])[1 + n % 8],
       (ARRAY['DE', 'DE', 'DE', 'AT', 'FR', 'IT', 'NL', 'PL', 'CH', 'US'])[1 + c % 10],
       500 + (n * 104729) % 90000, (ARRAY[0, 0, 0, 5, 10, 25])[1 + n % 6],
       timestamptz '2021-01-01 00:00:00+00' + n * interval '11 minutes'
  FROM (SELECT n, 1 + (n * 31) % (:orders / 5) AS c FROM generate_series(1::bigint, :orders) n) g
 ORDER BY n;

INSERT INTO order_items (order_id, line, product_id, quantity, price_cents)
SELECT n, line, 1 + (n * line * 37) % 1000, 1 + (n + line) % 3, 199 + (n * line * 7919) % 20000
  FROM generate_series(1::bigint, :orders) n CROSS JOIN generate_series(1, 2) line
 ORDER BY n, line;

INSERT INTO payments (order_id, method, amount_cents, paid_at)
SELECT id, (ARRAY['card', 'transfer', 'invoice'])[1 + id % 3], total_cents, placed_at + interval '5 minutes'
  FROM orders WHERE status NOT IN ('new', 'cancelled') ORDER BY id;

INSERT INTO carts (customer_id, updated_at)
SELECT 1 + n % (:orders / 5), timestamptz '2022-01-01 00:00:00+00' + (n * 1461 * 24 * 60 / (:orders / 4)) * interval '1 minute'
  FROM generate_series(1::bigint, :orders / 4) n;

COMMIT;

ANALYZE;
