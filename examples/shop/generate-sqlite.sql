-- Fills the shop of 0001 with rows, the same ones every time.
--   sqlite3 shop.db < generate-sqlite.sql                                          200,000 orders
--   sqlite3 -cmd '.parameter set :orders 2000000' shop.db < generate-sqlite.sql    as many as you like
.bail on

BEGIN;

CREATE TEMP TABLE scale AS SELECT CAST(coalesce(:orders, 200000) AS INTEGER) AS orders;
CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY);
WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter, scale WHERE n < orders)
INSERT INTO numbers SELECT n FROM counter;

CREATE TEMP TABLE words (kind TEXT, i INTEGER, word TEXT, PRIMARY KEY (kind, i));
INSERT INTO words VALUES
  ('first', 0, 'Anna'), ('first', 1, 'Björn'), ('first', 2, 'Chiara'), ('first', 3, 'David'), ('first', 4, 'Elif'),
  ('first', 5, 'François'), ('first', 6, 'Greta'), ('first', 7, 'Hugo'), ('first', 8, 'Ines'), ('first', 9, 'Jonas'),
  ('first', 10, 'Katarzyna'),
  ('last', 0, 'Abel'), ('last', 1, 'Bianchi'), ('last', 2, 'van den Berg'), ('last', 3, 'Dupont'),
  ('last', 4, 'Eriksen'), ('last', 5, 'O''Neill'), ('last', 6, 'García López'),
  ('country', 0, 'DE'), ('country', 1, 'DE'), ('country', 2, 'DE'), ('country', 3, 'AT'), ('country', 4, 'FR'),
  ('country', 5, 'IT'), ('country', 6, 'NL'), ('country', 7, 'PL'), ('country', 8, 'CH'), ('country', 9, 'US'),
  ('status', 0, 'delivered'), ('status', 1, 'delivered'), ('status', 2, 'delivered'), ('status', 3, 'shipped'),
  ('status', 4, 'paid'), ('status', 5, 'packed'), ('status', 6, 'new'), ('status', 7, 'cancelled'),
  ('method', 0, 'card'), ('method', 1, 'transfer'), ('method', 2, 'invoice');

INSERT INTO products (id, sku, name, price_cents)
SELECT n, printf('SKU-%05d', n), 'Product ' || n, 199 + (n * 7919) % 20000
  FROM numbers WHERE n <= 1000;

-- One customer for five orders. Every 50th has a name of one word, every seventh gave no phone number.
INSERT INTO customers (id, email, full_name, phone, fax, loyalty_points, created_at)
SELECT n, 'customer' || n || '@example.com',
       CASE WHEN n % 50 = 0 THEN f.word ELSE f.word || ' ' || l.word END,
       CASE WHEN n % 7 = 0 THEN NULL ELSE printf('+49 30 %07d', n) END,
       CASE WHEN n % 11 = 0 THEN printf('+49 31 %07d', n) END,
       (n * 13) % 500,
       datetime('2020-01-01', (n * 7) || ' minutes')
  FROM numbers
  JOIN words f ON f.kind = 'first' AND f.i = n % 11
  JOIN words l ON l.kind = 'last' AND l.i = n % 7
 WHERE n <= (SELECT orders / 5 FROM scale);

INSERT INTO addresses (id, customer_id, street, city, country)
SELECT n, n, 'Street ' || (n % 400), 'City ' || (n % 90), w.word
  FROM numbers JOIN words w ON w.kind = 'country' AND w.i = n % 10
 WHERE n <= (SELECT orders / 5 FROM scale);

INSERT INTO orders (id, customer_id, address_id, status, ship_country, total_cents, discount_percent, placed_at)
SELECT n, c, CASE WHEN n % 20 = 0 THEN NULL ELSE c END, s.word, w.word,
       500 + (n * 104729) % 90000,
       CASE n % 6 WHEN 3 THEN 5 WHEN 4 THEN 10 WHEN 5 THEN 25 ELSE 0 END,
       datetime('2021-01-01', (n * 11) || ' minutes')
  FROM (SELECT n, 1 + (n * 31) % (SELECT orders / 5 FROM scale) AS c FROM numbers)
  JOIN words s ON s.kind = 'status' AND s.i = n % 8
  JOIN words w ON w.kind = 'country' AND w.i = c % 10;

INSERT INTO order_items (order_id, line, product_id, quantity, price_cents)
SELECT n, line, 1 + (n * line * 37) % 1000, 1 + (n + line) % 3, 199 + (n * line * 7919) % 20000
  FROM numbers, (SELECT 1 AS line UNION ALL SELECT 2);

INSERT INTO payments (order_id, method, amount_cents, paid_at)
SELECT o.id, w.word, o.total_cents, datetime(o.placed_at, '5 minutes')
  FROM orders o JOIN words w ON w.kind = 'method' AND w.i = o.id % 3
 WHERE o.status NOT IN ('new', 'cancelled') ORDER BY o.id;

INSERT INTO carts (customer_id, updated_at)
SELECT 1 + n % (orders / 5), datetime('2022-01-01', (n * 1461 * 24 * 60 / (orders / 4)) || ' minutes')
  FROM numbers, scale WHERE n <= orders / 4;

COMMIT;

ANALYZE;
