#!/usr/bin/env bash
# What `plan` emits for other runners, run by the databases' own clients, ends in the same schema and the same rows as
# the plain SQL; and the undo of expand and backfill gives back the schema that was there before.
#   emitted.sh LOCKSTEP sqlite|postgresql
set -euo pipefail
. "$(dirname "$0")/databases.sh"
lockstep=$1
use "$2" emitted
orders=${LOCKSTEP_TEST_ORDERS:-3000}
shop=$root/examples/shop/$dialect
[ "$dialect" = sqlite ] && kind=sqlite || kind=postgresql

echo "== the shop as one script, and by files"
create plain
plain=$url
sql "$plain" <"$shop/0001_shop.sql"
generate "$plain" "$orders"
create before plain
create script plain
script=$url
create files plain
files=$url
for file in "$shop"/*.sql; do
  case $file in */0001_*) ;; *) sql "$plain" <"$file" || fail "$file by the database's own client" ;; esac
done
"$lockstep" plan --dialect "$kind" --last 12 --format sql "$shop" >"$work/script.sql"
sql "$script" <"$work/script.sql" >"$work/output" 2>&1 || { tail -n 20 "$work/output"; fail "the script does not run"; }
same_end_state "$plain" "$script"

"$lockstep" plan --dialect "$kind" --last 12 --emit-dir "$work/files" "$shop" >/dev/null
for file in "$work"/files/*.sql; do
  case $file in
    *.undo.sql) ;;
    *) sql "$files" <"$file" >"$work/output" 2>&1 || { tail -n 20 "$work/output"; fail "$file does not run"; } ;;
  esac
done
same_end_state "$plain" "$files"

echo "== expand and backfill of each migration, and back"
create live before
live=$url
for file in "$shop"/*.sql; do
  name=$(basename "$file" .sql)
  case $name in 0001_*) continue ;; esac
  normal_form "$live" >"$work/schema.before"
  for part in 1_expand 2_backfill; do
    [ ! -f "$work/files/$name.$part.sql" ] || sql "$live" <"$work/files/$name.$part.sql" >"$work/output" 2>&1 ||
      { tail -n 20 "$work/output"; fail "$name.$part does not run"; }
  done
  undone=yes
  for part in 2_backfill 1_expand; do
    [ -f "$work/files/$name.$part.undo.sql" ] || continue
    if grep -q 'migration: impossible' "$work/files/$name.$part.undo.sql"; then
      undone=no
      ! sql "$live" <"$work/files/$name.$part.undo.sql" >"$work/output" 2>&1 || fail "$name.$part undid what it cannot"
      break
    fi
    sql "$live" <"$work/files/$name.$part.undo.sql" >"$work/output" 2>&1 ||
      { tail -n 20 "$work/output"; fail "$name.$part.undo does not run"; }
  done
  if [ "$undone" = yes ]; then
    normal_form "$live" >"$work/schema.after"
    diff "$work/schema.before" "$work/schema.after" || fail "the undo of $name leaves another schema"
    for part in 1_expand 2_backfill; do
      [ ! -f "$work/files/$name.$part.sql" ] || sql "$live" <"$work/files/$name.$part.sql" >/dev/null 2>&1 ||
        fail "$name.$part does not run a second time"
    done
  fi
  for part in 3_contract 4_purge; do
    [ ! -f "$work/files/$name.$part.sql" ] || sql "$live" <"$work/files/$name.$part.sql" >/dev/null 2>&1 ||
      fail "$name.$part does not run"
  done
done
echo "the same end state"
