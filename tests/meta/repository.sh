#!/usr/bin/env bash
# Habits of the repository: run bits, source lists that are complete, files that stay small, nothing unfinished.
. "$(dirname "$0")/report.sh"

for script in scripts/test scripts/demo scripts/fuzz scripts/document scripts/github-action .ci/run tests/*/*.sh; do
  [[ $script == */report.sh || $script == */databases.sh ]] || [ -x "$script" ] || wrong "$script has no run bit"
done

# Source lists are explicit, so a file may be forgotten.
while read -r source; do
  folder=${source%/*} listed=''
  while [ -n "$folder" ] && [ -z "$listed" ]; do
    if [ -e "$folder/CMakeLists.txt" ] && grep -qF "${source#"$folder"/}" "$folder/CMakeLists.txt"; then listed=yes; fi
    [[ $folder == */* ]] && folder=${folder%/*} || folder=''
  done
  [ -n "$listed" ] || wrong "$source is in no CMakeLists.txt"
done < <(find base parser migrations engine adapters cli tests -name '*.cpp' | sort)

while read -r lines file; do
  echo "note: $file has $lines lines; is it one thing?"
done < <(find base parser migrations engine adapters cli tests scripts -name '*.cpp' -o -name '*.h' -o -name '*.sh' |
  xargs -d '\n' wc -l | awk '$2 != "total" && $1 > 600')

while read -r line; do
  wrong "unfinished: $line"
done < <(grep -rsnE '\b(TODO|FIXME|XXX)\b' base parser migrations engine adapters cli scripts docs examples deploy \
  --include='*.cpp' --include='*.h' --include='*.def' --include='*.sh' --include='*.md' --include='*.sql' --include='*.yaml' \
  --include=CMakeLists.txt || true)
finish
