--- case an update that may happen once
--- quiet
--- setup customers
--- change
UPDATE customers SET points = points + 1;

--- case a delete
--- quiet
--- setup customers
--- change
DELETE FROM customers WHERE points > 30 OR phone IS NULL;

--- case an update by a value
--- quiet
--- setup sources
--- change
UPDATE t SET c = 'x' WHERE c IS NULL OR c2 = 'v1';

--- case an update by a subquery
--- quiet
--- setup sources
--- change
UPDATE t SET c = (SELECT o.x FROM o WHERE o.k = t.k);

--- case an update from another table
--- quiet
--- setup sources
--- change
UPDATE t SET c = o.x FROM o WHERE o.k = t.k AND o.type = 'odd';

--- case an update with a WITH
--- quiet
--- setup sources
--- change
WITH most AS (SELECT k, max(x) AS x FROM o GROUP BY k) UPDATE t SET c = (SELECT x FROM most WHERE most.k = t.k) WHERE k IN (SELECT k FROM most);

--- case an update of JSON
--- quiet
--- setup sources
--- change
UPDATE t SET j = json_set(j, '$.key', n + 1), n = json_extract(j, '$.key') * 2;

--- case an update of several columns at once
--- quiet
--- setup sources
--- change
UPDATE t SET (c, c2) = (c2, c);

--- case an update by the time
--- quiet
--- setup sources
--- change
UPDATE t SET c = date('now') WHERE c IS NULL;

--- case an update that skips what does not fit
--- quiet
--- setup sources
CREATE UNIQUE INDEX t_n ON t (n);
--- change
UPDATE OR IGNORE t SET n = n / 2 WHERE id > 50;

--- case an update of a table without rowid
--- quiet
--- setup counts
--- change
UPDATE counts SET n = n + 1, note = coalesce(note, 'none');

--- case an update of a table without a key
--- quiet
--- setup log
--- change
UPDATE log SET line = lower(line), level = level + 1;
--- refused
-- log has no primary key to walk by

--- case a delete by another table
--- quiet
--- setup sources
--- change
DELETE FROM t WHERE EXISTS (SELECT 1 FROM o WHERE o.k = t.k AND o.type = 'odd');

--- case a delete from a table without a key
--- quiet
--- setup log
--- change
DELETE FROM log WHERE level = 3;
--- refused
-- log has no primary key to walk by

--- case a delete with a cascade
--- quiet
--- setup customers orders
--- change
DELETE FROM customers WHERE price > 3000;

--- case rows from another table
--- quiet
--- setup sources
--- change
INSERT INTO t (id, k, c) SELECT k + 1000, k, x FROM o;

--- case rows from a table without a key
--- quiet
--- setup customers log
--- change
INSERT OR IGNORE INTO customers (full_name, points) SELECT line, level FROM log WHERE level > 0;
--- refused
-- log has no primary key to walk by

--- case rows of a new table
--- quiet
--- setup customers
--- change
CREATE TABLE phones (customer_id INTEGER PRIMARY KEY, phone text NOT NULL);
INSERT INTO phones SELECT id, phone FROM customers WHERE phone IS NOT NULL;

--- case rows that may be there
--- setup customers
--- change
INSERT OR IGNORE INTO customers (id, full_name) VALUES (3, 'x'), (10001, 'y');
INSERT INTO customers (id, full_name) VALUES (6, 'z'), (10002, 'y') ON CONFLICT (id) DO UPDATE SET fax = excluded.full_name;

--- case rows put in the place of others
--- quiet
--- setup customers
--- change
REPLACE INTO customers (id, full_name) VALUES (3, 'x'), (10001, 'y');

--- case all rows deleted
--- quiet
--- setup sources
--- change
DELETE FROM o;
