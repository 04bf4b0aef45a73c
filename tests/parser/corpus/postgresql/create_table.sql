-- Columns and their types
CREATE TABLE users (id bigint);
CREATE TABLE users ();
CREATE TABLE app.users (id integer, name text);
CREATE TABLE shop.app.users (id integer);
create table Users (Id int, "Name" text, "select" int, "a""b" int);
CREATE TABLE "Order Items" ("order id" bigint, "línea" text, größe numeric);
CREATE TABLE IF NOT EXISTS users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE t (a int, b int4, c integer, d smallint, e bigint, f int2, g int8);
CREATE TABLE t (a serial, b bigserial, c smallserial, d serial4, e serial8);
CREATE TABLE t (a numeric, b numeric(10), c numeric(10,2), d decimal(8, 3), e dec(4), f numeric(3,-2));
CREATE TABLE t (a real, b float, c float(24), d float(53), e double precision, f float8);
CREATE TABLE t (a char, b char(3), c character(3), d character varying, e character varying(20), f varchar, g varchar(40), h text, i national character varying(5), j nchar(2), k bpchar);
CREATE TABLE t (a char varying(3), b nchar varying(4), c national char(3), d national char varying(8));
CREATE TABLE t (a bit, b bit(8), c bit varying, d bit varying(16), e varbit(3));
CREATE TABLE t (a timestamp, b timestamp(3), c timestamp with time zone, d timestamp(6) with time zone, e timestamp without time zone, f timestamptz, g timestamp (0) without time zone);
CREATE TABLE t (a time, b time(3), c time with time zone, d time(6) without time zone, e timetz, f date);
CREATE TABLE t (a interval, b interval year, c interval year to month, d interval day to second(3), e interval second(2), f interval(4), g interval hour to minute, h interval minute to second);
CREATE TABLE t (a interval month, b interval day, c interval hour, d interval minute, e interval day to hour, f interval day to minute, g interval hour to second);
CREATE TABLE t (a boolean, b bool, c json, d jsonb, e uuid, f bytea, g inet, h cidr, i macaddr, j xml, k money, l oid, m regclass);
CREATE TABLE t (a int[], b int[][], c text[3], d int[3][4], e integer ARRAY, f integer ARRAY[4], g app.mood[], h varchar(10)[]);
CREATE TABLE t (a pg_catalog.int4, b public.citext, c "MyType", d pg_catalog."char", e geometry(Point, 4326), f vector(1536), g geography(PointZ,4326)[]);
CREATE TABLE t (a point, b line, c lseg, d box, e path, f polygon, g circle, h tsvector, i tsquery, j int4range, k tstzrange, l hstore, m ltree);
CREATE TABLE t (a int4multirange, b "time", c "interval"(3), d pg_catalog.bpchar(3), e pg_catalog.timestamptz(6));

-- Keywords as names: unreserved and column names are allowed as columns
CREATE TABLE action (type text, name text, value text, key text, data jsonb, status text, position int, comment text, version int);
CREATE TABLE t (abort int, access int, action int, admin int, after int, always int, at int, attribute int, backward int, before int, begin int, between int, by int);
CREATE TABLE t (cache int, cascade int, chain int, class int, commit int, constraints int, copy int, cost int, cursor int, cycle int, data int, day int, delete int);
CREATE TABLE t (domain int, double int, drop int, each int, enable int, enum int, escape int, event int, exclude int, execute int, extension int, extract int, exists int);
CREATE TABLE t (filter int, first int, following int, force int, function int, generated int, global int, grouping int, groups int, header int, hour int, identity int, if int);
CREATE TABLE t (inout int, insert int, instead int, int int, interval interval, label int, language int, large int, last int, level int, local int, location int, lock int, locked int, logged int);
CREATE TABLE t (mapping int, match int, minute int, mode int, month int, move int, names int, new int, next int, no int, none int, nothing int, null_ int, object int, of int, off int, old int, operator int, option int, options int, order_ int);
CREATE TABLE t (over int, overlay int, owned int, owner int, partition int, password int, plans int, policy int, precision int, prior int, privileges int, range int, read int, replace int, restart int, role int, row int, rows int, rule int);
CREATE TABLE t (schema int, second int, sequence int, session int, set int, share int, show int, simple int, start int, storage int, substring int, system int, temp int, text int, ties int, time time, timestamp timestamp, transaction int, trigger int, trim int, type int);
CREATE TABLE t (update int, valid int, value int, values int, varchar varchar, view int, views int, volatile int, within int, without int, work int, write int, xml int, year int, yes int, zone int, greatest int, least int, nullif int, coalesce int, position int);

