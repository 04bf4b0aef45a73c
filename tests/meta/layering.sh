#!/usr/bin/env bash
# Dependencies point one way (docs/architecture.md), and a library is included only where its room is.
. "$(dirname "$0")/report.sh"

# Which of our folders a folder may include.
allowed() {
  case $1 in
    base) echo base ;;
    parser) echo base parser ;;
    migrations) echo base parser migrations ;;
    engine) echo base parser migrations engine ;;
    adapters) echo base parser migrations engine adapters ;;
    cli) echo base parser migrations engine adapters cli ;;
  esac
}

# The same inside the engine.
allowed_in_engine() {
  case $1 in
    catalog) echo catalog ;;
    effects) echo catalog effects ;;
    rules) echo catalog effects rules ;;
    rewrite) echo catalog effects plan rewrite ;;
    plan) echo catalog effects rewrite plan ;;
    run) echo catalog effects rewrite plan run ;;
  esac
}

# includes FILE: one name a line, as "folder/file.h" or <header>.
includes() { sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*(["<][^">]+[">]).*/\1/p' "$1"; }

sources() { find base parser migrations engine adapters cli -name '*.h' -o -name '*.cpp' -o -name '*.def' | sort; }

# Headers of libraries, and the files that may include them (a shell pattern; later lines win over earlier ones).
library_allowed() {
  local header=$1 file=$2
  case $header in
    tao/*) [[ $file == parser/*.cpp || $file == parser/grammar.h ]] ;;
    CLI/*) [[ $file == cli/*.cpp ]] ;;
    pqxx/* | libpq-fe.h | libpq/*) [[ $file == adapters/postgres/* ]] ;;
    sqlite3.h) [[ $file == adapters/sqlite/* ]] ;;
    toml++/*) [[ $file == cli/*.cpp ]] ;;
    nlohmann/json.hpp) [[ $file == *.cpp ]] ;;  # slow to compile: in no header
    pg_query.h | catch2/*) false ;;             # for tests only
    # No I/O, no clock and no thread in what decides.
    fstream | iostream | cstdio | stdio.h | filesystem | thread | chrono | ctime | unistd.h)
      [[ $file != engine/* && $file != parser/* ]] ;;
    *) true ;;
  esac
}

while read -r file; do
  folder=${file%%/*}
  while read -r include; do
    name=${include:1:-1}
    if [[ $include == \"* ]]; then
      [[ " $(allowed "$folder") " == *" ${name%%/*} "* ]] || wrong "$file includes $name: $folder may not depend on ${name%%/*}"
      [ -e "$name" ] || [ -e "${file%/*}/$name" ] || wrong "$file includes $name, which does not exist"
      if [[ $file == engine/*/* && $name == engine/*/* ]]; then
        room=${file#engine/} room=${room%%/*} other=${name#engine/} other=${other%%/*}
        [[ " $(allowed_in_engine "$room") " == *" $other "* ]] ||
          wrong "$file includes $name: engine/$room may not depend on engine/$other"
      fi
    else
      library_allowed "$name" "$file" || wrong "$file includes <$name>, which does not belong there"
    fi
  done < <(includes "$file")
done < <(sources)
finish
