#include "adapters/postgres/catalog_queries.h"

#include <fmt/format.h>

namespace lockstep::catalog_queries {
namespace {

/// `n` is a schema of the user's.
constexpr const char* kOurSchema =
    "n.nspname NOT IN ('pg_catalog', 'information_schema', 'lockstep', 'lockstep_quarantine') "
    "AND n.nspname !~ '^pg_(toast|temp)'";

/// Not a member of an extension.
std::string own(const char* system_table, const char* oid) {
  return fmt::format(
      "NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{}'::regclass AND e.objid = {} AND e.deptype = 'e')",
      system_table, oid);
}

/// Every query over parts of relations starts from the relations that are read.
std::string our_relations() {
  return fmt::format(
      "ours AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') AND {} AND {})",
      kOurSchema, own("pg_class", "c.oid"));
}

/// The columns that index `x` includes, by the names that its table has for them: the index keeps older ones.
constexpr const char* kIncluded =
    "(SELECT array_agg(a.attname ORDER BY i.place) FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS i (attnum, place) "
    "JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = i.attnum WHERE i.place > x.indnkeyatts)";

/// Comments are joined as `words`: the functions that give one look each up by itself.
std::string comment_of(const char* system_table, const char* oid, const char* part = "0") {
  return fmt::format(
      "LEFT JOIN pg_description words ON words.classoid = '{}'::regclass AND words.objoid = {} "
      "AND words.objsubid = {}\n",
      system_table, oid, part);
}

/// A collation or operator class as a person writes it.
std::string name_of(const char* name, const char* schema_oid) {
  return fmt::format(
      "(SELECT CASE WHEN s.nspname IN ('pg_catalog', 'public') THEN quote_ident({0}) "
      "ELSE quote_ident(s.nspname) || '.' || quote_ident({0}) END FROM pg_namespace s WHERE s.oid = {1})",
      name, schema_oid);
}

}  // namespace

std::string relations() {
  return "WITH " + our_relations() + R"(
SELECT c.oid, c.nspname, c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
       obj_description(c.oid, 'pg_class'), pg_get_userbyid(c.relowner),
       CASE WHEN c.relkind IN ('r', 'p', 'f', 'm') AND c.reltuples >= 0 THEN c.reltuples END,
       CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) END,
       CASE WHEN c.relispartition THEN parents.keys[1] END,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
       CASE p.partstrat WHEN 'r' THEN 'RANGE' WHEN 'l' THEN 'LIST' WHEN 'h' THEN 'HASH' END,
       -- an expression has no column: '' keeps its place
       (SELECT array_agg(coalesce(a.attname, '') ORDER BY k.place)
        FROM unnest(p.partattrs::int2[]) WITH ORDINALITY AS k (attnum, place)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0),
       pg_get_expr(p.partexprs, c.oid),
       CASE WHEN c.relkind = 'S' THEN
         (SELECT tn.nspname || '.' || t.relname || '.' || a.attname
          FROM pg_depend d
          JOIN pg_class t ON t.oid = d.refobjid
          JOIN pg_namespace tn ON tn.oid = t.relnamespace
          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
            AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) END,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
       CASE WHEN NOT c.relispartition THEN parents.keys END,
       c.relispopulated,
       CASE WHEN c.reloftype <> 0 THEN
         (SELECT tn.nspname || '.' || t.typname FROM pg_type t JOIN pg_namespace tn ON tn.oid = t.typnamespace
          WHERE t.oid = c.reloftype) END,
       CASE CASE WHEN c.relkind IN ('r', 'p') THEN c.relreplident END WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN
         coalesce((SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                   WHERE i.indrelid = c.oid AND i.indisreplident), 'NOTHING') END,
       CASE WHEN c.relkind IN ('v', 'm') THEN c.reloptions END
FROM ours c
LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
LEFT JOIN LATERAL (SELECT array_agg(tn.nspname || '.' || t.relname ORDER BY i.inhseqno) AS keys
                   FROM pg_inherits i
                   JOIN pg_class t ON t.oid = i.inhparent
                   JOIN pg_namespace tn ON tn.oid = t.relnamespace
                   WHERE i.inhrelid = c.oid) AS parents ON true
ORDER BY c.oid)";
}

