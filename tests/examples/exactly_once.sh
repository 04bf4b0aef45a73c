#!/usr/bin/env bash
# n = n + 1 happens once for every row, whatever is killed: lockstep is killed (SIGKILL) 50 times in the middle of the
# backfill, at random moments, and started again.
#   exactly_once.sh LOCKSTEP sqlite|postgresql
set -euo pipefail
. "$(dirname "$0")/databases.sh"
lockstep=$1
use "$2" exactly_once
RANDOM=${LOCKSTEP_TEST_SEED:=$$}
echo "seed $LOCKSTEP_TEST_SEED"
wanted=50 rows=20000

create counters
mkdir "$work/migrations"
cat >"$work/migrations/0001_counters.sql" <<SQL
CREATE TABLE counters (id bigint PRIMARY KEY, n bigint NOT NULL);
SQL
"$lockstep" up --database "$url" "$work/migrations" >/dev/null
sql "$url" <<SQL
INSERT INTO counters WITH RECURSIVE r (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r WHERE id < $rows) SELECT id * 3, 0 FROM r;
SQL

# Every row holds `expected`; fails otherwise.
check_rows() {
  local wrong
  wrong=$(sql "$url" <<<"SELECT count(*) || ' rows, ' || sum(CASE WHEN n = $expected THEN 0 ELSE 1 END) || ' wrong, least ' || min(n) || ', greatest ' || max(n) FROM counters")
  [ "$wrong" = "$rows rows, 0 wrong, least $expected, greatest $expected" ] || fail "after $kills kills: $wrong"
}

kills=0 expected=0
while [ "$kills" -lt "$wanted" ]; do
  expected=$((expected + 1))
  printf 'UPDATE counters SET n = n + 1;\n' >"$work/migrations/$(printf %04d $((expected + 1)))_count.sql"
  while :; do
    status=0
    "$lockstep" up --database "$url" --chunk-rows 200 --pause 4ms "$work/migrations" >"$work/output" 2>&1 &
    pid=$!
    sleep "0.$(printf %03d $((20 + RANDOM % 230)))"
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || status=$?
    if [ "$status" = 137 ]; then
      touched=$(sql "$url" <<<"SELECT count(*) FROM counters WHERE n = $expected")
      [ "$touched" = 0 ] || [ "$touched" = "$rows" ] || kills=$((kills + 1))  # only those in the middle count
    else
      [ "$status" = 0 ] || { cat "$work/output"; fail "up ended with $status after $kills kills"; }
      break
    fi
  done
  check_rows
done
echo "$kills kills in the middle of $expected backfills: every row exactly $expected"
