-- The library of the server's parser has no catalog, so that it knows neither cursor types nor $1 nor COLLATE; nor does
-- it know BEGIN ATOMIC inside a body. The server itself accepts these.
-- begin
DO $$
DECLARE
  c CURSOR FOR SELECT id, payload FROM events ORDER BY id;
  e events%ROWTYPE;
BEGIN
  OPEN c;
  LOOP
    FETCH c INTO e;
    EXIT WHEN NOT FOUND;
    INSERT INTO events_new (id, body) VALUES (e.id, e.payload::jsonb) ON CONFLICT DO NOTHING;
  END LOOP;
  CLOSE c;
END $$;
-- end
-- begin
CREATE FUNCTION sales_tax(real) RETURNS real AS $$
DECLARE
    subtotal ALIAS FOR $1;
BEGIN
    RETURN subtotal * 0.06;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION reffunc(refcursor) RETURNS refcursor AS $$
BEGIN
    OPEN $1 FOR SELECT col FROM test;
    RETURN $1;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION cursors() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  curs1 refcursor;
  curs2 CURSOR FOR SELECT * FROM tenk1;
  curs3 NO SCROLL CURSOR (key integer) IS SELECT * FROM tenk1 WHERE unique1 = key;
  rec record; x int; y int;
BEGIN
  OPEN curs1 SCROLL FOR SELECT * FROM foo WHERE key = mykey;
  FETCH NEXT FROM curs1 INTO rec;
  FETCH RELATIVE -2 FROM curs1 INTO x, y;
  MOVE LAST FROM curs1;
  MOVE FORWARD 2 IN curs1;
  UPDATE foo SET dataval = x WHERE CURRENT OF curs1;
  CLOSE curs1;
  OPEN curs1 FOR EXECUTE format('SELECT * FROM %I WHERE col1 = $1', 'tab') USING x;
  OPEN curs2;
  OPEN curs3(42);
  OPEN curs3(key := 42);
  FOR rec IN curs3(7) LOOP
    DELETE FROM z WHERE a = rec.key;
  END LOOP;
END $$;
-- end
-- begin
CREATE FUNCTION cs_update() RETURNS integer AS $$
DECLARE
    referrer_keys CURSOR IS
        SELECT * FROM cs_referrer_type_patterns
        ORDER BY try_order;
    func_body text;
    func_cmd text;
BEGIN
    func_body := 'BEGIN';
    FOR referrer_key IN referrer_keys LOOP
        func_body := func_body ||
          ' IF v_' || referrer_key.kind
          || ' LIKE ' || quote_literal(referrer_key.key_string)
          || ' THEN RETURN ' || quote_literal(referrer_key.referrer_type)
          || '; END IF;' ;
    END LOOP;
    func_cmd := 'CREATE OR REPLACE FUNCTION cs_find() RETURNS varchar AS ' || quote_literal(func_body) || ' LANGUAGE plpgsql;' ;
    EXECUTE func_cmd;
    RETURN 1;
END;
$$ LANGUAGE plpgsql;
-- end
-- begin
CREATE FUNCTION arrays() RETURNS int[] LANGUAGE plpgsql AS $$
DECLARE
  arr int[] := ARRAY[1, 2, 3];
  m numeric(10, 2)[] DEFAULT '{}';
  k CONSTANT text COLLATE "C" NOT NULL := 'x';
  ts timestamp with time zone = now();
  tab_row public.users;
  v varchar(20) DEFAULT substr('abc', 1, 2);
BEGIN
  arr[1] := 5;
  arr[array_length(arr, 1) + 1] := arr[1:2][1];
  tab_row.name := 'x' || k;
  tab_row.tags[2] := 'y';
  arr := array_append(arr, 4);
  RETURN arr[2:3];
END $$;
-- end
-- begin
CREATE FUNCTION nested_function() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CREATE FUNCTION inner_f() RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE OR REPLACE FUNCTION inner_g() RETURNS int LANGUAGE plpgsql AS $x$ BEGIN RETURN 1; END; $x$;
  CREATE FUNCTION inner_h() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
  DO $y$ BEGIN DELETE FROM u; END $y$;
END $$;
-- end
-- begin
CREATE FUNCTION out_rows(OUT a int, OUT b int) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
  FOR a, b IN SELECT x, y FROM t LOOP RETURN NEXT; END LOOP;
END $$;
-- end
