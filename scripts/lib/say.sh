# shellcheck shell=bash
# Output of the scripts: headings, and messages that name the script. Colour only on a terminal (https://no-color.org).

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' green='' red='' plain=''
fi

me=scripts/${0##*/}

say() { printf '%s\n' "$*"; }
heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

# die STATUS MESSAGE...: ends the script.
die() {
  local status=$1
  shift
  printf '%s%s: %s%s\n' "$red" "$me" "$*" "$plain" >&2
  exit "$status"
}

# quietly COMMAND...: its output is shown only when it fails, and then the script ends.
quietly() {
  local output
  output=$(mktemp)
  if ! "$@" >"$output" 2>&1 </dev/null; then
    tail -n 40 "$output" >&2
    rm -f "$output"
    die 1 "failed: $*"
  fi
  rm -f "$output"
}
