#!/usr/bin/env bash
# Writes builtin_functions.inc: every function of PostgreSQL and of the extensions that come with it, by volatility.
# usage: builtin_functions.sh postgresql://superuser@host/db > builtin_functions.inc
# The database must be an empty one: all extensions that the server offers are created in it.
set -euo pipefail
run() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$1" -c "$2"; }
for extension in $(run "$1" "SELECT name FROM pg_available_extensions WHERE installed_version IS NULL ORDER BY name"); do
  psql -X -q "$1" -c "CREATE EXTENSION IF NOT EXISTS \"$extension\" CASCADE" >/dev/null 2>&1 || true
done
echo "// Made by builtin_functions.sh from pg_proc of PostgreSQL $(run "$1" "SHOW server_version_num" | cut -c1-2): do not edit."
echo "// LOCKSTEP_FUNCTIONS(volatilities, names): where forms of one name differ, all their letters stand."
run "$1" "
WITH callable AS (
  SELECT p.proname, p.provolatile FROM pg_proc p
  WHERE p.prokind IN ('f', 'w', 'a') AND p.prorettype NOT IN ('internal'::regtype, 'trigger'::regtype, 'event_trigger'::regtype,
        'cstring'::regtype, 'language_handler'::regtype, 'fdw_handler'::regtype, 'index_am_handler'::regtype,
        'table_am_handler'::regtype, 'tsm_handler'::regtype)
    AND NOT p.proargtypes::oid[] && ARRAY['internal'::regtype, 'cstring'::regtype]::oid[]),
named AS (SELECT proname, string_agg(DISTINCT provolatile::text, '' ORDER BY provolatile::text) AS v FROM callable GROUP BY 1)
SELECT 'LOCKSTEP_FUNCTIONS(\"' || v || '\",' || E'\n' ||
       '                   \"' || regexp_replace(string_agg(proname, ' ' ORDER BY proname COLLATE \"C\"), '(.{1,88}) ', E'\\\\1 \"\n                   \"', 'g') || '\")'
FROM named GROUP BY v ORDER BY v"
