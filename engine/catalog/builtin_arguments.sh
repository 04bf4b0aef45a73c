#!/usr/bin/env bash
# Writes builtin_arguments.inc: how many arguments the functions of PostgreSQL take, over all servers given.
# usage: builtin_arguments.sh postgresql://superuser@host/db... > builtin_arguments.inc
# Left out: what has a syntax of its own, aggregates over ordered sets, and functions that SQL cannot call.
set -euo pipefail
query="
SELECT DISTINCT proname, least(pronargs - pronargdefaults - (provariadic <> 0)::int, 9),
       CASE WHEN provariadic <> 0 THEN 9 ELSE pronargs END
FROM pg_proc p LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind IN ('f', 'w', 'a') AND coalesce(aggkind, 'n') = 'n'
  AND proname !~ '^(json|xml|pg_|ri_|RI_|substring|trim|overlay|position|extract|normalize|count|timezone)' AND pronargs < 9"
echo "// Made by builtin_arguments.sh from pg_proc of PostgreSQL 14 to 18: do not edit."
echo "// LOCKSTEP_ARGUMENTS(numbers, names): 9 stands for any number from there on."
for url in "$@"; do psql -X -q -A -t -F ' ' "$url" -c "$query"; done | awk '
{ for (i = $2; i <= $3; ++i) seen[$1, i] = 1; names[$1] = 1 }
END { for (n in names) { k = ""; for (i = 0; i <= 9; ++i) if ((n, i) in seen) k = k i; print k, n } }' |
  LC_ALL=C sort | awk '
function flush() { if (line != "") printf "                   \"%s\"\n", line; line = "" }
($1 "") != (key "") { if (key != "") { flush(); print "                   )" } key = $1; printf "LOCKSTEP_ARGUMENTS(\"%s\",\n", key }
{ if (length(line) + length($2) > 88) flush(); line = line $2 " " }
END { flush(); print "                   )" }'
