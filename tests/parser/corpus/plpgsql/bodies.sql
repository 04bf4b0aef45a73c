-- DO blocks of migrations
-- begin
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'order_status') THEN
    CREATE TYPE order_status AS ENUM ('new', 'paid', 'sent');
  END IF;
END $$;
-- end
-- begin
DO $$ BEGIN
 CREATE TYPE "public"."role" AS ENUM('admin', 'user');
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
-- end
-- begin
DO $$ BEGIN
 ALTER TABLE "posts" ADD CONSTRAINT "posts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE no action ON UPDATE no action;
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
-- end
-- begin
DO
$do$
BEGIN
   IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app') THEN
      RAISE NOTICE 'Role "app" already exists. Skipping.';
   ELSE
      BEGIN
         CREATE ROLE app LOGIN PASSWORD 'secret';
      EXCEPTION
         WHEN duplicate_object THEN
            RAISE NOTICE 'Role "app" was just created by a concurrent transaction. Skipping.';
      END;
   END IF;
END
$do$;
-- end
-- begin
DO $$
DECLARE
    r RECORD;
BEGIN
    FOR r IN (SELECT tablename FROM pg_tables WHERE schemaname = current_schema()) LOOP
        EXECUTE 'DROP TABLE IF EXISTS ' || quote_ident(r.tablename) || ' CASCADE';
    END LOOP;
END $$;
-- end
-- begin
DO LANGUAGE plpgsql $$
DECLARE
  rows_done bigint := 0;
  batch int DEFAULT 1000;
BEGIN
  LOOP
    UPDATE orders SET zone = 'eu' WHERE id IN (SELECT id FROM orders WHERE zone IS NULL LIMIT batch);
    GET DIAGNOSTICS rows_done = ROW_COUNT;
    EXIT WHEN rows_done = 0;
    COMMIT;
    PERFORM pg_sleep(0.1);
  END LOOP;
END
$$;
-- end
-- begin
DO $$
DECLARE con text;
BEGIN
  SELECT conname INTO con FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype = 'c';
  IF con IS NOT NULL THEN
    EXECUTE format('ALTER TABLE users DROP CONSTRAINT %I', con);
  END IF;
END $$;
-- end
-- begin
DO $$
BEGIN
  IF (SELECT count(*) FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'email') = 0 THEN
    ALTER TABLE users ADD COLUMN email text;
    CREATE UNIQUE INDEX users_email_idx ON users (lower(email));
  END IF;
END;
$$;
-- end
-- begin
DO $$
BEGIN
  ASSERT (SELECT count(*) FROM users WHERE email IS NULL) = 0, 'emails are missing';
  ALTER TABLE users ALTER COLUMN email SET NOT NULL;
END;
$$;
-- end
-- begin
DO 'BEGIN IF true THEN DELETE FROM t WHERE name = ''x''; END IF; END';
-- end
-- begin
DO $$ << outer_block >>
DECLARE q int = 1;
BEGIN
  <<rows>>
  FOR i IN 1..10 LOOP
    <<inner_loop>>
    WHILE q < 5 LOOP
      q := q + 1;
      CONTINUE rows WHEN q = 3;
      EXIT outer_block WHEN i > 7;
    END LOOP inner_loop;
  END LOOP rows;
END outer_block $$;
-- end
-- begin
DO $$ BEGIN
  EXECUTE 'CREATE TABLE a (x int)';
  EXECUTE $q$INSERT INTO a VALUES (1), (2)$q$;
  EXECUTE 'INSERT INTO a SELECT $1' USING 5;
END $$;
-- end
-- triggers
-- begin
CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
  old_row jsonb; new_row jsonb;
BEGIN
  IF (TG_OP = 'DELETE') THEN
    old_row := to_jsonb(OLD);
    INSERT INTO audit.log (op, tab, old_row) VALUES (TG_OP, TG_TABLE_NAME, old_row);
    RETURN OLD;
  ELSIF (TG_OP = 'UPDATE') THEN
    INSERT INTO audit.log SELECT nextval('audit.seq'), TG_OP, TG_TABLE_NAME, to_jsonb(OLD), to_jsonb(NEW);
    RETURN NEW;
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO audit.log (op, new_row) VALUES (TG_OP, to_jsonb(NEW.*));
    RETURN NEW;
  END IF;
  RETURN NULL;