-- Column constraints
CREATE TABLE t (a int NOT NULL);
CREATE TABLE t (a int NULL);
CREATE TABLE t (a int NOT NULL DEFAULT 0 CHECK (a >= 0));
CREATE TABLE t (a int CONSTRAINT a_set NOT NULL CONSTRAINT a_positive CHECK (a > 0));
CREATE TABLE t (a int CONSTRAINT a_nullable NULL);
CREATE TABLE t (a int CHECK (a > 0) NO INHERIT);
CREATE TABLE t (a int UNIQUE, b int UNIQUE NULLS NOT DISTINCT, c int UNIQUE NULLS DISTINCT);
CREATE TABLE t (a int CONSTRAINT t_a_key UNIQUE WITH (fillfactor = 70) USING INDEX TABLESPACE fast);
CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor=90));
CREATE TABLE t (a int CONSTRAINT pk PRIMARY KEY USING INDEX TABLESPACE fast);
CREATE TABLE t (a int DEFAULT 1, b text DEFAULT 'x', c boolean DEFAULT false, d timestamptz DEFAULT current_timestamp, e date DEFAULT CURRENT_DATE, f uuid DEFAULT gen_random_uuid(), g jsonb DEFAULT '{}'::jsonb, h int[] DEFAULT '{}', i int[] DEFAULT ARRAY[]::int[]);
CREATE TABLE t (a int DEFAULT -1, b int DEFAULT (1 + 2), c int DEFAULT 1 + 2 * 3, d text DEFAULT 'a' || 'b', e text DEFAULT upper('x'), f int DEFAULT nextval('s'::regclass), g bool DEFAULT 1 < 2, h int DEFAULT (SELECT 1));
CREATE TABLE t (a text DEFAULT NULL, b text DEFAULT NULL::character varying, c text DEFAULT CAST('x' AS text), d timestamptz DEFAULT (now() AT TIME ZONE 'utc'), e text DEFAULT ('x'::text) NOT NULL);
CREATE TABLE t (a interval DEFAULT interval '1 day', b interval DEFAULT '30 days'::interval, c date DEFAULT date '2020-01-01', d time DEFAULT time with time zone '12:00+02', e float DEFAULT float8 '1.5', f bit(3) DEFAULT B'101', g bytea DEFAULT '\x00', h int DEFAULT X'1F'::int);
CREATE TABLE t (a text DEFAULT E'line\n', b text DEFAULT $$dollar$$, c text DEFAULT U&'\0441', d text DEFAULT N'nat', e text DEFAULT current_user, f text DEFAULT session_user, g text DEFAULT current_schema, h time DEFAULT localtime, i timestamp(0) DEFAULT localtimestamp(0));
CREATE TABLE t (a boolean DEFAULT TRUE NOT NULL, b int NOT NULL DEFAULT 0, c int DEFAULT 0 NULL, d int DEFAULT 5 CHECK (d < 10) UNIQUE);
CREATE TABLE t (a text COLLATE "C", b text COLLATE pg_catalog."de_DE" NOT NULL, c text NOT NULL COLLATE "und-x-icu" DEFAULT '');
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY);
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5 MINVALUE 1 MAXVALUE 1000 CACHE 20 CYCLE));
CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME app.t_id_seq NO MINVALUE NO MAXVALUE NO CYCLE START 1));
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text GENERATED ALWAYS AS (lower(b::text)) STORED NOT NULL);
CREATE TABLE t (a int REFERENCES b, c int REFERENCES app.b (id), d int REFERENCES b(id) ON DELETE CASCADE, e int REFERENCES b(id) ON UPDATE SET NULL ON DELETE SET DEFAULT);
CREATE TABLE t (a int REFERENCES b(id) MATCH FULL ON DELETE RESTRICT ON UPDATE NO ACTION, c int REFERENCES b MATCH SIMPLE);
CREATE TABLE t (a int REFERENCES b DEFERRABLE INITIALLY DEFERRED, c int REFERENCES b NOT DEFERRABLE, d int REFERENCES b DEFERRABLE INITIALLY IMMEDIATE, e int REFERENCES b INITIALLY DEFERRED);
CREATE TABLE t (a int CONSTRAINT fk_a REFERENCES b (x) ON DELETE SET NULL NOT NULL);
CREATE TABLE t (a int REFERENCES b (x) ON DELETE SET NULL (a));
CREATE TABLE t (a int UNIQUE DEFERRABLE, b int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE t (a text COMPRESSION lz4, b text COMPRESSION pglz NOT NULL, c text COMPRESSION default);
CREATE TABLE t (a int DEFAULT 1 NOT DEFERRABLE);

-- Table constraints
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, CONSTRAINT t_pkey PRIMARY KEY (a) INCLUDE (b) WITH (fillfactor=80) USING INDEX TABLESPACE fast DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE t (a int, b int, UNIQUE (a, b), CONSTRAINT u UNIQUE (b) INCLUDE (a), UNIQUE NULLS NOT DISTINCT (a));
CREATE TABLE t (a int, CHECK (a > 0), CONSTRAINT c CHECK (a < 10 AND (a <> 5 OR a IS NULL)) NO INHERIT, CONSTRAINT d CHECK (a > 1) NOT VALID);
CREATE TABLE t (a int, b int, FOREIGN KEY (a) REFERENCES x, FOREIGN KEY (a, b) REFERENCES app.y (c, d) MATCH FULL ON DELETE CASCADE ON UPDATE CASCADE, CONSTRAINT f FOREIGN KEY (b) REFERENCES z (id) DEFERRABLE INITIALLY DEFERRED NOT VALID);
CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES y (c, d) ON DELETE SET NULL (b) ON UPDATE SET DEFAULT);
CREATE TABLE booking (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE booking (room int, during tsrange, CONSTRAINT no_overlap EXCLUDE USING gist (room WITH OPERATOR(pg_catalog.=), during range_ops WITH &&) WITH (fillfactor = 70) USING INDEX TABLESPACE fast WHERE (room > 0) DEFERRABLE);
CREATE TABLE t (c circle, EXCLUDE (c WITH &&), EXCLUDE USING spgist ((c::box) COLLATE "C" box_ops DESC NULLS LAST WITH app.&&) INCLUDE (c));
CREATE TABLE t (a int, CONSTRAINT "Quoted Name" CHECK (a IN (1, 2, 3)), CONSTRAINT check_b CHECK (a BETWEEN 1 AND 5 AND NOT a = ANY (ARRAY[2,3])));
-- begin
CREATE TABLE orders (
    id            bigserial PRIMARY KEY,           -- the key
    customer_id   bigint NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
    status        text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'shipped')),
    total_cents   integer NOT NULL DEFAULT 0 CONSTRAINT total_not_negative CHECK (total_cents >= 0),
    /* when; and why */
    created_at    timestamp with time zone NOT NULL DEFAULT now(),
    updated_at    timestamptz,
    meta          jsonb NOT NULL DEFAULT '{"a;b": [1, 2]}'::jsonb,
    CONSTRAINT orders_time CHECK (updated_at IS NULL OR updated_at >= created_at),
    UNIQUE (customer_id, created_at)
);
-- end
-- begin
CREATE TABLE public.schema_migrations (
    version character varying NOT NULL,
    dirty boolean NOT NULL,
    applied_at timestamp without time zone DEFAULT timezone('utc'::text, now()) NOT NULL
);
ALTER TABLE ONLY public.schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
-- end

