-- Literals
SELECT 1, 1.5, .5, 1., 1e10, 1.5E-3, 0, 12345678901234567890;
-- begin
SELECT 'a', 'it''s', '', 'multi
line', 'a'
  'b', 'c'

'd';
-- end
SELECT E'\n\t\\\'\x41\u0041\U00000041\101', e'x';
SELECT B'1010', b'', X'1FF', x'ab', N'national', n'x';
SELECT U&'\0441\+000441', U&'d!0061t' UESCAPE '!', U&"d\0061t", u&"x" UESCAPE '!';
SELECT $$a$$, $tag$b $$ c$tag$, $_1$x$_1$, $a$ $b$ $a$;
SELECT TRUE, false, NULL, null::int;
SELECT date '2020-01-01', timestamp '2020-01-01', timestamptz '2020-01-01 00:00+00', time '12:00', interval '1 day', interval '1' year, interval '1-2' year to month, interval(3) '1 s', timestamp with time zone '2020-01-01', time(3) without time zone '1:00';
SELECT int '5', float8 '1.5', numeric(3,1) '1.5', varchar(3) 'abc', character varying 'x', bit(3) '101', app.t 'x', json '{}', bool 'true', text 'x', double precision '1';
SELECT $1, $2::int, $10 + 1;

-- Operators
SELECT a + b - c * d / e % f ^ g;
SELECT -a, +a, - - a, - 5, -5, a - -5, @ a, |/ a, ||/ a, ~ a, !! a;
SELECT a = b, a < b, a > b, a <= b, a >= b, a <> b, a != b;
SELECT a || b, a -> b, a ->> b, a #> b, a #>> b, a @> b, a <@ b, a ? b, a ?| b, a ?& b, a && b, a & b, a | b, a # b, a << b, a >> b, a ~ b, a ~* b, a !~ b, a !~* b, a ~~ b, a !~~ b, a @@ b, a <-> b, a |&> b, a =~= b, a - 'x', a @? b, a #- b;
SELECT a OPERATOR(pg_catalog.+) b, OPERATOR(app.@#) a, a OPERATOR(=) b;
SELECT a AND b OR NOT c AND NOT (d OR e);
SELECT a IS NULL, a IS NOT NULL, a ISNULL, a NOTNULL, a IS TRUE, a IS NOT TRUE, a IS FALSE, a IS NOT FALSE, a IS UNKNOWN, a IS NOT UNKNOWN, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b, a IS DOCUMENT, a IS NOT DOCUMENT, a IS NORMALIZED, a IS NOT NFC NORMALIZED, a IS NFKD NORMALIZED;
SELECT a BETWEEN 1 AND 2, a NOT BETWEEN 1 AND 2 AND b, a BETWEEN SYMMETRIC 2 AND 1, a NOT BETWEEN SYMMETRIC 1 AND 2, a BETWEEN ASYMMETRIC 1 AND 2;
SELECT a LIKE 'x', a NOT LIKE 'x' ESCAPE '!', a ILIKE 'x', a NOT ILIKE 'x', a SIMILAR TO 'x', a NOT SIMILAR TO 'x' ESCAPE 'y', a LIKE ANY (ARRAY['x']), a NOT LIKE ALL (ARRAY['x']), a ILIKE ANY ('{x}');
SELECT a IN (1, 2), a NOT IN (1), a IN (SELECT 1), a NOT IN (SELECT b FROM t), (a, b) IN ((1, 2), (3, 4)), (a, b) IN (SELECT 1, 2);
SELECT a = ANY (ARRAY[1]), a <> ALL (SELECT 1), a < SOME (b), a = ANY ('{1}'), a OPERATOR(pg_catalog.=) ANY (b);
SELECT a AT TIME ZONE 'UTC', a AT TIME ZONE interval '1 hour' AT TIME ZONE b, (a AT TIME ZONE 'x')::date;
SELECT a COLLATE "C", a || b COLLATE "de_DE" < c, (a COLLATE app.x) = b;
SELECT a::int, a::int::text, a::varchar(10), a::int[], a::app.mood, a::numeric(3, 1)[], a::timestamp with time zone, CAST(a AS int), CAST(a + b AS double precision), -a::int, (-a)::int, a::"char", a::interval day to second;
SELECT (a).b, (a).b.c, (a).*, (f(x)).y, a[1], a[1:2], a[:2], a[1:], a[:], a[1][2], (a.b)[1], a.b[1].c, $1[1], (ARRAY[1, 2])[1], (SELECT 1)::int, $1.a;
SELECT (a, b), ROW (a, b), ROW (), ROW (a), (a, b) = (c, d), (a, b) < (1, 2), (a, b) IS NULL, (a, b) OVERLAPS (c, d), ROW (1, 2) = ROW (3, 4), (ROW (1, 2)).f1;
SELECT ARRAY[1, 2, 3], ARRAY[]::int[], ARRAY[[1, 2], [3, 4]], ARRAY(SELECT 1), ARRAY[ARRAY[1], ARRAY[2]];
SELECT EXISTS (SELECT 1), NOT EXISTS (SELECT 1 FROM t), (SELECT max(a) FROM t), ((SELECT 1)), (SELECT a FROM t)[1];
SELECT CASE WHEN a THEN 1 END, CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END, CASE a WHEN 1 THEN 'x' ELSE CASE b WHEN 2 THEN 'y' END END;
SELECT a AND b = c OR d < e + f * g::int IS NULL;
SELECT NOT a = b, NOT a IS NULL, NOT NOT a;
SELECT a = b IS TRUE;
SELECT 1 < 2 AND 3 > 2, 2 BETWEEN 1 AND 3 AND TRUE;
SELECT a IS NULL IS FALSE, a LIKE b IS NULL;

-- Functions
SELECT f(), f(1), f(1, 'a', b), app.f(a), shop.app.f(), f(*), f(DISTINCT a), f(ALL a, b), f(VARIADIC a), f(a, VARIADIC b), f(a => 1, b := 2), f(a, b => c);
SELECT count(*), count(DISTINCT a), sum(a) FILTER (WHERE b > 0), array_agg(a ORDER BY b DESC NULLS LAST, c), string_agg(DISTINCT a, ',' ORDER BY a), percentile_cont(0.5) WITHIN GROUP (ORDER BY a), mode() WITHIN GROUP (ORDER BY a) FILTER (WHERE b);
SELECT rank() OVER (PARTITION BY a ORDER BY b), lag(a, 1) OVER w, first_value(a) OVER (ORDER BY b ROWS UNBOUNDED PRECEDING) FROM t WINDOW w AS ();
SELECT coalesce(a, b), greatest(a, 1), least(a, b, c), nullif(a, b), grouping(a, b);
SELECT current_date, current_time, current_time(3), current_timestamp, current_timestamp(6), localtime, localtime(0), localtimestamp, current_role, current_user, session_user, user, current_catalog, current_schema;
SELECT extract(year FROM a), extract('epoch' FROM a), extract(dow FROM now() - interval '1 day'), extract(second FROM a);
SELECT position('a' IN b), substring(a FROM 1 FOR 2), substring(a FROM 1), substring(a FOR 2), substring(a, 1, 2), substring(a SIMILAR b ESCAPE c), overlay(a PLACING b FROM 1 FOR 2), overlay(a PLACING b FROM 1), trim(a), trim(both FROM a), trim(leading 'x' FROM a), trim(trailing FROM a), trim('x' FROM a), trim(a, 'x'), overlay(a, b, 1);
SELECT normalize(a), normalize(a, NFC), treat(a AS int), collation for (a), substring(), overlay(), trim(both a, b);
SELECT xmlconcat(a, b), xmlelement(name foo), xmlelement(name foo, xmlattributes(a AS b, c), 'x', d), xmlforest(a AS b, c), xmlparse(document a), xmlparse(content a preserve whitespace), xmlpi(name php), xmlpi(name php, 'x'), xmlroot(a, version '1.0', standalone yes), xmlroot(a, version no value), xmlserialize(content a AS text), xmlexists('//a' PASSING b), xmlexists('//a' PASSING BY REF b BY REF);
SELECT date_trunc('day', a), now(), gen_random_uuid(), json_build_object('a', 1), left(a, 1), right(b, 2), replace(a, b, c), format('%s', a), row_number() OVER (), "Quoted"(1), char_length(a), date(a), timezone('utc', a);
SELECT exists(SELECT 1), row(1), cast(a as int), if(a), set(1);
SELECT a.left, t.select, t.order FROM t;
SELECT 1 AS select, 2 AS "from", 3 AS order, 4 AS user;
-- begin
SELECT 'a' /* comment */ || -- another
 'b' /* nested /* comment */ ; here */;
-- end
SELECT a FROM t WHERE created_at < now() - interval '30 days' AND NOT (meta ? 'x') AND name ~* '^a;b$';
SELECT B'102', interval '1' years;
SELECT a LIKE;
SELECT a AND;
SELECT a ISNULL NOT;
SELECT a and, b or, c in FROM t;