END
$body$;
-- end
-- begin
CREATE FUNCTION emp_stamp() RETURNS trigger AS $emp_stamp$
    BEGIN
        IF NEW.empname IS NULL THEN
            RAISE EXCEPTION 'empname cannot be null';
        END IF;
        IF NEW.salary < 0 THEN
            RAISE EXCEPTION '% cannot have a negative salary', NEW.empname USING ERRCODE = 'check_violation', HINT = 'raise ' || 'it';
        END IF;
        NEW.last_date := current_timestamp;
        NEW.last_user := current_user;
        RETURN NEW;
    END;
$emp_stamp$ LANGUAGE plpgsql;
-- end
-- begin
CREATE OR REPLACE FUNCTION maint_sales_summary_bytime() RETURNS TRIGGER AS $maint$
    DECLARE
        delta_time_key          integer;
        delta_amount_sold       numeric(15,2);
        delta_units_sold        numeric(12);
    BEGIN
        IF (TG_OP = 'DELETE') THEN
            delta_time_key = OLD.time_key;
            delta_amount_sold = -1 * OLD.amount_sold;
        ELSIF (TG_OP = 'UPDATE') THEN
            IF ( OLD.time_key != NEW.time_key) THEN
                RAISE EXCEPTION 'Update of time_key : % -> % not allowed', OLD.time_key, NEW.time_key;
            END IF;
            delta_units_sold = NEW.units_sold - OLD.units_sold;
        END IF;
        <<insert_update>>
        LOOP
            UPDATE sales_summary_bytime
                SET amount_sold = amount_sold + delta_amount_sold, units_sold = units_sold + delta_units_sold
                WHERE time_key = delta_time_key;
            EXIT insert_update WHEN found;
            BEGIN
                INSERT INTO sales_summary_bytime (time_key, amount_sold) VALUES (delta_time_key, delta_amount_sold);
                EXIT insert_update;
            EXCEPTION
                WHEN UNIQUE_VIOLATION THEN
                    -- do nothing
            END;
        END LOOP insert_update;
        RETURN NULL;
    END;
$maint$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION notify_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE payload json;
BEGIN
  payload = json_build_object('table', TG_TABLE_NAME, 'id', COALESCE(NEW.id, OLD.id));
  PERFORM pg_notify('rows', payload::text);
  RETURN NULL;
END $$;
-- end
-- begin
CREATE FUNCTION search_vector() RETURNS trigger AS $$
begin
  new.tsv :=
    setweight(to_tsvector('pg_catalog.english', coalesce(new.title,'')), 'A') ||
    setweight(to_tsvector('pg_catalog.english', coalesce(new.body,'')), 'D');
  return new;
end
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION sync_new_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_cents IS DISTINCT FROM OLD.amount_cents THEN
    NEW.amount := NEW.amount_cents / 100.0;
  ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
    NEW.amount_cents := (NEW.amount * 100)::bigint;
  END IF;
  RETURN NEW;
END $$;
-- end
-- begin
CREATE FUNCTION ddl_log() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    INSERT INTO ddl_history (tag, obj) VALUES (r.command_tag, r.object_identity);
  END LOOP;
END $$;
-- end
-- functions
-- begin
CREATE FUNCTION sales_tax(subtotal real) RETURNS real AS $$
BEGIN
    RETURN subtotal * 0.06;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION sum_n_product(x int, y int, OUT sum int, OUT prod int) AS $$
BEGIN
    sum := x + y;
    prod := x * y;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION extended_sales(p_itemno int) RETURNS TABLE(quantity int, total numeric) AS $$
BEGIN
    RETURN QUERY SELECT s.quantity, s.quantity * s.price FROM sales AS s
                 WHERE s.itemno = p_itemno;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION somefunc() RETURNS integer AS $$
<< outerblock >>
DECLARE
    quantity integer := 30;
