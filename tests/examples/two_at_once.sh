#!/usr/bin/env bash
# Two processes started at once on one database do the work once, and both end with 0.
#   two_at_once.sh LOCKSTEP sqlite|postgresql
set -euo pipefail
. "$(dirname "$0")/databases.sh"
lockstep=$1
use "$2" two_at_once
rows=5000

mkdir "$work/migrations"
for round in 1 2 3; do
  create "round$round"
  rm -f "$work"/migrations/*
  cat >"$work/migrations/0001_counters.sql" <<SQL
CREATE TABLE counters (id bigint PRIMARY KEY, n bigint NOT NULL);
SQL
  # A fresh database at once, and then a backfill at once.
  for migration in 0001 0002; do
    pids=() status=0
    for runner in 1 2 3; do
      "$lockstep" up --database "$url" "$work/migrations" >"$work/output$runner" 2>&1 &
      pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
    [ "$status" = 0 ] || { tail -n 5 "$work"/output*; fail "round $round, $migration: a process ended with $status"; }
    if [ "$migration" = 0001 ]; then
      sql "$url" <<SQL
INSERT INTO counters WITH RECURSIVE r (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r WHERE id < $rows) SELECT id, 0 FROM r;
SQL
      printf 'UPDATE counters SET n = n + 1;\n' >"$work/migrations/0002_count.sql"
    fi
  done
  got=$(sql "$url" <<<"SELECT count(*) || ' ' || min(n) || ' ' || max(n) FROM counters")
  [ "$got" = "$rows 1 1" ] || fail "round $round: rows, least and greatest n are $got"
done
echo "three at once, three times: the work was done once"
