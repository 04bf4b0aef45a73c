-- The schema of a database as sorted lines of text, so that two databases can be compared by diff. Independent of
-- lockstep: read from the catalogs, with the server's own pg_get_*def. The order of columns is left out, and so are
-- lockstep's journal and everything that belongs to an extension. What is left in quarantine is not. Whether a
-- partition's NOT NULL is also its own is left out, too: from PostgreSQL 18 on it is where its primary key is made of an
-- index, which is the only way to make one without a long lock.
--   psql -qAtX -f normal_form_postgresql.sql
SET search_path = pg_catalog;

CREATE TEMP VIEW ours AS
SELECT c.oid, c.relname, n.nspname, c.relkind, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e');

-- An acl without its order; an absent one is the default one.
CREATE FUNCTION pg_temp.acl(acl aclitem[], kind "char", owner oid) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(item::text, ',' ORDER BY item::text) FROM unnest(coalesce(acl, acldefault(kind, owner))) item
$$;

-- Options of a column that a person set: minor releases since 15.20 keep a version of their own (pg_attver) beside them.
CREATE FUNCTION pg_temp.options(options text[]) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(item, ',' ORDER BY item) FROM unnest(options) item WHERE item !~ '^pg_'
$$;

SELECT line FROM (
SELECT format('schema %I owner=%I acl=%s comment=%L', nspname, pg_get_userbyid(nspowner),
              pg_temp.acl(nspacl, 'n', nspowner), obj_description(oid, 'pg_namespace')) AS line
  FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'lockstep', 'lockstep_quarantine')
UNION ALL
SELECT format('relation %s kind=%s owner=%I acl=%s persistence=%s options=%s identity=%s rls=%s/%s am=%s of=%s comment=%L',
              o.name, c.relkind, pg_get_userbyid(c.relowner),
              pg_temp.acl(c.relacl, CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner),
              c.relpersistence, c.reloptions, c.relreplident, c.relrowsecurity, c.relforcerowsecurity,
              (SELECT amname FROM pg_am WHERE oid = c.relam), c.reloftype::regtype, obj_description(c.oid, 'pg_class'))
  FROM ours o JOIN pg_class c USING (oid) WHERE c.relkind NOT IN ('i', 'I')
UNION ALL
SELECT format('partition %s of %s: %s', o.name, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
  FROM ours o JOIN pg_class c USING (oid) JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind NOT IN ('i', 'I')
UNION ALL
SELECT format('partitioned %s by %s', o.name, pg_get_partkeydef(o.oid)) FROM ours o WHERE o.relkind = 'p'
UNION ALL
SELECT format('column %s.%I type=%s notnull=%s default=%s identity=%s generated=%s collation=%s storage=%s compression=%s'
              ' statistics=%s options=%s acl=%s comment=%L',
              o.name, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
              a.attidentity, a.attgenerated, nullif(a.attcollation, t.typcollation)::regcollation, a.attstorage,
              a.attcompression, a.attstattarget, pg_temp.options(a.attoptions), a.attacl, col_description(o.oid, a.attnum))
  FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE o.relkind NOT IN ('i', 'I', 'S')
UNION ALL
SELECT format('constraint %s.%I %s valid=%s local=%s comment=%L', coalesce(o.name, k.contypid::regtype::text), k.conname,
              pg_get_constraintdef(k.oid), k.convalidated,
              k.conislocal AND NOT (k.contype = 'n' AND EXISTS (SELECT FROM pg_class p WHERE p.oid = k.conrelid AND p.relispartition)),
              obj_description(k.oid, 'pg_constraint'))
  FROM pg_constraint k LEFT JOIN ours o ON o.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = k.connamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep') AND k.contype <> 't'
UNION ALL
SELECT format('index %s on %s: %s valid=%s ready=%s clustered=%s identity=%s statistics=%s comment=%L', o.name,
              i.indrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, i.indisclustered,
              i.indisreplident, (SELECT array_agg(attstattarget ORDER BY attnum) FROM pg_attribute WHERE attrelid = o.oid),
              obj_description(o.oid, 'pg_class'))
  FROM ours o JOIN pg_index i ON i.indexrelid = o.oid
UNION ALL
SELECT format('view %s: %s', o.name, pg_get_viewdef(o.oid)) FROM ours o WHERE o.relkind IN ('v', 'm')
UNION ALL
SELECT format('sequence %s type=%s start=%s min=%s max=%s step=%s cycle=%s cache=%s owned by %s.%s (%s)', o.name,
              s.seqtypid::regtype, s.seqstart, s.seqmin, s.seqmax, s.seqincrement, s.seqcycle, s.seqcache,
              d.refobjid::regclass, a.attname, d.deptype)
  FROM ours o JOIN pg_sequence s ON s.seqrelid = o.oid
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = o.oid AND d.refobjsubid > 0
                       AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
UNION ALL
SELECT format('trigger %s enabled=%s comment=%L', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger'))
  FROM pg_trigger t JOIN ours o ON o.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT format('rule %s enabled=%s', pg_get_ruledef(r.oid), r.ev_enabled)
  FROM pg_rewrite r JOIN ours o ON o.oid = r.ev_class WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT format('policy %s.%I %s %s roles=%s using=%s check=%s', o.name, p.polname, p.polcmd, p.polpermissive,
              (SELECT array_agg(r::regrole::text ORDER BY 1) FROM unnest(p.polroles) r WHERE r <> 0),
              pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN ours o ON o.oid = p.polrelid
UNION ALL
SELECT format('function %s owner=%I acl=%s comment=%L: %s', p.oid::regprocedure, pg_get_userbyid(p.proowner),
              pg_temp.acl(p.proacl, 'f', p.proowner), obj_description(p.oid, 'pg_proc'),
              CASE WHEN p.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
UNION ALL
SELECT format('type %s kind=%s owner=%I acl=%s notnull=%s default=%s base=%s labels=%s comment=%L', t.oid::regtype, t.typtype,
              pg_get_userbyid(t.typowner), pg_temp.acl(t.typacl, 'T', t.typowner), t.typnotnull, t.typdefault,
              CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
              (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
              obj_description(t.oid, 'pg_type'))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep') AND t.typtype IN ('e', 'd', 'r')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.classid = 'pg_type'::regclass AND d.deptype = 'e')
UNION ALL
SELECT 'statistics ' || pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN ours o ON o.oid = s.stxrelid
UNION ALL
SELECT format('publication %I table %I.%I', pubname, schemaname, tablename) FROM pg_publication_tables
UNION ALL
SELECT format('extension %I version=%s', extname, extversion) FROM pg_extension
) lines ORDER BY line COLLATE "C";
