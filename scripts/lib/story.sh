# shellcheck shell=bash
# The story that scripts/demo tells, on either database. Every figure that it shows is checked against the same SQL run
# by the database's own client (`expected`), and a wrong one ends the demo with 1.

shop=$PWD/examples/shop
lockstep=$PWD/build/release/cli/lockstep

# The database's own client; the SQL is on standard input. `sql shop` is the live database, `sql expected` the oracle.
sql() {
  case $dialect in
    sqlite) sqlite3 -bail -cmd '.timeout 10000' "$1.db" ;;
    postgresql) psql -qAtX -v ON_ERROR_STOP=1 "${postgres_url%/*}/$1" ;;
  esac
}

# show COMMAND...: prints lockstep's command line, and runs it.
show() {
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  shift
  "$lockstep" "$@"
}

# check WHAT EXPECTED ACTUAL
check() {
  if [ "$2" = "$3" ]; then
    printf '  %sok%s  %s: %s\n' "$green" "$plain" "$1" "$3"
  else
    die 1 "wrong figure. $1: expected $2, got $3"
  fi
}

# expect STATUS COMMAND...: show COMMAND, which must end with STATUS.
expect() {
  local wanted=$1 got=0
  shift
  show "$@" || got=$?
  [ "$got" = "$wanted" ] || die 1 "\`$*\` ended with $got instead of $wanted"
}

prepare() {
  local folder=build/demo/$dialect
  rm -rf "$folder"
  mkdir -p "$folder"
  cd "$folder"
  if [ "$dialect" = sqlite ]; then
    database=sqlite:shop.db
  else
    postgres_start
    psql -qX "$postgres_url" -c 'CREATE DATABASE shop'
    database=${postgres_url%/*}/shop
  fi
}

goes_live() {
  heading "A shop goes live"
  expect 0 lockstep init --database "$database" --ci none
  cp "$shop/$dialect/0001_shop.sql" migrations/
  expect 0 lockstep up
  say "The database was empty, so nothing had to be careful. Now it gets 200,000 orders."
  case $dialect in
    sqlite) sql shop <"$shop/generate-sqlite.sql" ;;
    postgresql) psql -qX -v ON_ERROR_STOP=1 "$database" -f "$shop/generate-postgresql.sql" ;;
  esac
  check "orders" 200000 "$(sql shop <<<'SELECT count(*) FROM orders')"

  # The oracle: a copy, changed by the plain SQL.
  case $dialect in
    sqlite) cp shop.db expected.db ;;
    postgresql) psql -qX "$postgres_url" -c 'CREATE DATABASE expected TEMPLATE shop' ;;
  esac
  local file
  for file in "$shop/$dialect"/*.sql; do
    [[ $file == */0001_* ]] || sql expected <"$file"
  done
}