-- Options of the table
CREATE TEMP TABLE t (a int);
CREATE TEMPORARY TABLE t (a int) ON COMMIT DROP;
CREATE LOCAL TEMP TABLE t (a int) ON COMMIT DELETE ROWS;
CREATE LOCAL TEMPORARY TABLE t (a int) ON COMMIT PRESERVE ROWS;
CREATE GLOBAL TEMPORARY TABLE t (a int);
CREATE GLOBAL TEMP TABLE t (a int);
CREATE UNLOGGED TABLE cache (k text PRIMARY KEY, v bytea);
CREATE UNLOGGED TABLE IF NOT EXISTS cache (k text);
CREATE TABLE t (a int) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = off, parallel_workers = 4);
CREATE TABLE t (a int) WITH (fillfactor);
CREATE TABLE t (a int) WITH (autovacuum_vacuum_scale_factor = 0.01, x = 'text', y = -5, z = none, w = double precision, v = +2.5);
CREATE TABLE t (a int) WITHOUT OIDS;
CREATE TABLE t (a int) TABLESPACE fast;
CREATE TABLE t (a int) USING heap WITH (fillfactor=50) TABLESPACE fast;
CREATE TABLE t (a int) INHERITS (parent);
CREATE TABLE t () INHERITS (app.parent, other);
CREATE TABLE t (LIKE source);
CREATE TABLE t (LIKE app.source INCLUDING ALL EXCLUDING INDEXES, extra int);
CREATE TABLE t (LIKE s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING STORAGE INCLUDING COMMENTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING STATISTICS INCLUDING COMPRESSION);
CREATE TABLE t (a int, LIKE s EXCLUDING ALL, b int, LIKE u);

