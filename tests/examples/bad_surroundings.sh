#!/usr/bin/env bash
# What the surroundings can do to lockstep: no such database, a wrong password, no rights, a read-only database, a full
# disk, a file that was changed after it ran. Each ends with its exit code and a message, and leaves the database usable.
#   bad_surroundings.sh LOCKSTEP sqlite|postgresql
set -euo pipefail
. "$(dirname "$0")/databases.sh"
lockstep=$1
use "$2" bad_surroundings

trap 'umount "$work/small" 2>/dev/null || true; clean_up' EXIT

mkdir "$work/migrations"
cat >"$work/migrations/0001_counters.sql" <<'SQL'
CREATE TABLE counters (id bigint PRIMARY KEY, n bigint NOT NULL, note text);
SQL

# expect STATUS WORDS ARGUMENT...: lockstep ends with STATUS (or one of "2|3"), and what it says holds WORDS (a pattern of grep -E).
expect() {
  local wanted=$1 words=$2 status=0
  shift 2
  "$lockstep" "$@" >"$work/output" 2>&1 </dev/null || status=$?
  [[ "|$wanted|" == *"|$status|"* ]] || { cat "$work/output"; fail "\`lockstep $*\` ended with $status instead of $wanted"; }
  grep -qiE -- "$words" "$work/output" || { cat "$work/output"; fail "\`lockstep $*\` does not say \"$words\""; }
  if grep -qE 'terminate called|Assertion|Segmentation|secret-word' "$work/output"; then
    cat "$work/output"
    fail "\`lockstep $*\` says what it should not"
  fi
}

fill() {
  sql "$1" <<SQL
INSERT INTO counters WITH RECURSIVE r (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r WHERE id < $2) SELECT id, 0, '' FROM r;
SQL
}

changed_file() {
  echo "== a file that was changed after it ran"
  create changed
  expect 0 "0001" up --database "$url" "$work/migrations"
  mkdir -p "$work/changed"
  { echo "-- a remark"; cat "$work/migrations/0001_counters.sql"; } >"$work/changed/0001_counters.sql"
  expect 0 "" up --database "$url" "$work/changed"
  sed -i 's/note text/note text, more text/' "$work/changed/0001_counters.sql"
  expect 2 "0001" up --database "$url" "$work/changed"
}

interrupted() {
  echo "== SIGTERM in the middle of a backfill: exit 4, and the same command goes on"
  create interrupted
  expect 0 "0001" up --database "$url" "$work/migrations"
  fill "$url" 20000
  mkdir -p "$work/more"
  cp "$work/migrations/0001_counters.sql" "$work/more/"
  echo 'UPDATE counters SET n = n + 1;' >"$work/more/0002_count.sql"
  local pid status=0 done_rows=0
  "$lockstep" up --database "$url" --chunk-rows 100 --pause 10ms "$work/more" >"$work/output" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null && [ "$done_rows" -lt 1000 ]; do
    done_rows=$(sql "$url" <<<"SELECT sum(n) FROM counters")
  done
  kill -TERM "$pid"
  wait "$pid" || status=$?
  [ "$status" = 4 ] || { cat "$work/output"; fail "interrupted: ended with $status instead of 4"; }
  [ "$(sql "$url" <<<"SELECT sum(n) FROM counters")" -lt 20000 ] || fail "interrupted: nothing was left to do"
  expect 0 "" up --database "$url" "$work/more"
  [ "$(sql "$url" <<<"SELECT min(n) || ' ' || max(n) FROM counters")" = "1 1" ] || fail "interrupted: wrong rows"
}

