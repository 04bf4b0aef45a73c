# shellcheck shell=bash
# What the scripts need of the system: Debian 12, and packages of it, installed only when they are missing.

packages_build=(g++ cmake ninja-build pkg-config libpqxx-dev libpq-dev libsqlite3-dev sqlite3 tao-pegtl-dev libcli11-dev
  libfmt-dev nlohmann-json3-dev libtomlplusplus-dev libexpected-dev libmd-dev)
packages_server=(postgresql-15 postgresql-client-15)
packages_test=(catch2 libpg-query-dev libprotobuf-c-dev libxxhash-dev chromium fonts-dejavu-core poppler-utils)
packages_fuzz=(clang libclang-rt-14-dev)

require_debian_12() {
  local id='' version=''
  if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release && printf %s "${ID:-}")
    version=$(. /etc/os-release && printf %s "${VERSION_ID:-}")
  fi
  if [ "$id" != debian ] || [ "$version" != 12 ] || ! command -v apt-get >/dev/null; then
    die 2 "works on Debian 12 (bookworm) only, since it installs Debian's packages; this is ${id:-unknown} ${version:-}." \
      "Elsewhere, install the libraries that README.md lists and run: cmake --workflow --preset dev"
  fi
}

# as_root COMMAND...: runs it as root, by sudo when this is another user.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die 2 "packages are missing and this user may not install them: run it as root, or install sudo"
  fi
}

# install_packages NAME...: installs those that are missing; says nothing when there are none.
install_packages() {
  local name missing=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  case " ${missing[*]} " in *" ${packages_server[0]} "*) no_default_cluster ;; esac
  quietly apt_get update
  quietly apt_get install -y --no-install-recommends "${missing[@]}"
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# Debian's package creates a cluster on port 5432 and starts it at boot. The scripts use servers of their own, so where
# PostgreSQL was never installed it stays without one.
no_default_cluster() {
  local file=/etc/postgresql-common/createcluster.conf
  [ ! -e "$file" ] || return 0
  say "PostgreSQL is installed without a default cluster ($file)"
  as_root mkdir -p "${file%/*}"
  printf 'create_main_cluster = false\n' | as_root tee "$file" >/dev/null
}