BEGIN
    RAISE NOTICE 'Quantity here is %', quantity;
    quantity := 50;
    DECLARE
        quantity integer := 80;
    BEGIN
        RAISE NOTICE 'Quantity here is %', quantity;
        RAISE NOTICE 'Outer quantity here is %', outerblock.quantity;
    END;
    RETURN quantity;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION merge_db(key INT, data TEXT) RETURNS VOID AS
$$
BEGIN
    LOOP
        UPDATE db SET b = data WHERE a = key;
        IF found THEN
            RETURN;
        END IF;
        BEGIN
            INSERT INTO db(a,b) VALUES (key, data);
            RETURN;
        EXCEPTION WHEN unique_violation THEN
            -- Do nothing, and loop to try the UPDATE again.
        END;
    END LOOP;
END;
$$
LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION refresh_mviews() RETURNS integer AS $$
DECLARE
    mviews RECORD;
BEGIN
    RAISE NOTICE 'Refreshing all materialized views...';
    FOR mviews IN
       SELECT n.nspname AS mv_schema, c.relname AS mv_name,
              pg_catalog.pg_get_userbyid(c.relowner) AS owner
         FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_namespace n ON (n.oid = c.relnamespace)
        WHERE c.relkind = 'm'
     ORDER BY 1
    LOOP
        RAISE NOTICE 'Refreshing materialized view %.% (owner: %)...',
                     quote_ident(mviews.mv_schema), quote_ident(mviews.mv_name), quote_ident(mviews.owner);
        EXECUTE format('REFRESH MATERIALIZED VIEW %I.%I', mviews.mv_schema, mviews.mv_name);
    END LOOP;
    RAISE NOTICE 'Done refreshing materialized views.';
    RETURN 1;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION get_all_foo() RETURNS SETOF foo AS
$BODY$
DECLARE
    r foo%rowtype;
BEGIN
    FOR r IN
        SELECT * FROM foo WHERE fooid > 0
    LOOP
        -- can do some processing here
        RETURN NEXT r; -- return current row of SELECT
    END LOOP;
    RETURN;
END;
$BODY$
LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION sum(int[]) RETURNS int8 AS $$
DECLARE
  s int8 := 0;
  x int;
BEGIN
  FOREACH x IN ARRAY $1
  LOOP
    s := s + x;
  END LOOP;
  RETURN s;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION scan_rows(int[]) RETURNS void AS $$
DECLARE
  x int[];