is_refused() {
  heading "A migration that looks harmless"
  cp "$shop/dangerous/$dialect"/*.sql migrations/
  cat migrations/0002_*.sql
  expect 1 lockstep lint
  say "The linter tells what would happen, to any tool that runs this file. lockstep does not run it either:"
  expect 2 lockstep up
  rm migrations/0002_*.sql
}

is_killed() {
  heading "Twelve changes, a crash in the middle"
  cp "$shop/$dialect"/*.sql migrations/
  say "They are plain SQL, too: a renamed column, a status that becomes a reference, a key that must grow ..."
  expect 0 lockstep plan --id 0006 | cut -c1-140
  local before after=0 customers
  customers=$(sql shop <<<'SELECT count(*) FROM customers')
  before=$(sql shop <<<'SELECT sum(loyalty_points) FROM customers')
  if [ "$dialect" = postgresql ]; then
    say "Meanwhile the old version of the shop goes on reading and writing."
    application_starts
  fi
  say "0010 gives ten points to each of $customers customers, who have $before points now. Halfway, lockstep is killed (SIGKILL):"
  local up=(up --chunk-rows 1000 --pause 15ms --log-interval 2s)
  printf '%s$ lockstep %s%s\n' "$bold" "${up[*]}" "$plain"
  "$lockstep" "${up[@]}" &  # not by a function: the kill must hit lockstep itself
  story_pid=$!
  while kill -0 "$story_pid" 2>/dev/null; do
    after=$(sql shop <<<'SELECT sum(loyalty_points) FROM customers')
    [ "$((after - before))" -lt "$((customers * 3))" ] || break
    sleep 0.05
  done
  kill -KILL "$story_pid" 2>/dev/null || true
  wait "$story_pid" 2>/dev/null || true
  story_pid=''
  after=$(sql shop <<<'SELECT sum(loyalty_points) FROM customers')
  say "killed: $(((after - before) / 10)) of $customers customers have their points"
  if [ "$after" -le "$before" ] || [ "$after" -ge "$((before + 10 * customers))" ]; then
    die 1 "the crash was not in the middle of the backfill"
  fi
  expect 0 lockstep status

  say "The same command again goes on where it stopped."
  expect 0 lockstep "${up[@]}"
  check "points after a crash and a resume" "$((before + 10 * customers))" \
    "$(sql shop <<<'SELECT sum(loyalty_points) FROM customers')"
}

both_versions_run() {
  heading "Both versions of the shop run"
  say "The old one writes its columns and the new one reads its own, and the other way round:"
  check "old writes a discount of 15 %, new reads basis points" 1500 "$(sql shop <<'SQL'
BEGIN;
UPDATE orders SET discount_percent = 15 WHERE id = 4711;
SELECT discount_bp FROM orders WHERE id = 4711;
ROLLBACK;
SQL
)"
  check "new writes 750 basis points, old reads percent" 7 "$(sql shop <<'SQL'
BEGIN;
UPDATE orders SET discount_bp = 750 WHERE id = 4711;
SELECT discount_percent FROM orders WHERE id = 4711;
ROLLBACK;
SQL
)"
  check "old writes phone, new reads phone_number" 110 "$(sql shop <<'SQL'
BEGIN;
UPDATE customers SET phone = '110' WHERE id = 11;
SELECT phone_number FROM customers WHERE id = 11;
ROLLBACK;
SQL
)"
  check "old changes an order, new finds it in orders_v2" world "$(sql shop <<'SQL'
BEGIN;
UPDATE orders SET ship_country = 'JP' WHERE id = 4711;
SELECT shipping_zone FROM orders_v2 WHERE id = 4711;
ROLLBACK;
SQL
)"
}

is_contracted() {
  heading "The old version is gone"
  [ -z "$application_pid" ] || application_ends
  expect 0 lockstep contract --all
  say "Every figure, against the same SQL run by ${client}:"
  local wanted got line
  mapfile -t wanted < <(sql expected <"$shop/figures.sql")
  mapfile -t got < <(sql shop <"$shop/figures.sql")
  [ "${#got[@]}" = 15 ] || die 1 "wrong figure. Lines of figures: expected 15, got ${#got[@]}"
  for line in "${!got[@]}"; do check "${got[line]%%|*}" "${wanted[line]#*|}" "${got[line]#*|}"; done
  expect 0 lockstep status
}

can_go_back() {
  heading "The way back"
  say "Until contract, nothing is lost by going back. Taking back all after 0010 would mean:"
  expect 0 lockstep rollback --to 0010 --dry-run
}

tell() {
  local client=sqlite3
  [ "$dialect" = sqlite ] || client=psql
  local started=$SECONDS
  prepare
  goes_live
  is_refused
  is_killed
  both_versions_run
  can_go_back
  is_contracted
  heading "Done in $((SECONDS - started)) s"
  [ "$dialect" = postgresql ] || say "The shop is in $PWD."
  say "Next, on your own folder of migrations, which is only read:"
  say ""
  say "  $lockstep lint path/to/your/migrations"
}
