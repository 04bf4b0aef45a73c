#!/usr/bin/env bash
# The thirty seconds of README.md, as they stand there.
#   readme.sh LOCKSTEP
set -euo pipefail
. "$(dirname "$0")/databases.sh"
use sqlite readme
mkdir "$work/bin" "$work/project"
ln -s "$(realpath "$1")" "$work/bin/lockstep"
PATH=$work/bin:$PATH

# Up to the last line, which is the contract; lint is there to find something.
awk '/^## Thirty seconds/ { here = 1 } here && /^```$/ { exit } here && code { print } here && /^```sh/ { code = 1 }' \
  "$root/README.md" | sed 's/^lockstep lint .*/lockstep lint || [ $? = 1 ]/' >"$work/all.sh"
grep -q '^lockstep contract' "$work/all.sh" || fail "README.md has no thirty seconds"
cd "$work/project"
sed '/^lockstep contract/d' "$work/all.sh" >"$work/first.sh"
bash -eux "$work/first.sh"
sql sqlite:shop.db <<<"INSERT INTO orders (id, cents) VALUES (1, 250)"
[ "$(sql sqlite:shop.db <<<"SELECT total_cents FROM orders")" = 250 ] || fail "the new name does not see what the old one wrote"
sed -n '/^lockstep contract/p' "$work/all.sh" | bash -eux
[ "$(sql sqlite:shop.db <<<"SELECT * FROM orders")" = "1|250" ] || fail "not the rows that should be there"
[ "$(sql sqlite:shop.db <<<"SELECT group_concat(name) FROM pragma_table_info('orders')")" = id,total_cents ] ||
  fail "not the columns that should be there"