std::string columns(int version) {
  // On 18 a NOT NULL is a constraint, which sets attnotnull before it is validated, too.
  const bool named = version >= 18;
  return fmt::format(R"(WITH {}
SELECT c.oid, a.attname, format_type(a.atttypid, a.atttypmod), {},
       pg_get_expr(d.adbin, d.adrelid),
       -- functions stand in the stored expression by their oid; built-in ones are in no other table
       a.attgenerated = '' AND EXISTS (
         SELECT FROM regexp_matches(d.adbin::text, ':(?:funcid|opfuncid) (\d+)', 'g') AS m (function)
         JOIN pg_proc f ON f.oid = m.function[1]::oid WHERE f.provolatile = 'v'),
       a.attidentity, a.attgenerated,
       CASE WHEN a.attcollation <> t.typcollation THEN {} END,
       words.description, {}, coalesce(a.attstattarget, -1)
FROM ours c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
LEFT JOIN pg_collation l ON l.oid = a.attcollation
{}{}WHERE c.relkind <> 'S'
ORDER BY c.oid, a.attnum)",
                     our_relations(), named ? "a.attnotnull AND coalesce(k.convalidated, true)" : "a.attnotnull",
                     name_of("l.collname", "l.collnamespace"), named ? "k.conname, k.connoinherit" : "NULL, false",
                     named ? "LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'n' "
                             "AND k.conkey = ARRAY[a.attnum]\n"
                           : "",
                     comment_of("pg_class", "c.oid", "a.attnum"));
}

std::string constraints(int version) {
  // A foreign key to a partitioned table has a row for each partition of that, on the same referencing table: only the
  // first is the user's.
  return fmt::format(R"(WITH {}, names AS (
  SELECT k.oid, array_agg(a.attname ORDER BY key.place) AS columns
  FROM pg_constraint k, unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
  JOIN pg_attribute a ON true
  WHERE a.attrelid = k.conrelid AND a.attnum = key.attnum GROUP BY k.oid
)
SELECT c.oid, k.conname, k.contype, names.columns,
       CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
       rn.nspname || '.' || r.relname,
       (SELECT array_agg(a.attname ORDER BY key.place)
        FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum),
       k.confdeltype, k.confupdtype, k.confmatchtype,
       k.condeferrable, k.condeferred, k.convalidated, {}, k.connoinherit, {},
       CASE WHEN k.contype IN ('p', 'u', 'x') THEN
         {} END,
       pg_get_constraintdef(k.oid), words.description, {}
FROM ours c
JOIN pg_constraint k ON k.conrelid = c.oid
LEFT JOIN names ON names.oid = k.oid
LEFT JOIN pg_class r ON r.oid = k.confrelid
LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
LEFT JOIN pg_index x ON x.indexrelid = k.conindid
{}WHERE (k.contype IN ('c', 'p', 'u', 'f', 'x') OR (k.contype = 'n' AND NOT k.convalidated))
  AND NOT EXISTS (SELECT FROM pg_constraint up WHERE up.oid = k.conparentid AND up.conrelid = k.conrelid)
ORDER BY c.oid, k.oid)",
                     our_relations(), version >= 18 ? "k.conenforced" : "true",
                     version >= 15 ? "coalesce(k.contype IN ('p', 'u') AND x.indnullsnotdistinct, false)" : "false",
                     kIncluded, version >= 18 ? "k.conperiod" : "false", comment_of("pg_constraint", "k.oid"));
}

std::string indexes(int version) {
  return fmt::format(R"(WITH {}
SELECT i.oid, c.oid, i.relname, x.indisunique, x.indisvalid, i.relkind = 'I', m.amname,
       {},
       pg_get_expr(x.indpred, x.indrelid), {}, k.conname, pg_get_indexdef(i.oid), words.description,
       x.indisclustered, i.reloptions
FROM ours c
JOIN pg_index x ON x.indrelid = c.oid
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_am m ON m.oid = i.relam
LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')
{}ORDER BY c.oid, i.oid)",
                     our_relations(), kIncluded, version >= 15 ? "x.indnullsnotdistinct" : "false",
                     comment_of("pg_class", "i.oid"));
}

