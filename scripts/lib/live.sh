# shellcheck shell=bash
# The shop's old version, at work on PostgreSQL while its schema is changed, and a watcher of the locks that lockstep
# takes meanwhile. Needs `database` and `postgres_url`.

application_pid='' watcher_pid=''

# application_starts: the statements of the old version, from two clients, until application_ends. They write what is
# there already, so that the figures stay comparable.
application_starts() {
  cat >application.sql <<'SQL'
\set order random(1, 200000)
\set customer random(1, 40000)
SELECT status, total_cents, discount_percent FROM orders WHERE id = :order;
UPDATE orders SET total_cents = total_cents, status = status WHERE id = :order;
SELECT full_name, phone, fax FROM customers WHERE id = :customer;
UPDATE customers SET full_name = full_name WHERE id = :customer;
SQL
  local pgbench
  pgbench=$(find /usr/lib/postgresql/*/bin -name pgbench | sort -V | tail -n 1)
  # In short runs, since pgbench writes its log when it ends.
  (
    while [ ! -e application.stop ]; do
      "$pgbench" -n -c 2 -T 1 -R 40 -f application.sql -l --log-prefix=application "$database" || exit 1
    done
  ) >application.out 2>&1 </dev/null &
  application_pid=$!

  psql -qX "$postgres_url" -f - >/dev/null 2>&1 <<'SQL'
CREATE TABLE seen (pid int, backend timestamptz, relation oid, mode text, granted bool, at timestamptz);
CREATE PROCEDURE watch() LANGUAGE plpgsql AS $$
BEGIN
  LOOP
    PERFORM pg_stat_clear_snapshot();
    INSERT INTO seen
    SELECT a.pid, a.xact_start, l.relation, l.mode, l.granted, clock_timestamp()
      FROM pg_stat_activity a JOIN pg_locks l USING (pid)
     WHERE a.datname = 'shop' AND a.application_name LIKE 'lockstep%' AND l.locktype = 'relation' AND l.relation > 16384;
    COMMIT;
    PERFORM pg_sleep(0.005);
  END LOOP;
END $$;
SQL
  psql -qX "$postgres_url" -c 'CALL watch()' >/dev/null 2>&1 </dev/null &
  watcher_pid=$!
}

application_stops() {
  [ -z "$application_pid" ] || touch application.stop
  [ -z "$watcher_pid" ] || kill -TERM "$watcher_pid" 2>/dev/null || true
}

# application_ends: shows what the old version noticed, and the locks that were seen. A failed statement is a wrong figure.
application_ends() {
  local status=0 transactions slowest
  application_stops
  wait "$application_pid" || status=$?
  wait "$watcher_pid" 2>/dev/null || true
  application_pid='' watcher_pid=''
  if [ "$status" != 0 ] || grep -qE 'ERROR|aborted' application.out; then
    grep -E 'ERROR|error|aborted' application.out >&2
    die 1 "the old version of the shop failed"
  fi
  # Columns of pgbench's log: client, number, microseconds, script, second, microsecond, lag of the schedule.
  read -r transactions slowest < <(cat application.[0-9]* |
    awk '{ n++; if ($3 - $7 > max) max = $3 - $7 } END { printf "%d %d\n", n, max / 1000 }')
  say "  The old version ran $transactions transactions meanwhile. None failed, the slowest took $slowest ms."
  [ "$transactions" -gt 0 ] || die 1 "the old version of the shop did not run"
  say "  The strongest locks that lockstep was seen to hold on the shop's tables (looked at every 5 ms):"
  psql -qX -P footer=off -P border=1 "$postgres_url" <<SQL | sed '/^$/d; s/^/    /'
CREATE EXTENSION IF NOT EXISTS dblink;
SELECT n.name AS "table", mode, round(max(ms)) AS "longest, ms", count(*) AS "transactions"
  FROM (SELECT relation, mode, backend, 1000 * extract(epoch FROM max(at) - min(at)) AS ms
          FROM seen WHERE granted GROUP BY 1, 2, 3) held
  JOIN dblink('$database', \$\$SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace\$\$)
       AS n (oid oid, name text) ON n.oid = relation
 WHERE mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
 GROUP BY 1, 2 ORDER BY 1, 2;
SQL
}
