--- case shape 1 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = 'x' WHERE c2 = 'v1';

--- case shape 2 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = (SELECT o.x FROM o WHERE o.k = t.k);

--- case shape 3 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = o.x FROM o WHERE o.k = t.k;

--- case shape 4 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = lower(c2);

--- case shape 5 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = 'x' WHERE c IS NULL;

--- case shape 6 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = 'x' WHERE k = (SELECT k FROM o WHERE x = 'o3');

--- case shape 7 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = 'x';

--- case shape 8 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = c || '!' WHERE c2 <> 'v3';

--- case shape 9 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = (SELECT max(x) FROM o) WHERE c2 = 'v2';

--- case shape 10 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = upper(c) WHERE c2 = 'v2';

--- case shape 11 of updates
--- quiet
--- setup sources
--- change
WITH agg AS (SELECT k, max(x) AS x FROM o GROUP BY k) UPDATE t SET c = agg.x FROM agg WHERE agg.k = t.k;

--- case shape 12 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = c2;

--- case shape 13 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET n = (j ->> 'key')::integer * 2;

--- case shape 14 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = current_date::text WHERE c IS NULL;

--- case shape 15 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = o.x FROM o WHERE o.k = t.n AND t.n IS NOT NULL;

--- case shape 16 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = s.x FROM (SELECT k, x FROM o WHERE type = 'odd') s WHERE s.k = t.k;

--- case shape 17 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = COALESCE(c, 'none') WHERE c IS NULL OR c2 IS NULL;

--- case shape 18 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET j = j - 'key' WHERE j ? 'key';

--- case shape 19 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = a.x || b.x FROM o a JOIN o b ON a.k = b.k WHERE a.k = t.k;

--- case shape 20 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = 'x' WHERE c2 IN ('v1', 'v2');

--- case shape 21 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = o.x FROM o WHERE t.c IS NULL AND t.k = o.k;

--- case shape 22 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = CASE c2 WHEN 'v1' THEN 'one' ELSE 'more' END;

--- case shape 23 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = NULL WHERE c = '';

--- case shape 24 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = o.x FROM o WHERE o.k = t.k AND o.type = 'odd';

--- case shape 25 of updates
--- quiet
--- setup sources
--- change
UPDATE t SET c = NULL WHERE c IS NOT NULL AND NOT EXISTS (SELECT FROM o WHERE o.k = t.k);

--- case a delete
--- quiet
--- setup sources
--- change
DELETE FROM t WHERE n > 30 OR c IS NULL;

--- case a delete by another table
--- quiet
--- setup sources
--- change
DELETE FROM t USING o WHERE o.k = t.k AND o.type = 'odd';

--- case rows from another table
--- quiet
--- setup sources
--- change
INSERT INTO t (id, k, c) SELECT k + 1000, k, x FROM o;

--- case an update of its own table
--- quiet
--- setup sources
--- change
UPDATE t SET n = (SELECT max(b.n) FROM t b WHERE b.c2 = t.c2);

--- case rows that others of the table make superfluous
--- quiet
--- setup sources
INSERT INTO t (id, k, c, c2) SELECT id + 500, k, c, c2 FROM t WHERE id % 3 = 0;
--- change
DELETE FROM t a USING t b WHERE a.k = b.k AND a.id > b.id;

--- case numbers by the order of the rows
--- quiet
--- setup sources
--- change
UPDATE t SET n = r.place, c = 'numbered', j = NULL, k = DEFAULT
FROM (SELECT id, row_number() OVER (ORDER BY c2, id) AS place FROM t) r WHERE r.id = t.id AND r.place > 3;

--- case an update by a WITH over its own table
--- quiet
--- setup sources
--- change
WITH most AS (SELECT c2, max(n) AS n FROM t GROUP BY c2), least (c2, n) AS (SELECT c2, min(n) FROM t GROUP BY c2)
UPDATE t AS x SET c = least.n || ' to ' || most.n FROM most, least
WHERE most.c2 = x.c2 AND least.c2 = x.c2 OR x.id = 7 AND least.c2 = most.c2 AND most.c2 = 'v1';

--- case a new column by other rows of a partitioned table
--- quiet
--- setup events
--- change
ALTER TABLE events ADD COLUMN others integer;
UPDATE events SET others = (SELECT count(*) - 1 FROM events e WHERE e.at = events.at);

--- case an update that may happen once
--- quiet
--- setup sources
--- change
UPDATE t SET n = n + 1;