std::string index_elements() {
  return fmt::format(R"(WITH {}
SELECT x.indexrelid, a.attname, CASE WHEN key.attnum = 0 THEN pg_get_indexdef(x.indexrelid, key.place::int, false) END,
       -- an expression's own collation is stored nowhere: the printed definition tells whether another one was asked for
       CASE WHEN l.oid <> coalesce(a.attcollation, 'pg_catalog."default"'::regcollation)
              AND (key.attnum <> 0 OR pg_get_indexdef(x.indexrelid) ~ ' COLLATE ') THEN {} END,
       CASE WHEN NOT o.opcdefault THEN {} END,
       x.indoption[key.place - 1]
FROM ours c
JOIN pg_index x ON x.indrelid = c.oid
CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = key.attnum AND key.attnum <> 0
LEFT JOIN pg_collation l ON l.oid = x.indcollation[key.place - 1]
LEFT JOIN pg_opclass o ON o.oid = x.indclass[key.place - 1]
WHERE key.place <= x.indnkeyatts
ORDER BY x.indexrelid, key.place)",
                     our_relations(), name_of("l.collname", "l.collnamespace"), name_of("o.opcname", "o.opcnamespace"));
}

std::string triggers() {
  return "WITH " + our_relations() + R"(
SELECT c.oid, t.tgname, fn.nspname || '.' || f.proname, pg_get_triggerdef(t.oid), t.tgenabled
FROM ours c
JOIN pg_trigger t ON t.tgrelid = c.oid AND (NOT t.tgisinternal OR (t.tgparentid <> 0 AND t.tgconstraint = 0))
JOIN pg_proc f ON f.oid = t.tgfoid
JOIN pg_namespace fn ON fn.oid = f.pronamespace
ORDER BY c.oid, t.tgname)";
}

std::string view_reads() {
  return "WITH " + our_relations() + R"(
SELECT DISTINCT c.oid, s.nspname || '.' || s.relname
FROM ours c
JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN'
JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
JOIN ours s ON s.oid = d.refobjid AND s.oid <> c.oid
ORDER BY 1, 2)";
}

std::string rules() {
  return "WITH " + our_relations() + R"(
SELECT c.oid, w.rulename, CASE w.ev_type WHEN '2' THEN 'UPDATE' WHEN '3' THEN 'INSERT' WHEN '4' THEN 'DELETE' END,
       w.is_instead, pg_get_ruledef(w.oid), w.ev_enabled
FROM ours c
JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename <> '_RETURN'
ORDER BY c.oid, w.oid)";
}

std::string policies() {
  return "WITH " + our_relations() + R"(
SELECT c.oid, p.polname, CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                       WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END ||
       CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
                     WHEN 'd' THEN ' FOR DELETE' ELSE '' END ||
       ' TO ' || (SELECT string_agg(CASE WHEN r.role = 0 THEN 'PUBLIC' ELSE r.role::regrole::text END, ', ' ORDER BY r.place)
                  FROM unnest(p.polroles) WITH ORDINALITY AS r (role, place)) ||
       coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') ||
       coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
FROM ours c JOIN pg_policy p ON p.polrelid = c.oid ORDER BY c.oid, p.oid)";
}

std::string grants() {
  return "WITH " + our_relations() + R"(, rights AS (
  SELECT c.oid, '' AS column, c.relowner, (aclexplode(c.relacl)).* FROM ours c WHERE c.relacl IS NOT NULL
  UNION ALL
  SELECT c.oid, a.attname, c.relowner, (aclexplode(a.attacl)).*
  FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NOT NULL
)
SELECT r.oid, CASE WHEN r.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.grantee)) END,
       r.privilege_type, r.column, bool_or(r.is_grantable)
FROM rights r
WHERE r.grantee <> r.relowner
GROUP BY 1, 2, 3, 4)";
}

