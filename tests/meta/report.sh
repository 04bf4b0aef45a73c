# shellcheck shell=bash
# For the scripts beside it: `wrong MESSAGE` notes a finding, `finish` ends with 1 when there was one.

set -uo pipefail
cd "${1:?usage: SCRIPT ROOT}" || exit 2
findings=0

wrong() {
  printf '%s\n' "$*"
  findings=$((findings + 1))
}

finish() {
  [ "$findings" = 0 ] || printf '%s findings\n' "$findings"
  exit $((findings > 0))
}
