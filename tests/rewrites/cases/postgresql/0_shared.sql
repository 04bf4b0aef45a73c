-- Tables that the cases of the other files use.
--- shared customers
CREATE TABLE customers (id integer PRIMARY KEY, full_name text NOT NULL, phone text, fax varchar(20), points integer NOT NULL DEFAULT 0, price integer, joined timestamptz NOT NULL DEFAULT now());
CREATE INDEX customers_phone_idx ON customers (phone);
INSERT INTO customers SELECT i * 3, 'Ann ' || i || ' O''Neil', CASE WHEN i % 7 = 0 THEN NULL ELSE '0' || i END, CASE WHEN i % 5 = 0 THEN NULL ELSE 'f' || i END, i, i * 100, '2026-01-01' FROM generate_series(1, 60) i;
--- shared orders
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), total integer);
INSERT INTO orders (customer_id, total) SELECT id, points FROM customers;
--- shared events
CREATE TABLE events (id integer NOT NULL, at date NOT NULL, kind text, n integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01') PARTITION BY RANGE (id);
CREATE TABLE events_2a PARTITION OF events_2 FOR VALUES FROM (0) TO (40);
CREATE TABLE events_2b PARTITION OF events_2 DEFAULT;
INSERT INTO events SELECT i, date '2026-01-01' + i % 59, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END, i FROM generate_series(1, 80) i;
--- shared sources
CREATE TABLE o (k integer PRIMARY KEY, x text, type text);
INSERT INTO o SELECT i * 3, 'o' || i, CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END FROM generate_series(1, 40) i;
CREATE TABLE t (id integer PRIMARY KEY, k integer, c text, c2 text, n integer, j jsonb);
INSERT INTO t SELECT i, i, CASE WHEN i % 4 = 0 THEN NULL WHEN i % 4 = 1 THEN '' ELSE 'C' || i END, 'v' || i % 5, i, jsonb_build_object('key', i, 'other', 1) FROM generate_series(1, 100) i;
--- shared priced
CREATE TABLE priced (id integer PRIMARY KEY, price integer, twice integer GENERATED ALWAYS AS (price * 2) STORED);
INSERT INTO priced (id, price) SELECT i, i FROM generate_series(1, 30) i;
--- shared keyless
CREATE TABLE keyless (id integer NOT NULL, v text);
INSERT INTO keyless SELECT i, 'v' FROM generate_series(1, 30) i;
--- shared moods
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE moods (id integer PRIMARY KEY, m mood);
INSERT INTO moods SELECT i, 'sad' FROM generate_series(1, 30) i;
