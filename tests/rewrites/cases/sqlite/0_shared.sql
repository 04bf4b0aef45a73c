-- Tables that the cases of the other files use.
--- shared customers
CREATE TABLE customers (id INTEGER PRIMARY KEY, full_name text NOT NULL, phone text, fax text, points integer NOT NULL DEFAULT 0, price integer);
CREATE INDEX customers_phone_idx ON customers (phone);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO customers (id, full_name, phone, fax, points, price) SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN '' ELSE 'f' || i END, i, i * 100 FROM n;
--- shared orders
CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE, total integer);
CREATE INDEX orders_customer_idx ON orders (customer_id);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
DELETE FROM orders WHERE id > 55;
--- shared counts
CREATE TABLE counts (place text NOT NULL, day text NOT NULL, n integer NOT NULL DEFAULT 0, note text, PRIMARY KEY (place, day)) WITHOUT ROWID;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO counts SELECT 'p' || i % 5, date('2026-01-01', '+' || i || ' days'), i, CASE WHEN i % 3 > 0 THEN 'n' || i END FROM n;
--- shared log
CREATE TABLE log (line text, level integer);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO log SELECT 'Line ' || i, i % 4 FROM n;
--- shared sources
CREATE TABLE o (k INTEGER PRIMARY KEY, x text, type text);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO o SELECT i * 3, 'o' || i, CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END FROM n;
CREATE TABLE t (id INTEGER PRIMARY KEY, k integer, c text, c2 text, n integer, j text);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i, i, CASE WHEN i % 4 = 0 THEN NULL WHEN i % 4 = 1 THEN '' ELSE 'C' || i END, 'v' || i % 5, i, json_object('key', i, 'other', 1) FROM n;
