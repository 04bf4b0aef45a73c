#!/usr/bin/env bash
# Writes casts.inc: the casts of PostgreSQL and of the extensions that come with it.
# usage: casts.sh postgresql://superuser@host/db > casts.inc
# The database should have the extensions (see ../catalog/builtin_functions.sh).
set -euo pipefail
echo "// Made by casts.sh from pg_cast of PostgreSQL $(psql -X -q -A -t "$1" -c "SHOW server_version_num" | cut -c1-2): do not edit."
echo "// LOCKSTEP_CAST(source, target, method, context) as pg_cast has them: method b is binary coercible, f a function, i"
echo "// by input and output; context i is implicit, a in assignments, e only where written."
psql -X -q -A -t -v ON_ERROR_STOP=1 "$1" -c "
SELECT 'LOCKSTEP_CAST(\"' || replace(format_type(castsource, NULL), chr(34), chr(92) || chr(34)) || '\", \"' ||
       replace(format_type(casttarget, NULL), chr(34), chr(92) || chr(34)) || '\", ''' ||
       castmethod::text || ''', ''' || castcontext::text || ''')'
FROM pg_cast WHERE castsource <> casttarget
ORDER BY format_type(castsource, NULL) COLLATE \"C\", format_type(casttarget, NULL) COLLATE \"C\""
