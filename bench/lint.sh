#!/usr/bin/env bash
# lockstep lint and npm's squawk-cli over the same files, taking turns: wall time, processor time and peak memory.
#
#   bench/lint.sh BUILD SQUAWK [ROUNDS]
#
# BUILD is a build folder at -O2, with the targets lockstep and write_input; SQUAWK the program `squawk`
# (npm install squawk-cli, node_modules/.bin/squawk). Needs /usr/bin/time.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: bench/lint.sh BUILD SQUAWK [ROUNDS]" >&2; exit 2; }
build=$1 squawk=$2 rounds=${3:-3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/bench/write_input" "$folder"

measure() {  # NAME INPUT COMMAND...
  local name=$1 input=$2 status=0
  shift 2
  /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" >"$folder/out" 2>&1 || status=$?
  [ "$status" -le 1 ] || { tail -n 3 "$folder/out" >&2; exit 1; }  # 1: there are findings
  tail -n 1 "$folder/time" | awk -v name="$name" -v input="$input" \
    '{ printf "| %s | %s | %.2f | %.2f | %.0f |\n", input, name, $1, $2 + $3, $4 / 1000 }'
}

echo "| input | program | wall time, s | processor time, s | peak memory, MB |"
echo "|---|---|--:|--:|--:|"
for ((i = 0; i < rounds; ++i)); do
  for input in many large; do
    measure lockstep "$input" "$build/cli/lockstep" lint "$folder/$input"
    measure squawk "$input" timeout 600 "$squawk" "$folder/$input/*.sql"
  done
done