BEGIN
  FOREACH x SLICE 1 IN ARRAY $1
  LOOP
    RAISE NOTICE 'row = %', x;
  END LOOP;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION grade(n int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE out text;
BEGIN
  CASE n
    WHEN 1, 2 THEN out := 'low';
    WHEN 3 THEN out := 'mid';
    ELSE out := 'high';
  END CASE;
  CASE WHEN n > 3 AND out IS NOT NULL THEN RETURN out;
       WHEN n < 0 THEN RAISE division_by_zero;
  END CASE;
  RETURN CASE WHEN n = 1 THEN 'one' ELSE out END;
END $$;
-- end
-- begin
CREATE FUNCTION errors() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  text_var1 text; text_var2 text; stack text;
BEGIN
  PERFORM 1 / 0;
EXCEPTION
  WHEN division_by_zero OR SQLSTATE '22012' THEN
    GET STACKED DIAGNOSTICS text_var1 = MESSAGE_TEXT, text_var2 := PG_EXCEPTION_DETAIL;
    RAISE WARNING 'caught: % %', SQLSTATE, SQLERRM;
  WHEN OTHERS THEN
    GET CURRENT DIAGNOSTICS stack = PG_CONTEXT;
    INSERT INTO error_log VALUES (stack, clock_timestamp());
    RAISE;
END $$;
-- end
-- begin
CREATE FUNCTION raises(a int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE 'Duplicate user ID: %', a USING ERRCODE = 'unique_violation';
  RAISE unique_violation USING MESSAGE = 'Duplicate user ID: ' || a;
  RAISE SQLSTATE '22012';
  RAISE EXCEPTION USING MESSAGE = 'x', DETAIL = (SELECT max(x) FROM t)::text;
  RAISE LOG 'plain';
  RAISE INFO E'esc\n%% % %', a, 2;
END $$;
-- end
-- begin
CREATE FUNCTION into_forms(id int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE a int; b text; r record; t tab%ROWTYPE; c tab.col%TYPE;
BEGIN
  SELECT x, y INTO a, b FROM t1 WHERE z = id;
  SELECT INTO a, b x, y FROM t1;
  SELECT * INTO STRICT r FROM t1 LIMIT 1;
  SELECT count(*) FROM t1 INTO a;
  INSERT INTO t1 (x) VALUES (1) RETURNING x INTO STRICT a;
  UPDATE t1 SET x = 2 RETURNING x, y INTO a, b;
  DELETE FROM t1 WHERE x = 1 RETURNING * INTO r;
  WITH q AS (SELECT 1 AS one) SELECT one INTO a FROM q;
  EXECUTE 'SELECT max(x) FROM t1' INTO a;
  EXECUTE 'SELECT $1, $2' INTO STRICT a, b USING id, 'x';
  EXECUTE 'SELECT $1' USING id INTO a;
  RETURN a;
END $$;
-- end
-- begin
CREATE FUNCTION loops() RETURNS void LANGUAGE plpgsql AS $$
DECLARE a int; b int;
BEGIN
  FOR i IN 1..10 LOOP PERFORM i; END LOOP;
  FOR i IN REVERSE 10..1 BY 2 LOOP PERFORM i; END LOOP;
  FOR i IN (SELECT min(x) FROM t) .. (SELECT max(x) FROM t) LOOP PERFORM i; END LOOP;
  FOR a, b IN SELECT x, y FROM t LOOP PERFORM a + b; END LOOP;
  FOR a IN EXECUTE 'SELECT x FROM t WHERE y = $1' USING 4 LOOP PERFORM a; END LOOP;
  FOR a IN VALUES (1), (2) LOOP PERFORM a; END LOOP;
  FOR a IN DELETE FROM t RETURNING x LOOP PERFORM a; END LOOP;
  FOR a IN (SELECT 1) LOOP PERFORM a; END LOOP;
  WHILE a > 0 AND (SELECT true) LOOP a := a - 1; CONTINUE WHEN a = 5; END LOOP;
END $$;
-- end
-- begin
CREATE FUNCTION options() RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE x int;
BEGIN
  UPDATE t SET x = x + 1;
END $$;
-- end
-- begin
CREATE FUNCTION options2() RETURNS void LANGUAGE plpgsql AS $$
#print_strict_params on
#variable_conflict use_variable
BEGIN
END $$;
-- end
-- begin
CREATE FUNCTION null_statement() RETURNS void LANGUAGE plpgsql AS $$ BEGIN NULL; END; $$;
-- end
-- begin
CREATE FUNCTION ddl() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE IF NOT EXISTS scratch (id int PRIMARY KEY, v text DEFAULT 'a;b') ON COMMIT DROP;
  CREATE INDEX ON scratch (v);
  ALTER TABLE scratch ADD COLUMN w int, ALTER COLUMN v DROP DEFAULT;
  CREATE VIEW vv AS SELECT * FROM scratch WHERE v = 'x';
  GRANT SELECT ON vv TO PUBLIC;
  COMMENT ON VIEW vv IS 'it''s; fine';
  TRUNCATE scratch;
  DROP VIEW vv;
  LOCK TABLE scratch IN SHARE MODE;
  SET LOCAL work_mem = '1MB';
  ANALYZE scratch;
END $$;
-- end
-- begin
CREATE PROCEDURE transfer(a int, b int, amount numeric) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE accounts SET balance = balance - amount WHERE id = a;
  UPDATE accounts SET balance = balance + amount WHERE id = b;
  COMMIT;
  CALL log_transfer(a, b);
  COMMIT AND CHAIN;
  ROLLBACK;
END $$;
-- end
-- begin
CREATE FUNCTION calls() RETURNS void LANGUAGE plpgsql AS $$
DECLARE x int; y int;
BEGIN
  CALL p(x, y => y);
  PERFORM f(a, b) FROM (SELECT 1 AS a, 2 AS b) s WHERE a < b ORDER BY 1 LIMIT 1;
  PERFORM DISTINCT a FROM t;
  PERFORM 1 WHERE EXISTS (SELECT FROM t);
  x := count(*) FROM t WHERE a = 1;
  IF count(*) > 5 FROM t THEN RETURN; END IF;
END $$;
-- end
-- begin
CREATE FUNCTION merges() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  MERGE INTO tgt USING src ON tgt.id = src.id
    WHEN MATCHED THEN UPDATE SET v = src.v
    WHEN NOT MATCHED THEN INSERT (id, v) VALUES (src.id, src.v);
END $$;
-- end
-- begin
CREATE FUNCTION returns_dynamic(tab text) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT * FROM ' || tab || ' WHERE id = $1' USING 5;
  RETURN QUERY EXECUTE 'SELECT 1';
  RETURN QUERY INSERT INTO t VALUES (1) RETURNING *;
  RETURN QUERY WITH a AS (SELECT 1) SELECT * FROM a;
  RETURN QUERY VALUES (1), (2);
  RETURN QUERY TABLE t;
END $$;
-- end
-- begin
CREATE FUNCTION keywords_as_names() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  open int; close int; "select" text; query text; type text; exit_code int; cursor_name text; array_len int;
BEGIN
  open := 1;
  close = open + 1;
  query := 'SELECT 1';
  type := query;
  "select" := 'y';
  exit_code := 3;
  EXECUTE query;
END $$;
-- end
-- begin
CREATE FUNCTION comments() RETURNS void LANGUAGE plpgsql AS $$
/* BEGIN */ -- DECLARE
DECLARE -- x; y
  x int /* := 5 */ := 6; -- END;
BEGIN -- end
  /* UPDATE t; /* nested; */ */
  UPDATE t SET a = 'END; -- no comment' -- comment; here
    WHERE b /* ; */ = 1;
  -- last
END -- bye
$$;
-- end
-- begin
CREATE FUNCTION quoted_body(a text) RETURNS text LANGUAGE plpgsql AS '
DECLARE b text := ''it''''s'';
BEGIN
  IF a = '''' THEN RETURN b; END IF;
  RETURN a || ''x'';
END';
-- end
-- begin
CREATE FUNCTION escape_body() RETURNS void LANGUAGE plpgsql AS E'BEGIN\n  DELETE FROM t WHERE a = \'x\';\n  PERFORM 1;\nEND';
-- end
-- begin
CREATE FUNCTION partitions() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d date := date_trunc('month', now())::date;
  n text;
BEGIN
  FOR m IN 0..11 LOOP
    n := 'events_' || to_char(d + (m || ' months')::interval, 'YYYY_MM');
    IF to_regclass(n) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)', n, d, d + interval '1 month');
    END IF;
  END LOOP;
END $$;
-- end
-- begin
CREATE FUNCTION json_loop(p jsonb) RETURNS int LANGUAGE plpgsql AS $$
DECLARE k text; v jsonb; n int := 0;
BEGIN
  FOR k, v IN SELECT * FROM jsonb_each(p) LOOP
    n := n + (v ->> 'count')::int;
    INSERT INTO kv VALUES (k, v) ON CONFLICT (k) DO UPDATE SET v = EXCLUDED.v WHERE kv.v <> EXCLUDED.v;
  END LOOP;
  RETURN n;
END $$;
-- end
-- begin
CREATE FUNCTION advisory(k bigint) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(k) THEN RETURN false; END IF;
  PERFORM set_config('app.user', current_setting('app.user', true), false);
  RETURN true;
END $$;
-- end
-- begin
CREATE FUNCTION window_use() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE t SET pos = s.rn FROM (SELECT id, row_number() OVER (PARTITION BY g ORDER BY c) AS rn FROM t) s WHERE s.id = t.id;
  DELETE FROM t USING u WHERE t.id = u.id AND u.gone;
END $$;
-- end
-- begin
CREATE FUNCTION declares() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
DECLARE a int;
DECLARE b int := a;
BEGIN
  DECLARE c int; BEGIN c := b; END;
END $$;
-- end
-- begin
CREATE FUNCTION case_in_sql(a int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE r int;
BEGIN
  UPDATE t SET b = CASE WHEN a = 1 THEN 2 ELSE 3 END WHERE c = 1;
  r := CASE a WHEN 1 THEN 2 END;
  IF (CASE WHEN a = 1 THEN true ELSE false END) THEN RETURN 1; END IF;
  RETURN CASE WHEN r IS NULL THEN 0 ELSE r END;
END $$;
-- end
-- begin
CREATE FUNCTION uuid_v7() RETURNS uuid AS $$
DECLARE
  unix_ts_ms bytea;
  uuid_bytes bytea;
BEGIN
  unix_ts_ms = substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3);
  uuid_bytes = unix_ts_ms || gen_random_bytes(10);
  uuid_bytes = set_byte(uuid_bytes, 6, (b'0111' || get_byte(uuid_bytes, 6)::bit(4))::bit(8)::int);
  RETURN encode(uuid_bytes, 'hex')::uuid;
END
$$ LANGUAGE plpgsql VOLATILE;
-- end
-- begin
CREATE FUNCTION ltree_path(n int) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE p text;
BEGIN
  WITH RECURSIVE up(id, parent, path) AS (
    SELECT id, parent, name FROM nodes WHERE id = n
    UNION ALL
    SELECT nodes.id, nodes.parent, nodes.name || '.' || up.path FROM nodes JOIN up ON nodes.id = up.parent
  ) SELECT path INTO p FROM up WHERE parent IS NULL;
  RETURN p;
END $$;
-- end
-- begin
CREATE FUNCTION nested_if(a int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF a = 1 THEN
    IF a > 0 THEN IF a < 5 THEN RETURN 'x'; ELSE RETURN 'y'; END IF; END IF;
  ELSEIF a = 2 THEN
    BEGIN BEGIN RETURN 'z'; END; END;
  ELSE
    NULL;
  END IF;
  RETURN NULL;
END $$;
-- end
-- begin
CREATE FUNCTION soft_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('UPDATE %I.%I SET deleted_at = now() WHERE id = $1', TG_TABLE_SCHEMA, TG_TABLE_NAME) USING OLD.id;
  IF TG_NARGS > 0 AND TG_ARGV[0] = 'cascade' THEN
    UPDATE children SET deleted_at = now() WHERE parent_id = OLD.id;
  END IF;
  RETURN NULL;
END $$;
-- end
-- begin
CREATE FUNCTION slugify(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $function$
BEGIN
  value := lower(unaccent(value));
  value := regexp_replace(value, '[^a-z0-9\\-_]+', '-', 'gi');
  RETURN trim(both '-' from value);
END;
$function$;
-- end
-- begin
CREATE FUNCTION array_of_composite() RETURNS void LANGUAGE plpgsql AS $$
DECLARE items item[]; i item; total numeric = 0;
BEGIN
  SELECT array_agg(t.*) INTO items FROM item t;
  FOREACH i IN ARRAY coalesce(items, '{}') LOOP
    total = total + (i).price * i.qty;
  END LOOP;
  INSERT INTO totals SELECT total, (SELECT max(id) FROM item);
END $$;
-- end
-- begin
CREATE FUNCTION exec_into_strict(q text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE n int; rows int;
BEGIN
  EXECUTE q INTO STRICT n;
  EXECUTE ('SELECT ' || n) INTO n;
  GET DIAGNOSTICS rows = ROW_COUNT;
  RETURN n + rows;
EXCEPTION
  WHEN no_data_found THEN RETURN 0;
  WHEN too_many_rows THEN RAISE EXCEPTION 'too many' USING ERRCODE = '21000';
END $$;
-- end
-- begin
CREATE FUNCTION operators(a int) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE x int:=-1; y int:=a%2; z bool:=a<-1; w int[]:=array[a]; s text:='a'||'b';
BEGIN
  x:=x-1; y=-x; z:=not z; w[x]:=y; s:=s||E'\n';
  RETURN x<y and a>=x or w&&array[1] or s~'^a' or a!=1;
END $$;
-- end
-- begin
CREATE FUNCTION sql_one(a int) RETURNS SETOF int LANGUAGE plpgsql ROWS 10 COST 5 AS $_$
BEGIN
  RETURN QUERY SELECT $1 UNION ALL SELECT a + 1 INTERSECT SELECT 3;
  IF NOT FOUND THEN RETURN NEXT 5; END IF;
  RETURN;
END $_$;
-- end