std::string statistics() {
  return fmt::format(R"(WITH {}
SELECT sn.nspname, s.stxname, c.nspname || '.' || c.relname,
       (SELECT array_agg(DISTINCT a.attname ORDER BY a.attname)
        FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_statistic_ext'::regclass AND d.objid = s.oid AND d.refobjid = c.oid AND d.refobjsubid > 0),
       -- 'e' is of statistics over an expression alone; with all three kinds none was written
       CASE WHEN NOT s.stxkind @> '{{d,f,m}}' AND s.stxkind <> '{{e}}' THEN
         array_remove(ARRAY[CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END,
                            CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END,
                            CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END], NULL) END,
       pg_get_statisticsobjdef_columns(s.oid)
FROM ours c
JOIN pg_statistic_ext s ON s.stxrelid = c.oid
JOIN pg_namespace sn ON sn.oid = s.stxnamespace)",
                     our_relations());
}

std::string default_grants() {
  // The connected role is the one that runs the migrations.
  return R"(
SELECT CASE WHEN d.defaclrole = (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN ''
            ELSE pg_get_userbyid(d.defaclrole) END,
       coalesce(n.nspname, ''), d.defaclobjtype::text,
       CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
       a.privilege_type, a.is_grantable
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
WHERE d.defaclobjtype IN ('r', 'S') AND a.grantee <> d.defaclrole)";
}

std::string publications(int version) {
  return fmt::format(R"(WITH {}
SELECT p.pubname, p.puballtables,
       (SELECT array_agg(c.nspname || '.' || c.relname) FROM pg_publication_rel r JOIN ours c ON c.oid = r.prrelid
        WHERE r.prpubid = p.oid), {}, NOT (p.pubupdate OR p.pubdelete)
FROM pg_publication p)",
                     our_relations(),
                     version >= 15 ? "(SELECT array_agg(n.nspname) FROM pg_publication_namespace s JOIN pg_namespace n "
                                     "ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid)"
                                   : "NULL");
}

std::string types(int version) {
  // A domain's NOT NULL has a name from 17 on.
  return fmt::format(R"(
SELECT n.nspname, t.typname, t.typtype, t.typisdefined,
       CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
       t.typnotnull,
       (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
       CASE WHEN t.typtype = 'd' THEN pg_get_expr(t.typdefaultbin, 0) END,
       k.checks, k.unvalidated, {}
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
LEFT JOIN LATERAL (SELECT array_agg(k.conname ORDER BY k.oid) FILTER (WHERE k.contype = 'c') AS checks,
                          array_agg(k.conname ORDER BY k.oid) FILTER (WHERE NOT k.convalidated) AS unvalidated,
                          min(k.conname) FILTER (WHERE k.contype = 'n') AS not_null
                   FROM pg_constraint k WHERE k.contypid = t.oid) AS k ON t.typtype = 'd'
WHERE {} AND {}
  AND (t.typtype IN ('e', 'd', 'r', 'b', 'p') OR (t.typtype = 'c' AND c.relkind = 'c'))
  -- not the array type that comes with every type
  AND NOT EXISTS (SELECT FROM pg_type of WHERE of.typarray = t.oid)
ORDER BY t.oid)",
                     version >= 17 ? "k.not_null" : "NULL", kOurSchema, own("pg_type", "t.oid"));
}

std::string functions() {
  return fmt::format(R"(
SELECT n.nspname, f.proname, pg_get_function_arguments(f.oid), l.lanname,
       CASE f.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
       pg_get_functiondef(f.oid),
       (SELECT array_agg(format_type(a.type, NULL) ORDER BY a.place)
        FROM unnest(f.proargtypes::oid[]) WITH ORDINALITY AS a (type, place)),
       f.pronargdefaults, f.provariadic <> 0
FROM pg_proc f
JOIN pg_namespace n ON n.oid = f.pronamespace
JOIN pg_language l ON l.oid = f.prolang
WHERE f.prokind <> 'a' AND {} AND {}
  -- not the constructors of range types, which come with the type
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'i')
ORDER BY f.oid)",
                     kOurSchema, own("pg_proc", "f.oid"));
}

std::string schemas() {
  return fmt::format("SELECT n.nspname FROM pg_namespace n WHERE {} AND {}", kOurSchema, own("pg_namespace", "n.oid"));
}

std::string extensions() {
  return "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'";  // every database has that one
}

}  // namespace lockstep::catalog_queries
