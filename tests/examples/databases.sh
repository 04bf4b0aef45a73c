# shellcheck shell=bash
# For the tests of the examples: the same verbs for both databases. A database is named by its URL as lockstep takes it,
# "sqlite:PATH" or "postgresql://...". Nothing here uses lockstep.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# use DIALECT NAME: makes a working folder, `work`, that is removed at the end, and for PostgreSQL the prefix of the
# test's databases.
use() {
  dialect=$1
  work=$(mktemp -d "${TMPDIR:-/tmp}/lockstep-test.XXXXXX")
  databases=()
  trap clean_up EXIT
  trap 'exit 143' TERM INT
  if [ "$dialect" = postgresql ]; then
    server=${LOCKSTEP_TEST_PG:-}
    [ -n "$server" ] || fail "LOCKSTEP_TEST_PG must hold the URL of a superuser on a PostgreSQL server for tests"
    prefix="lockstep_$2_$$"
  fi
}

clean_up() {
  local name
  for name in "${databases[@]}"; do
    psql -qX "$server" -c "DROP DATABASE IF EXISTS \"$name\" WITH (FORCE)" >/dev/null 2>&1 || true
  done
  rm -rf "$work"
}

# create NAME [FROM]: an empty database, or a copy of an existing one; sets `url`.
create() {
  if [ "$dialect" = sqlite ]; then
    url=sqlite:$work/$1.db
    [ -z "${2:-}" ] || sqlite3 "$work/$2.db" ".backup '$work/$1.db'"
  else
    databases+=("${prefix}_$1")
    psql -qX -v ON_ERROR_STOP=1 "$server" -c "CREATE DATABASE \"${prefix}_$1\" ${2:+TEMPLATE \"${prefix}_$2\"}"
    url=$(sed -E "s#^([a-z]+://[^/]*)/[^?]*#\1/${prefix}_$1#" <<<"$server")
  fi
}

# sql URL: runs standard input with the database's own client; stops at the first error.
sql() {
  case $1 in
    sqlite:*) sqlite3 -bail -cmd '.timeout 10000' "${1#sqlite:}" ;;
    *) psql -qAtX -v ON_ERROR_STOP=1 "$1" ;;
  esac
}

# generate URL ORDERS: fills the shop.
generate() {
  case $1 in
    sqlite:*) sqlite3 -bail -cmd ".parameter set :orders $2" "${1#sqlite:}" <"$root/examples/shop/generate-sqlite.sql" ;;
    *) psql -qX -v orders="$2" "$1" -f "$root/examples/shop/generate-postgresql.sql" ;;
  esac
}

# normal_form URL: the schema as sorted lines; see normal_form_*.sql.
normal_form() {
  case $1 in
    sqlite:*) sqlite3 -readonly "${1#sqlite:}" <"$here/normal_form_sqlite.sql" | sort_definitions | LC_ALL=C sort ;;
    *) psql -qAtX "$1" -f "$here/normal_form_postgresql.sql" ;;
  esac
}

# The definitions in the "text of table" lines, one line each, so that their order does not matter; quotes of names and
# white space are left out.
sort_definitions() {
  awk '
    !/^text of table / { gsub(/[ \t]+/, " "); gsub(/"/, ""); print; next }
    {
      head = substr($0, 1, index($0, ":")); body = substr($0, index($0, "(") + 1)
      depth = 0; string = 0; item = ""
      for (i = 1; i <= length(body); i++) {
        c = substr(body, i, 1)
        if (c == "\047") string = !string
        if (!string) {
          if (c == "(") depth++
          if (c == ")") depth--
          if ((c == "," && depth == 0) || depth < 0) {
            show(head, item); item = ""
            if (depth < 0) { show(head " options", substr(body, i + 1)); break }
            continue
          }
        }
        item = item c
      }
    }
    function show(head, text) {
      gsub(/"/, "", text); gsub(/[ \t]+/, " ", text); gsub(/ ?\( ?/, "(", text); gsub(/ ?\) ?/, ")", text)
      sub(/^ /, "", text); sub(/ $/, "", text); print head " " text
    }'
}

# rows URL: every row of every table but lockstep's own, columns by name, rows in order.
rows() {
  local table columns
  if [[ $1 == sqlite:* ]]; then
    sql "$1" <<<"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'lockstep\_%' ESCAPE '\' ORDER BY name" |
      while read -r table; do
        columns=$(sql "$1" <<<"SELECT group_concat('quote(\"' || name || '\")', ', ') FROM (SELECT name FROM pragma_table_info('$table') ORDER BY name)")
        echo "table $table"
        sql "$1" <<<"SELECT $columns FROM \"$table\"" | LC_ALL=C sort
      done
  else
    sql "$1" <<<"SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'm', 'S') AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'lockstep') ORDER BY nspname, relname" |
      while read -r table; do
        columns=$(sql "$1" <<<"SELECT coalesce(string_agg(quote_ident(attname), ', ' ORDER BY attname) FILTER (WHERE attname <> 'log_cnt'), '*') FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0 AND NOT attisdropped")
        echo "table $table"
        sql "$1" <<<"COPY (SELECT $columns FROM $table) TO STDOUT" | LC_ALL=C sort
      done
  fi
}

# same_end_state EXPECTED ACTUAL: both schema and rows, shown as a diff where they differ.
same_end_state() {
  normal_form "$1" >"$work/schema.expected"
  normal_form "$2" >"$work/schema.actual"
  rows "$1" >"$work/rows.expected"
  rows "$2" >"$work/rows.actual"
  if [ ! -s "$work/schema.expected" ] || [ ! -s "$work/rows.expected" ]; then fail "nothing to compare"; fi
  diff "$work/schema.expected" "$work/schema.actual" | head -n 40
  [ "${PIPESTATUS[0]}" = 0 ] || fail "the schema differs: < plain SQL, > lockstep"
  diff "$work/rows.expected" "$work/rows.actual" | head -n 40
  [ "${PIPESTATUS[0]}" = 0 ] || fail "the rows differ: < plain SQL, > lockstep"
}
