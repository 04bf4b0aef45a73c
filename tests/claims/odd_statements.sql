-- setup: partitions on two levels, inheritance on three, views over views, and the statements that go past their rules
CREATE SCHEMA core;
CREATE TYPE core.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE core.point2 AS (x integer, y integer);
CREATE FUNCTION core.add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION core.audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE PROCEDURE core.work(a integer) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE SEQUENCE core.ticket;
CREATE TABLE core.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL, nick varchar(20), mood core.mood DEFAULT 'ok', born date, data jsonb, tags text[], score numeric(8,2) DEFAULT 0, deleted boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX users_email ON core.users (lower(email));
CREATE TABLE core.teams (id integer PRIMARY KEY, name text NOT NULL UNIQUE, boss bigint REFERENCES core.users);
CREATE TABLE core.members (team integer REFERENCES core.teams ON DELETE CASCADE, usr bigint REFERENCES core.users, PRIMARY KEY (team, usr));
CREATE TABLE core.logs (id bigint NOT NULL, day date NOT NULL, region text NOT NULL, usr bigint, body text, PRIMARY KEY (id, day, region), FOREIGN KEY (usr) REFERENCES core.users) PARTITION BY RANGE (day);
CREATE TABLE core.logs_old PARTITION OF core.logs FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE core.logs_24 PARTITION OF core.logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (region);
CREATE TABLE core.logs_24_eu PARTITION OF core.logs_24 FOR VALUES IN ('eu', 'uk');
CREATE TABLE core.logs_24_rest PARTITION OF core.logs_24 DEFAULT;
CREATE TABLE core.buckets (k integer, v text) PARTITION BY HASH (k);
CREATE TABLE core.buckets_0 PARTITION OF core.buckets FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE core.buckets_1 PARTITION OF core.buckets FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE core.animal (id integer NOT NULL, name text DEFAULT 'x', legs smallint CHECK (legs >= 0));
CREATE TABLE core.dog (breed text) INHERITS (core.animal);
CREATE TABLE core.puppy (age integer) INHERITS (core.dog);
CREATE TABLE core.plain (a integer, b text, c timestamp, d numeric, e varchar(10), f boolean);
CREATE UNLOGGED TABLE core.fast (id integer PRIMARY KEY, a text);
CREATE VIEW core.v_users AS SELECT id, email, nick FROM core.users WHERE NOT deleted;
CREATE VIEW core.v_teams AS SELECT t.id, t.name, count(u.id) AS members FROM core.teams t LEFT JOIN core.v_users u ON u.id = t.boss GROUP BY t.id, t.name;
CREATE VIEW core.v_over AS SELECT id, name FROM core.v_teams;
CREATE MATERIALIZED VIEW core.mv_teams AS SELECT id, name, members FROM core.v_teams;
CREATE MATERIALIZED VIEW core.mv_empty AS SELECT id FROM core.users WITH NO DATA;
CREATE TRIGGER logs_touch AFTER INSERT ON core.logs FOR EACH ROW EXECUTE FUNCTION core.audit();
CREATE RULE no_del AS ON DELETE TO core.animal DO INSTEAD NOTHING;
CREATE RULE keep AS ON UPDATE TO core.fast DO INSTEAD INSERT INTO core.plain (b) VALUES (NEW.a);
INSERT INTO core.users (email, nick, born) SELECT 'u' || i || '@x', 'n' || i, '2000-01-01'::date + i FROM generate_series(1, 30) i;
INSERT INTO core.teams (id, name, boss) SELECT i, 't' || i, i FROM generate_series(1, 20) i;
INSERT INTO core.members SELECT i, i FROM generate_series(1, 20) i;
INSERT INTO core.logs SELECT i, '2023-01-01'::date + i, 'eu', i, 'b' || i FROM generate_series(1, 20) i;
INSERT INTO core.logs SELECT 100 + i, '2024-02-01'::date + i, 'eu', i, 'c' || i FROM generate_series(1, 20) i;
INSERT INTO core.logs SELECT 200 + i, '2024-03-01'::date + i, 'us', i, 'd' || i FROM generate_series(1, 10) i;
INSERT INTO core.buckets SELECT i, 'v' || i FROM generate_series(1, 20) i;
INSERT INTO core.animal VALUES (1, 'a', 4);
INSERT INTO core.dog VALUES (2, 'b', 5, 'x');
INSERT INTO core.puppy VALUES (3, 'c', 6, 'y', 1);
INSERT INTO core.plain SELECT i, 'p' || i, '2020-01-01'::timestamp + i * interval '1 day', i, 'e' || i, NULL FROM generate_series(1, 20) i;
INSERT INTO core.fast SELECT i, 'f' || i FROM generate_series(1, 20) i;
-- claims
-- which partitions a condition leaves, on every level
SELECT * FROM core.logs WHERE day >= '2024-01-01' AND region = 'eu';
DELETE FROM core.logs WHERE day >= '2024-01-01' AND region = 'eu';
DELETE FROM core.logs WHERE day < '2024-01-01';
DELETE FROM core.logs WHERE day BETWEEN '2024-03-01' AND '2024-04-01' AND region IN ('us', 'eu');
UPDATE core.logs SET body = 'x' WHERE day > '2025-03-01';
SELECT id FROM core.logs WHERE day IS NULL;
SELECT id FROM core.logs WHERE id IS NULL;
SELECT id FROM core.logs_24 WHERE region IS NULL;
DELETE FROM core.teams WHERE name IS NULL;
INSERT INTO core.logs VALUES (900, '2024-05-05', 'eu', 1, 'x');
-- briefly
INSERT INTO core.logs (region, day, id) VALUES ('us', '2024-05-05', 900);
INSERT INTO core.logs VALUES (900, '2023-05-05', 'eu', 1, 'x'), (901, '2024-05-05', 'us', 1, 'x');
-- what a new session looks up above a partition
SELECT count(*) FROM core.logs_24;
SELECT count(*) FROM core.logs_24_eu;
SELECT * FROM ONLY core.logs_24;
WITH w AS (SELECT * FROM core.logs_24) SELECT * FROM w;
EXPLAIN SELECT * FROM core.logs_24 WHERE region = 'eu';
DELETE FROM core.logs_24 WHERE false;
DELETE FROM core.logs_24_eu;
DELETE FROM core.logs_24 USING core.plain p WHERE p.a = 1000;
UPDATE core.logs_24 SET body = 'x';
UPDATE core.logs_24_eu SET body = 'x';
UPDATE ONLY core.logs_old SET usr = usr;
INSERT INTO core.logs_24_eu VALUES (900, '2024-01-01', 'eu', 1, 'x');
INSERT INTO core.logs_24 VALUES (900, '2024-01-01', 'eu', 1, 'x');
CREATE TABLE core.nt AS SELECT id FROM core.logs_24 WHERE region IS NOT NULL;
-- rows that nobody asks for
SELECT id FROM core.mv_empty WHERE false;
SELECT * FROM ONLY core.mv_empty;
SELECT * FROM ONLY core.v_users;
CREATE TABLE core.nt AS SELECT email FROM core.users WHERE false;
CREATE TABLE core.nt AS SELECT * FROM core.logs WHERE day < '2024-01-01';
CREATE MATERIALIZED VIEW core.nm AS SELECT usr FROM core.logs_24_eu WHERE false;
INSERT INTO core.v_users (nick) SELECT nick FROM core.v_users WHERE false;
INSERT INTO core.dog (id) SELECT id FROM core.dog;
-- rules that stand for the change
DELETE FROM core.animal;
DELETE FROM core.animal USING core.plain p WHERE p.a = 1;
UPDATE core.fast SET a = 'x';
-- views that take no changes, and rows that cannot be locked
INSERT INTO core.v_teams (id) VALUES (1);
INSERT INTO core.v_over (id) VALUES (1);
UPDATE core.v_over SET name = 'x';
DELETE FROM core.v_over;
SELECT id FROM core.v_teams FOR KEY SHARE;
SELECT id FROM core.v_over FOR UPDATE;
SELECT id FROM core.v_users FOR UPDATE;
SELECT id FROM core.mv_teams FOR SHARE;
-- values of types that the columns do not take
INSERT INTO core.plain VALUES (1, 2, 3);
INSERT INTO core.plain VALUES ('x', 2);
INSERT INTO core.plain VALUES (1, 2), (1.5, true);
INSERT INTO core.plain (f, a) VALUES (1, 1);
INSERT INTO core.users (email, data) VALUES (1, 1);
INSERT INTO core.users (email, mood) VALUES ('x', 5);
INSERT INTO core.plain (d) VALUES (true);
INSERT INTO core.plain (a) VALUES (-1), (12345678901), (NULL), (DEFAULT);
UPDATE core.plain SET c = 5;
UPDATE core.plain SET a = 'x' WHERE b = 'p1';
UPDATE core.plain SET b = 5, d = 7;
-- set operations
SELECT id FROM core.teams UNION ALL SELECT name FROM core.teams;
SELECT name FROM core.v_teams UNION ALL SELECT members FROM core.v_teams;
SELECT id FROM core.v_teams UNION SELECT members FROM core.v_teams;
SELECT mood FROM core.users INTERSECT SELECT email FROM core.users;
SELECT tags FROM core.users EXCEPT SELECT data FROM core.users;
SELECT email FROM core.users UNION SELECT nick FROM core.users;
SELECT id FROM core.users UNION ALL SELECT score FROM core.users;
SELECT born FROM core.users UNION ALL SELECT c FROM core.plain;
SELECT id, nick FROM core.users UNION ALL SELECT score FROM core.users;
SELECT * FROM core.animal UNION ALL SELECT * FROM core.animal;
SELECT * FROM core.animal UNION ALL SELECT * FROM core.dog;
SELECT id FROM core.users UNION ALL SELECT deleted FROM core.users ORDER BY 1;
CREATE VIEW core.nv AS SELECT region FROM core.logs_24 UNION ALL SELECT day FROM core.logs_24;
CREATE TABLE core.nt AS SELECT a FROM core.fast UNION ALL SELECT id FROM core.fast WITH NO DATA;
DECLARE cu CURSOR FOR SELECT name FROM core.teams UNION ALL SELECT boss FROM core.teams;
PREPARE p AS SELECT region FROM core.logs_old UNION ALL SELECT usr FROM core.logs_old;
INSERT INTO core.plain (b) SELECT name FROM core.teams UNION ALL SELECT id FROM core.teams;
-- routines and rules that are not there; the history made the schema, so it knows
CALL core.work();
CALL core.add(1);
CALL core.nowork();
CALL core.work(1);
ALTER FUNCTION core.add(integer) STABLE;
ALTER FUNCTION core.nofn() STABLE;
ALTER PROCEDURE core.add(integer, integer) RENAME TO more;
ALTER FUNCTION core.work(integer) RENAME TO more;
ALTER ROUTINE core.work(integer) RENAME TO more;
DROP FUNCTION core.nofn();
DROP FUNCTION IF EXISTS core.nofn();
ALTER RULE no_del ON core.dog RENAME TO rr;
ALTER RULE no_del ON core.animal RENAME TO rr;
REINDEX INDEX core.nothing;
DROP INDEX core.nothing;
ALTER INDEX core.nothing RENAME TO something;
DROP TABLE core.nothing;
ALTER TABLE core.nothing ADD COLUMN x integer;
ALTER TABLE IF EXISTS core.nothing ADD COLUMN x integer;
DROP TYPE core.nothing;
CREATE TABLE core.nt (LIKE core.nothing);
-- what belongs to others
DROP TYPE core.users;
DROP TYPE core.teams CASCADE;
DROP DOMAIN core.users;
DROP TRIGGER logs_touch ON core.logs_24;
DROP TRIGGER logs_touch ON core.logs;
DROP EXTENSION plpgsql;
DROP EXTENSION plpgsql CASCADE;
CREATE TABLE core.nt (LIKE core.ticket);
CREATE TABLE core.nt (LIKE core.point2);
ALTER TABLE core.dog RENAME COLUMN name TO id;
ALTER TABLE core.puppy RENAME COLUMN name TO id;
ALTER TABLE core.dog RENAME COLUMN name TO nn;
CREATE UNIQUE INDEX IF NOT EXISTS users_email ON core.buckets (v);
CREATE INDEX ON core.users (lower(data::text));
CREATE INDEX ON core.users (lower(data));
CREATE INDEX ON core.users (lower(tags));
CREATE INDEX ON core.users (lower(mood));
CREATE INDEX ON core.users (lower(born));
-- foreign keys over enums, arrays and composite types
ALTER TABLE core.users ADD FOREIGN KEY (mood) REFERENCES core.teams (name);
ALTER TABLE core.users ADD FOREIGN KEY (tags) REFERENCES core.teams (name);
ALTER TABLE core.users ADD FOREIGN KEY (data) REFERENCES core.teams;
-- the order of subcommands, and what they refuse before any is run
ALTER TABLE core.animal ADD PRIMARY KEY (id);
ALTER TABLE ONLY core.animal ADD PRIMARY KEY (id);
-- to: 17
ALTER TABLE ONLY core.dog ADD PRIMARY KEY (legs);
ALTER TABLE core.animal ADD CONSTRAINT nk UNIQUE (id), SET UNLOGGED;
ALTER TABLE ONLY core.logs_24 ALTER COLUMN body DROP NOT NULL;
ALTER TABLE ONLY core.logs_24 ALTER COLUMN id DROP NOT NULL;
ALTER TABLE ONLY core.puppy ALTER COLUMN id DROP NOT NULL;
ALTER TABLE core.puppy ALTER COLUMN id DROP NOT NULL;
ALTER TABLE ONLY core.animal ALTER COLUMN id DROP NOT NULL;
ALTER TABLE core.dog SET TABLESPACE pg_default, SET TABLESPACE pg_default;
ALTER TABLE core.dog SET UNLOGGED, SET UNLOGGED;
ALTER TABLE core.dog SET LOGGED, SET UNLOGGED;
ALTER TABLE core.dog SET LOGGED, SET LOGGED;
ALTER TABLE core.buckets SET (nonsense = 1);
ALTER TABLE core.buckets SET (fillfactor = 50);
ALTER TABLE core.buckets SET (toast.autovacuum_enabled = off);
ALTER TABLE ONLY core.buckets ADD FOREIGN KEY (v) REFERENCES core.users;
ALTER TABLE ONLY core.buckets ADD FOREIGN KEY (k) REFERENCES core.users;
-- from: 15
ALTER TABLE core.logs_24 SET ACCESS METHOD heap, ALTER COLUMN id TYPE text USING NULL;
ALTER TABLE core.teams ALTER COLUMN id SET STORAGE MAIN, DROP COLUMN boss, ADD UNIQUE (id) INCLUDE (boss);
ALTER TABLE core.dog ADD CONSTRAINT nk EXCLUDE USING gist (legs WITH =), ALTER COLUMN legs ADD GENERATED BY DEFAULT AS IDENTITY;
-- policies
CREATE POLICY p ON core.users FOR SELECT WITH CHECK (true);
CREATE POLICY p ON core.users FOR INSERT USING (true);
CREATE POLICY p ON core.users USING (nick);
CREATE POLICY p ON core.users USING (deleted);
CREATE POLICY p ON core.users USING (zz IS NULL);
-- first: CREATE POLICY own ON core.users FOR SELECT USING (true)
ALTER POLICY own ON core.users WITH CHECK (true);
-- first: CREATE POLICY own ON core.users FOR INSERT WITH CHECK (true)
ALTER POLICY own ON core.users USING (true);
-- first: CREATE POLICY own ON core.users FOR UPDATE USING (true)
ALTER POLICY own ON core.users WITH CHECK (true);
