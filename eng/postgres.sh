#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for tests and benchmarks: durable, loopback only, gone after `stop`.
#
#   eng/postgres.sh start DIR    starts a cluster in DIR (or finds the one running there) and prints its connection string
#   eng/postgres.sh stop DIR     stops it and removes what `start` made; DIR itself is removed when it is then empty
#   eng/postgres.sh pid DIR      prints the id of the postmaster (to read its CPU time)
#
# Exit 3: PostgreSQL 15 or newer is not installed. KAIWA_POSTGRES_OPTIONS adds server settings, e.g. "-c max_connections=400".
set -euo pipefail

complain() { echo "$1" >&2; exit "${2:-1}"; }

[ $# -eq 2 ] || complain "Usage: eng/postgres.sh start|stop|pid DIR" 2
command=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)
data=$dir/data

bin=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
if [ ! -x "$bin/initdb" ]; then
  complain "PostgreSQL is not installed, so no throw-away cluster can start. Install it with: apt-get install -y postgresql" 3
fi
version=$("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
[ "$version" -ge 15 ] || complain "PostgreSQL $version is too old: Kaiwa needs 15 or newer. Install a newer one." 3

# PostgreSQL refuses to run as root: the package's own user runs it then.
owner=$(id -un)
as_owner() { "$@" 9>&-; }
if [ "$(id -u)" -eq 0 ]; then
  owner=${KAIWA_POSTGRES_USER:-postgres}
  id "$owner" >/dev/null 2>&1 || complain "This runs as root and there is no user '$owner' to run PostgreSQL. Create it or set KAIWA_POSTGRES_USER."
  as_owner() { (cd / && exec runuser -u "$owner" -- "$@" 9>&-); }
fi

running() { [ -s "$data/PG_VERSION" ] && as_owner "$bin/pg_ctl" status -D "$data" >/dev/null 2>&1; }
say_connection() { echo "Host=127.0.0.1;Port=$(sed -n 4p "$data/postmaster.pid");Username=kaiwa;Database=kaiwa"; }

start() {
  if running; then say_connection; return; fi
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$dir"; fi
  as_owner test -w "$dir" || complain "The user '$owner' cannot reach $dir. Use a folder whose parents everyone may enter, such as one from 'mktemp -d'."

  if [ ! -s "$data/PG_VERSION" ]; then
    as_owner "$bin/initdb" -D "$data" -U kaiwa -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 \
      || complain "initdb failed: $(tail -n 3 "$dir/initdb.log")"
  fi

  # A socket path longer than 107 bytes is refused by the kernel; TCP alone serves then.
  local sockets=$dir
  [ ${#dir} -le 80 ] || sockets=

  local attempt port
  for attempt in 1 2 3 4 5 6 7 8; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    if as_owner "$bin/pg_ctl" start -D "$data" -w -t 60 -l "$data/server.log" -o "-p $port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories='$sockets' -c max_connections=300 \
      -c fsync=on -c synchronous_commit=on -c shared_buffers=512MB -c max_wal_size=4GB -c min_wal_size=1GB \
      -c checkpoint_timeout=15min -c jit=off ${KAIWA_POSTGRES_OPTIONS:-}" >/dev/null 2>&1; then
      if ! "$bin/psql" -h 127.0.0.1 -p "$port" -U kaiwa -d postgres -qAtc "SELECT 1 FROM pg_database WHERE datname = 'kaiwa'" | grep -q 1; then
        "$bin/createdb" -h 127.0.0.1 -p "$port" -U kaiwa kaiwa
      fi
      say_connection
      return
    fi
  done
  complain "PostgreSQL did not start in $dir: $(tail -n 3 "$data/server.log" 2>/dev/null)"
}

stop() {
  if running; then
    as_owner "$bin/pg_ctl" stop -D "$data" -m fast -w -t 30 >/dev/null 2>&1 \
      || as_owner "$bin/pg_ctl" stop -D "$data" -m immediate -w -t 30 >/dev/null
  fi
  if [ -s "$data/PG_VERSION" ]; then rm -rf "$data"; fi
  rm -f "$dir/initdb.log" "$dir/.postgres.lock"
  rmdir "$dir" 2>/dev/null || true
}

exec 9>"$dir/.postgres.lock"
flock 9
case $command in
  start) start ;;
  stop) stop ;;
  pid) if running; then head -n 1 "$data/postmaster.pid"; else complain "No cluster runs in $dir."; fi ;;
  *) complain "Unknown command '$command'. Use start, stop or pid." 2 ;;
esac