-- Partitions
CREATE TABLE m (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE m (id int, at date) PARTITION BY LIST (lower(id::text));
CREATE TABLE m (id int, at date) PARTITION BY HASH (id, at) WITH (fillfactor=80);
CREATE TABLE m (id int, at date) PARTITION BY RANGE (at, (id + 1), lower(x) COLLATE "C" text_pattern_ops);
CREATE TABLE m (id int) INHERITS (p) PARTITION BY RANGE (id) USING heap TABLESPACE fast;
CREATE TABLE m_2020 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE m_x PARTITION OF app.m FOR VALUES FROM (MINVALUE, 1) TO (MAXVALUE, MAXVALUE);
CREATE TABLE m_y PARTITION OF m FOR VALUES IN ('a', 'b', NULL);
CREATE TABLE m_z PARTITION OF m FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE m_z PARTITION OF m FOR VALUES WITH (modulus 4, remainder 3) TABLESPACE fast;
CREATE TABLE m_d PARTITION OF m DEFAULT;
CREATE TABLE IF NOT EXISTS m_d PARTITION OF m DEFAULT PARTITION BY RANGE (id);
CREATE TABLE m_2021 PARTITION OF m (id NOT NULL DEFAULT 1, CONSTRAINT c CHECK (id > 0), PRIMARY KEY (id)) FOR VALUES FROM (now()) TO (now() + interval '1 day') PARTITION BY LIST (id) WITH (fillfactor=10);
CREATE TABLE m_2022 PARTITION OF m (id WITH OPTIONS NOT NULL, at WITH OPTIONS DEFAULT now()) DEFAULT;
CREATE TEMP TABLE m_t PARTITION OF m FOR VALUES IN (1);

-- Typed tables
CREATE TABLE t OF app.person_type;
CREATE TABLE t OF person (PRIMARY KEY (name), age WITH OPTIONS DEFAULT 1 NOT NULL, CHECK (age > 0));
CREATE TABLE IF NOT EXISTS t OF person WITH (fillfactor=20) ON COMMIT DROP TABLESPACE fast;
CREATE TABLE t OF person (name UNIQUE) PARTITION BY RANGE (name);

-- As a query
CREATE TABLE t AS SELECT 1;
CREATE TABLE t AS SELECT * FROM old WITH NO DATA;
CREATE TABLE t (a, b) AS SELECT x, y FROM app.old o JOIN other USING (id) WHERE o.z > 5 WITH DATA;
CREATE TABLE IF NOT EXISTS t AS TABLE old;
CREATE TABLE t AS VALUES (1, 'a'), (2, 'b');
CREATE TABLE t AS (SELECT 1);
CREATE TABLE t AS WITH x AS (SELECT * FROM src) SELECT * FROM x;
CREATE TEMP TABLE t ON COMMIT DROP AS SELECT id FROM old;
CREATE TEMPORARY TABLE t WITH (fillfactor=70) ON COMMIT DROP TABLESPACE fast AS SELECT 1 AS one;
CREATE UNLOGGED TABLE t USING heap AS SELECT a, count(*) FROM s GROUP BY a ORDER BY 2 DESC LIMIT 5;
CREATE TABLE t AS EXECUTE plan_name;
CREATE TABLE t AS EXECUTE plan_name(1, 'x') WITH NO DATA;
CREATE TEMP TABLE t (x) AS EXECUTE plan_name;
CREATE TABLE IF NOT EXISTS t (x) AS EXECUTE plan_name (1);

-- Foreign tables
CREATE FOREIGN TABLE ft (a int) SERVER s;
CREATE FOREIGN TABLE IF NOT EXISTS app.ft (a int OPTIONS (column_name 'A') NOT NULL, b text COLLATE "C" DEFAULT '') SERVER s OPTIONS (schema_name 'x', table_name 'y');
CREATE FOREIGN TABLE ft () INHERITS (p) SERVER s;
CREATE FOREIGN TABLE ft PARTITION OF p FOR VALUES FROM (1) TO (2) SERVER s OPTIONS (a 'b');
CREATE FOREIGN TABLE IF NOT EXISTS ft PARTITION OF p (a NOT NULL) DEFAULT SERVER s;
-- Looks like MySQL, reads as columns
CREATE TABLE t (a int, KEY k (a));
CREATE TABLE t (a int, INDEX i (a), b app.select, c double);
CREATE TABLE t (a app.types.money_amount);
