#!/usr/bin/env bash
# The shop's history by lockstep ends in the same schema and the same rows as by the database's own client.
#   end_state.sh LOCKSTEP sqlite|postgresql [killed]
# killed: every command is killed (SIGKILL) at random moments and started again until it ends by itself.
set -euo pipefail
. "$(dirname "$0")/databases.sh"
lockstep=$1
use "$2" end_state
how=${3:-}
orders=${LOCKSTEP_TEST_ORDERS:-20000}
RANDOM=${LOCKSTEP_TEST_SEED:=$$}
echo "seed $LOCKSTEP_TEST_SEED, $orders orders"
shop=$root/examples/shop/$dialect

create start
base=$url
"$lockstep" up --database "$base" --fresh require "$shop/0001_shop.sql"
create plain
plain=$url
sql "$plain" <"$shop/0001_shop.sql"
same_end_state "$plain" "$base"
generate "$plain" "$orders"
generate "$base" "$orders"

echo "== plain SQL"
for file in "$shop"/*.sql; do
  case $file in */0001_*) continue ;; esac
  sql "$plain" <"$file" || fail "$file by the database's own client"
done

# run COMMAND...: lockstep on the shop, killed meanwhile when asked for.
run() {
  local status=0 kills=0 pid
  echo "== lockstep $*"
  while [ "$how" = killed ] && [ "$kills" -lt 40 ]; do
    status=0
    "$lockstep" "$@" --database "$base" "$shop" >"$work/output" 2>&1 &
    pid=$!
    sleep "0.$(printf %03d $((5 + RANDOM % 75)))"
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || status=$?
    [ "$status" = 137 ] || break
    kills=$((kills + 1))
  done
  [ "$how" != killed ] || echo "killed $kills times"
  [ "$status" = 0 ] || [ "$status" = 137 ] || { cat "$work/output"; fail "lockstep $* ended with $status after $kills kills"; }
  "$lockstep" "$@" --database "$base" "$shop" || fail "lockstep $* ended with $?"
}

run expand --pause 0ms
run backfill --pause 0ms
run contract --all
run contract --purge=now --allow-loss
same_end_state "$plain" "$base"

status=0
"$lockstep" up --database "$base" "$shop" || status=$?
[ "$status" = 0 ] || fail "up with nothing to do ended with $status"
same_end_state "$plain" "$base"
echo "the same end state"
