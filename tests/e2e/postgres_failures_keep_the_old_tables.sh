#!/bin/bash
# Whatever happens to the server, the connection or its rights: a clear error that says what to do, the old tables whole,
# no password anywhere; and once it is over the next run goes through.
# labels: sanitize postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
shop
postgres_target . pg loja
expect_exit 0 rox run -t pg
many_sales 400000
sales() { psql -Atc 'SELECT count(*) FROM loja.sale'; }

# says TEXT...: the last run said each, and a way out, and changed nothing.
says() {
  local text
  for text in "$@" 'hint:'; do expect_stderr "$text"; done
  expect_equal "$(sales)" 3
}

# A wrong password; nobody prints it.
psql -qc "CREATE ROLE loader LOGIN PASSWORD 'right-s3cret'"
sed -i '1i host all loader 127.0.0.1/32 scram-sha-256' "$scratch/postgres/pg_hba.conf"
psql -qc 'SELECT pg_reload_conf()' >/dev/null
export PGUSER=loader PGPASSWORD=wrong-s3cret
expect_exit 3 rox run -t pg --verbose
PGUSER=rox says 'password authentication failed' 'PGPASSWORD' "127.0.0.1:$PGPORT"
unset PGPASSWORD
expect_exit 3 rox run -t pg
PGUSER=rox says 'no password supplied'
! grep -r s3cret . "$STDOUT" "$STDERR" || fail 'a password was written'

# A user who may only read; one without a place to write to; what the administrator has to do is said.
export PGPASSWORD=right-s3cret
PGUSER=rox psql -qc 'GRANT USAGE ON SCHEMA loja, loja_rox TO loader; GRANT SELECT ON ALL TABLES IN SCHEMA loja, loja_rox TO loader'
expect_exit 3 rox run -t pg
PGUSER=rox says 'permission denied for database' 'CREATE on the database'
expect_exit 0 rox query -t pg 'SELECT count(*) FROM sale'
sed 's/"loja"/"nowhere"/' rox.toml >other.toml && mkdir -p other && cp -r model.toml analyses exports other && mv other.toml other/rox.toml
expect_exit 3 rox run -t pg -C other
PGUSER=rox says 'permission denied for database'
expect_exit 2 rox analyze -t pg -C other
expect_stderr 'no schema nowhere'
unset PGPASSWORD
export PGUSER=rox

# A database that isn't there; a port where nothing listens; a host that isn't one.
PGDATABASE=none expect_exit 3 rox run -t pg
says 'database "none" does not exist'
PGPORT=1 expect_exit 3 rox run -t pg
says 'Connection refused' 'is the server up'
PGHOST=no-such-host.invalid expect_exit 3 rox run -t pg
says 'no-such-host.invalid'
PGSSLMODE=require expect_exit 3 rox run -t pg
says 'SSL'

# The connection is cut once in the middle of a table: it is sent again.
start_proxy 3000000
PGPORT=$proxy_port expect_exit 0 rox run -t pg
expect_stderr 'copy.Sale is sent again'
expect_equal "$(sales)" 400000
stop_proxy

# Cut every time: the run gives up.
many_sales 300000
start_proxy 2000000 100
PGPORT=$proxy_port expect_exit 3 rox run -t pg
expect_stderr 'hint:'
expect_equal "$(sales)" 400000
stop_proxy

# hold SQL...: a session in the background that does this and then nothing, until release.
hold() {
  local commands=() sql
  for sql in "$@" 'SELECT pg_sleep(600)'; do commands+=(-c "$sql"); done
  psql -q "${commands[@]}" >"$scratch/holder.log" 2>&1 &
  holder=$!
  at_exit end_job $holder
  await_from $holder "$scratch/holder.log" 'a session that holds its locks' holders 1
}
holders() { [[ $(psql -Atc "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'") == "$1" ]]; }
release() {
  psql -qc "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'" >/dev/null
  await 'the end of that session' holders 0
}

# A reader that holds the table: the new one waits for it, and then says whose fault it is.
many_sales 1000
hold BEGIN 'SELECT count(*) FROM loja.sale'
psql -qc "ALTER ROLE rox SET lock_timeout = '100ms'"
expect_exit 3 rox run -t pg
expect_stderr 'lock timeout'
expect_stderr 'transaction holds the table'
expect_equal "$(sales)" 400000
release

# Another rox, on another machine even, that works on the same schema.
hold "SELECT pg_advisory_lock(hashtextextended('rox loja', 0))"
expect_exit 3 rox run -t pg
expect_stderr 'another rox works on schema loja'
release
expect_exit 0 rox run -t pg
expect_equal "$(sales)" 1000
