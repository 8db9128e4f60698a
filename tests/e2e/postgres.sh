# A private PostgreSQL for one test; source it after lib.sh:
#
#     source "$REPO/tests/e2e/postgres.sh"
#     start_postgres
#     psql -c 'SELECT 1'
#
# Its files are in the test's scratch folder, it listens on a free port of 127.0.0.1 only, and it ends with the test.
# libpq's variables (PGHOST, PGPORT, PGUSER, PGDATABASE) lead every client to it, rox too.

# The folder of the newest PostgreSQL's programs; Debian keeps initdb and postgres out of the PATH.
postgres_bin() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  if [[ -z $found ]] && command -v initdb >/dev/null; then found=$(dirname "$(command -v initdb)"); fi
  [[ -x $found/initdb ]] || skip "no PostgreSQL server (Debian: postgresql-15)" >&2
  echo "$found"
}

# postgres_target DIR NAME SCHEMA: the project in DIR gets a target on the server.
postgres_target() { printf '\n[target.%s]\nengine = "postgres"\nschema = "%s"\n' "$2" "$3" >>"$1/rox.toml"; }

# bikes_on_postgres DIR [SCALE]: as bikes, with a target `postgres` on the server, schema bikes.
bikes_on_postgres() {
  bikes "$@"
  postgres_target "$1" postgres bikes
}

# start_postgres [OPTION...]: options are initdb's. PostgreSQL refuses to run as root, so root runs it as nobody.
start_postgres() {
  local bin data=$scratch/postgres try
  bin=$(postgres_bin)
  chmod a+x "$scratch"
  mkdir -p "$data"
  if [[ $(id -u) == 0 ]]; then chown 65534:65534 "$data"; fi
  (cd / && as_nobody "$bin/initdb" -D "$data" -U rox -A trust -E UTF8 --locale=C.UTF-8 --no-sync "$@") >"$data.log" 2>&1 ||
    fail "initdb: $(tail -n 3 "$data.log")"
  at_exit stop_postgres "$bin" "$data"
  export PGHOST=127.0.0.1 PGUSER=rox PGDATABASE=postgres PGCONNECT_TIMEOUT=10
  for try in 1 2 3 4 5; do  # another process may take the port in between
    PGPORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    export PGPORT
    if restart_postgres; then return; fi
  done
  fail "PostgreSQL does not start: $(tail -n 3 "$data/server.log")"
}

# Starts the server of start_postgres again after it died.
restart_postgres() {
  local bin data=$scratch/postgres
  bin=$(postgres_bin)
  (cd / && as_nobody "$bin/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" start \
    -o "-c listen_addresses=127.0.0.1 -c port=$PGPORT -c unix_socket_directories= -c fsync=off") >>"$data.log" 2>&1
}

# By the process id that the server keeps in its folder.
stop_postgres() { (cd / && as_nobody "$1/pg_ctl" -D "$2" -m immediate -w stop) >/dev/null 2>&1; }