full_disk() {
  echo "== a full disk"
  mkdir -p "$work/small"
  if ! mount -t tmpfs -o size=2m tmpfs "$work/small" 2>/dev/null; then
    echo "left out: this user may not mount a tmpfs"
    return 0
  fi
  url=sqlite:$work/small/full.db
  local more=$work/full status=0
  mkdir -p "$more"
  cp "$work/migrations/0001_counters.sql" "$more/"
  expect 0 "0001" up --database "$url" "$more"
  fill "$url" 20000
  echo "UPDATE counters SET note = '$(printf 'x%.0s' {1..300})';" >"$more/0002_notes.sql"
  "$lockstep" up --database "$url" --pause 0ms "$more" >"$work/output" 2>&1 || status=$?
  if [ "$status" != 3 ] && [ "$status" != 4 ]; then
    cat "$work/output"
    fail "a full disk: ended with $status instead of 3 or 4"
  fi
  grep -qiE 'full|space' "$work/output" || { cat "$work/output"; fail "a full disk: the message does not say so"; }
  mount -o remount,size=40m "$work/small"
  expect 0 "" up --database "$url" "$more"
  [ "$(sql "$url" <<<"SELECT min(length(note)) || ' ' || max(length(note)) FROM counters")" = "300 300" ] ||
    fail "a full disk: wrong rows afterwards"

  echo "== a read-only file system"
  mount -o remount,ro "$work/small"
  echo 'UPDATE counters SET n = n + 1;' >"$more/0003_count.sql"
  expect "2|3|4" "read-?only|only be read" up --database "$url" "$more"
  expect 0 "0003" status --database "$url" "$more"
  umount "$work/small"
}

sqlite_surroundings() {
  echo "== no such database"
  expect 2 "missing.db" status --database "sqlite:$work/missing.db" "$work/migrations"
  [ ! -e "$work/missing.db" ] || fail "status made a database"
  expect 2 "no-folder" up --database "sqlite:$work/no-folder/x.db" "$work/migrations"
  echo "== not a database"
  head -c 20000 /dev/urandom >"$work/noise.db"
  expect "2|3" "not a .*database" up --database "sqlite:$work/noise.db" "$work/migrations"
}

postgresql_surroundings() {
  local host role=${prefix}_role
  host=$(sed -E 's#^[a-z]+://([^@/]*@)?([^/]*)/.*#\2#' <<<"$server")
  echo "== no such database, no such server"
  expect 2 "lockstep_nowhere" status --database "postgresql://postgres@$host/lockstep_nowhere" "$work/migrations"
  expect 4 "connect|refused" status --database "postgresql://postgres:secret-word@127.0.0.1:1/x" "$work/migrations"

  echo "== a wrong password, no right to make the journal"
  create rights
  sql "$server" <<<"CREATE ROLE $role LOGIN PASSWORD 'right'"
  trap 'clean_up; psql -qX "$server" -c "DROP ROLE IF EXISTS '"$role"'" >/dev/null 2>&1' EXIT
  [ "$(sql "$server" <<<"SELECT count(*) FROM pg_roles WHERE rolname = 'password_users'")" = 0 ] ||
    sql "$server" <<<"GRANT password_users TO $role"
  if ! PGPASSWORD=wrong psql -qX "postgresql://$role@$host/${prefix}_rights" -c 'SELECT 1' >/dev/null 2>&1; then
    expect 2 "password" status --database "postgresql://$role:secret-word@$host/${prefix}_rights" "$work/migrations"
  else
    echo "left out: this server lets everybody in"
  fi
  sql "$url" <<<"REVOKE CREATE ON SCHEMA public FROM PUBLIC"
  expect "2|3" "permission|right|privilege" up --database "postgresql://$role:right@$host/${prefix}_rights" "$work/migrations"
  [ "$(sql "$url" <<<"SELECT count(*) FROM pg_tables WHERE tablename = 'counters'")" = 0 ] || fail "the table was made without rights"

  echo "== a read-only server"
  create readonly
  sql "$url" <<<"ALTER DATABASE ${prefix}_readonly SET default_transaction_read_only = on"
  expect "2|3|4" "read-only" up --database "$url" "$work/migrations"
}

changed_file
interrupted
[ "$dialect" = postgresql ] || full_disk
"${dialect}_surroundings"
echo "all met well"
