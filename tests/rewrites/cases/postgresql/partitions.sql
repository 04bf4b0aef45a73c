--- case an index of a partitioned table
--- setup events
--- change
CREATE INDEX events_n_idx ON events (n);

--- case an index of a partitioned table without a name
--- setup events
--- change
CREATE INDEX ON events (n, kind);

--- case a unique constraint of a partitioned table
--- setup
CREATE TABLE ranged (id integer NOT NULL, at date NOT NULL, n integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE ranged_2 PARTITION OF ranged FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
INSERT INTO ranged SELECT i, date '2026-01-01' + i % 59, i FROM generate_series(1, 80) i;
--- change
ALTER TABLE ranged ADD CONSTRAINT ranged_key UNIQUE (at, n);

--- case a primary key of a partitioned table of which a partition has its own
--- setup
CREATE TABLE ranged (id integer NOT NULL, n integer) PARTITION BY RANGE (id);
CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM (0) TO (100);
ALTER TABLE ranged_1 ADD PRIMARY KEY (id);
--- change
ALTER TABLE ranged ADD PRIMARY KEY (id);
--- refused
-- the key that ranged_1 has of its own would become a part of ranged_pkey

--- case a check of a partitioned table
--- setup events
--- change
ALTER TABLE events ADD CONSTRAINT n_positive CHECK (n > 0);

--- case NOT NULL of a partitioned table
--- setup events
--- change
ALTER TABLE events ALTER COLUMN n SET NOT NULL;

--- case a column of a partitioned table
--- setup events
--- change
ALTER TABLE events ADD COLUMN note text NOT NULL DEFAULT 'x';

--- case a required column with a volatile default of a partitioned table
--- random events.token
--- random events_1.token
--- random events_2.token
--- random events_2a.token
--- random events_2b.token
--- setup events
--- change
ALTER TABLE events ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();

--- case a renamed column of a partitioned table
--- setup events
--- change
ALTER TABLE events RENAME COLUMN n TO number;

--- case a dropped column of a partitioned table
--- setup events
--- change
ALTER TABLE events DROP COLUMN n;

--- case a foreign key of a partitioned table
--- setup events
CREATE TABLE kinds (kind text PRIMARY KEY);
INSERT INTO kinds VALUES ('a'), ('b');
--- change
ALTER TABLE events ADD CONSTRAINT events_kind_fkey FOREIGN KEY (kind) REFERENCES kinds (kind);

--- case a foreign key that references a partitioned table
--- setup events
CREATE TABLE looks (id integer PRIMARY KEY, event integer, event_at date, CONSTRAINT event_small CHECK (event < 1000000));
INSERT INTO looks SELECT id, id, at FROM events;
--- change
ALTER TABLE looks ADD FOREIGN KEY (event, event_at) REFERENCES events (id, at);

--- case a partition more
--- setup events
--- change
CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');

--- case a partition attached
--- setup events
CREATE TABLE events_3 (id integer NOT NULL, at date NOT NULL, kind text, n integer, PRIMARY KEY (id, at));
INSERT INTO events_3 SELECT i, date '2026-03-05', 'a', i FROM generate_series(100, 130) i;
--- change
ALTER TABLE events ATTACH PARTITION events_3 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');

--- case a partition detached
--- setup events
--- change
ALTER TABLE events DETACH PARTITION events_1;

--- case a dropped partition
--- setup events
--- change
DROP TABLE events_1;

--- case a dropped index of a partitioned table
--- setup events
CREATE INDEX events_n_idx ON events (n);
--- change
DROP INDEX events_n_idx;

--- case a column of a partitioned table filled from another
--- setup events
--- change
-- lockstep: using=n * 2
-- lockstep: reverse=twice / 2
ALTER TABLE events ADD COLUMN twice integer;
--- plain
ALTER TABLE events ADD COLUMN twice integer;
UPDATE events SET twice = n * 2;

--- case an index of a partitioned table of which a partition has its own
--- setup events
CREATE INDEX mine ON events_1 (n);
--- change
CREATE INDEX events_n ON events (n);

--- case a second index like the first of a partitioned table
--- setup events
CREATE INDEX first ON events (n);
--- change
CREATE INDEX second ON events (n);

--- case an index with INCLUDE beside one without
--- setup events
CREATE INDEX mine ON events_1 (n);
--- change
CREATE INDEX events_n ON events (n) INCLUDE (kind);

--- case a renamed column of a partitioned table with an index
--- setup events
CREATE INDEX events_n ON events (n, id);
--- change
ALTER TABLE events RENAME COLUMN n TO number;

--- case a dropped required column of a partitioned table
--- setup
CREATE TABLE visits (id integer PRIMARY KEY, page text NOT NULL, n integer) PARTITION BY RANGE (id);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (0) TO (1000000);
INSERT INTO visits SELECT i, 'p' || i, i FROM generate_series(1, 40) i;
--- change
ALTER TABLE visits DROP COLUMN page;
