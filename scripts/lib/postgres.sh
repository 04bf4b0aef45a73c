# shellcheck shell=bash
# A PostgreSQL server of our own: a new cluster in a temporary directory, on 127.0.0.1 and a free port, gone at the end.
# Where there is room, it is kept in memory: tests make thousands of databases, and take half as long there.
#
# The server refuses to run as root, so root starts it as the user `postgres`. It is a child of the script and ends with
# it even when the script is killed (setpriv --pdeathsig).

postgres_dir='' postgres_pid=''

# postgres_exec COMMAND...: replaces the (sub)shell by the command, run by the user who owns the server.
postgres_exec() {
  cd /
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid postgres --regid postgres --init-groups --pdeathsig INT "$@"
  else
    exec setpriv --pdeathsig INT "$@"
  fi
}

# postgres_room: the folder for clusters.
postgres_room() {
  local free
  free=$(df --output=avail --block-size=G /dev/shm 2>/dev/null | tr -dc '0-9') || true
  if [ -w /dev/shm ] && [ "${free:-0}" -ge 6 ]; then echo /dev/shm; else echo "${TMPDIR:-/tmp}"; fi
}

# postgres_start [BIN [OPTION...]]: sets postgres_url (a superuser's) and postgres_port. BIN is the folder of the
# server's programs, by default those of Debian's newest; the options are the server's.
postgres_start() {
  local bin=${1:-}
  [ $# = 0 ] || shift
  [ -n "$bin" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$bin/postgres" ] || die 1 "no PostgreSQL server below /usr/lib/postgresql"
  postgres_dir=$(mktemp -d "$(postgres_room)/lockstep-postgres.XXXXXX")
  [ "$(id -u)" != 0 ] || chown postgres: "$postgres_dir"
  (postgres_exec "$bin/initdb" -D "$postgres_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync) \
    >"$postgres_dir/log" 2>&1 || postgres_failed "initdb failed"
  # Members of `password_users` must give a password, so that tests can give a wrong one.
  printf 'host all +password_users 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n' \
    >"$postgres_dir/data/pg_hba.conf"

  local attempt waited
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    postgres_port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
    ! (exec 3<>"/dev/tcp/127.0.0.1/$postgres_port") 2>/dev/null || continue
    (postgres_exec "$bin/postgres" -D "$postgres_dir/data" -p "$postgres_port" -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c max_connections=200 \
      -c max_prepared_transactions=10 -c wal_level=logical \
      -c dynamic_shared_memory_type=mmap -c timezone=UTC -c log_timezone=UTC "$@") \
      >>"$postgres_dir/log" 2>&1 </dev/null &
    postgres_pid=$!
    postgres_url=postgresql://postgres@127.0.0.1:$postgres_port/postgres
    for ((waited = 0; waited < 300; waited++)); do
      kill -0 "$postgres_pid" 2>/dev/null || break
      if psql -qAtX "$postgres_url" -c 'CREATE ROLE password_users' >/dev/null 2>&1; then return 0; fi
      sleep 0.1
    done
    wait "$postgres_pid" 2>/dev/null || true
  done
  postgres_failed "PostgreSQL does not start"
}

postgres_failed() {
  tail -n 20 "$postgres_dir/log" >&2
  die 1 "$1"
}

# postgres_stop: at once, and the directory is removed. Does nothing when no server was started; for the exit trap.
postgres_stop() {
  if [ -n "$postgres_pid" ]; then
    kill -QUIT "$postgres_pid" 2>/dev/null || true  # immediate shutdown: nothing of it is kept, nor left outside
    wait "$postgres_pid" 2>/dev/null || true
    postgres_pid=''
  fi
  if [ -n "$postgres_dir" ]; then
    rm -rf "$postgres_dir"
    postgres_dir=''
  fi
}
