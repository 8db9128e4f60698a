#!/bin/bash
# The server is killed, or its disk is full, or rox is killed, while tables are on their way: the old tables stay whole,
# and the next run ends as if nothing had happened.
# labels: sanitize postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

mkdir "$scratch/postgres"
mount -t tmpfs -o size=200m none "$scratch/postgres" 2>/dev/null || skip "this user can't mount a small disk"
at_exit umount -l "$scratch/postgres" # lazily: a process of the killed server may still be ending
# The log of transactions is elsewhere: without room for that one the server itself dies.
mkdir "$scratch/wal"
if [[ $(id -u) == 0 ]]; then chown 65534:65534 "$scratch/wal"; fi
start_postgres --waldir="$scratch/wal"
shop
postgres_target . pg loja
expect_exit 0 rox run -t pg
sales() { psql -Atc 'SELECT count(*), sum(amount) FROM loja.sale'; }
old=$(sales)

many_sales 500000
copying() { [[ $(psql -Atc "SELECT count(*) FROM pg_stat_progress_copy") -gt 0 ]]; }
# run_until_copying: a run in the background, $run, whose copy of the sales stands still in its middle.
run_until_copying() {
  local line
  start_proxy 2000000 hold
  PGPORT=$proxy_port "$ROX" run -t pg >"$STDOUT" 2>"$STDERR" &
  run=$!
  read -r -t 60 line <&"${proxy[0]}" || fail 'no table was copied'
  expect_equal "$line" held
  await_from $run "$STDERR" 'a table on its way' copying
}

# kill -9 of rox.
run_until_copying
kill -9 $run
wait $run 2>/dev/null || true
stop_proxy
expect_equal "$(sales)" "$old"

# kill -9 of the server.
run_until_copying
kill -9 "$(head -1 "$scratch/postgres/postmaster.pid")"
status=0
wait $run || status=$?
expect_equal $status 3
expect_stderr 'hint:'
stop_proxy
await 'a server that starts again' restart_postgres # not before the last process of the killed one has ended
expect_equal "$(sales)" "$old"

# A disk without room.
free=$(df --output=avail -k "$scratch/postgres" | tail -1)
dd if=/dev/zero of="$scratch/postgres/ballast" bs=1k count=$((free - 20000)) status=none
expect_exit 3 rox run -t pg
expect_stderr 'No space left on device'
expect_stderr "room on the server's disk"
expect_equal "$(sales)" "$old"
rm "$scratch/postgres/ballast"

expect_exit 0 rox run -t pg --json
expect_json .status done
expect_equal "$(sales)" '500000|4950000.00'
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
