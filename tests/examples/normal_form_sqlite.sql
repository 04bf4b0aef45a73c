-- The schema of a database as sorted lines of text, so that two databases can be compared by diff. Independent of
-- lockstep: read with SQLite's own pragmas. The order of columns is left out, and so is lockstep's journal. What pragmas
-- do not tell (checks, collations, generated columns) is in the lines "text of table", which normal_form.sh sorts.
--   sqlite3 -readonly shop.db < normal_form_sqlite.sql
.mode list
.separator " "

CREATE TEMP VIEW ours AS
SELECT name, type FROM pragma_table_list
 WHERE schema = 'main' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'lockstep\_%' ESCAPE '\';

SELECT line FROM (
SELECT printf('%s %s without rowid=%d strict=%d', l.type, l.name, l.wr, l.strict) AS line
  FROM pragma_table_list l JOIN ours USING (name) WHERE l.schema = 'main'
UNION ALL
SELECT printf('column %s.%s type=%s notnull=%d default=%s key=%d hidden=%d', o.name, c.name, c.type, c."notnull",
              coalesce(c.dflt_value, 'NULL'), c.pk, c.hidden)
  FROM ours o, pragma_table_xinfo(o.name) c
UNION ALL
SELECT printf('foreign key of %s to %s (%s) on update %s on delete %s match %s', o.name, f."table",
              group_concat(f."from" || '=' || coalesce(f."to", 'key'), ', '), f.on_update, f.on_delete, f."match")
  FROM ours o, pragma_foreign_key_list(o.name) f GROUP BY o.name, f.id
UNION ALL
SELECT printf('index %s on %s unique=%d origin=%s partial=%d (%s)',
              CASE WHEN i.origin = 'c' THEN i.name ELSE '' END, o.name, i."unique", i.origin, i.partial,
              (SELECT group_concat(coalesce(x.name, 'expression') || CASE x."desc" WHEN 1 THEN ' desc' ELSE '' END
                                   || ' collate ' || x.coll, ', ')
                 FROM (SELECT * FROM pragma_index_xinfo(i.name) WHERE key = 1 ORDER BY seqno) x))
  FROM ours o, pragma_index_list(o.name) i
UNION ALL
SELECT printf('text of %s %s: %s', type, name, replace(replace(replace(sql, char(13), ' '), char(10), ' '), char(9), ' '))
  FROM sqlite_schema
 WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
   AND tbl_name NOT LIKE 'lockstep\_%' ESCAPE '\'
) ORDER BY line;
