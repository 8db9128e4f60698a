#!/bin/bash
# `rox watch` runs when exports have arrived and stand still, once each; it goes on when rox.toml can't be read for a while, ends
# by a signal, and one that is started again does nothing twice. Two don't watch one target.
# labels: first
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
printf '[watch]\nevery = "1 second"\nsettle = "2 seconds"\n' >>rox.toml
start_watch() {
  "$ROX" watch >>watched 2>>"$scratch/watch.log" &
  WATCH=$!
  at_exit end_job "$WATCH" KILL
}
has_run() { [[ $(grep -c "$1" watched) == "$2" ]]; }
await_runs() { await_from "$WATCH" "$scratch/watch.log" "run $2 that is $1" has_run "$1" "$2"; }
start_watch
await_runs 'done (exports arrived' 1
expect_exit 3 rox watch
expect_stderr 'rox watch of target local'

# A file that grows is left alone until it stands still.
echo 'SaleID;Line;CustomerID;Amount' >exports/Sale.csv
for number in 1 2 3 4; do
  echo "$number;1;1;9,90" >>exports/Sale.csv
  python3 -c 'import time; time.sleep(1)' # it is written so slowly
done
await_runs 'done (exports arrived' 2
expect_equal "$(rox query 'SELECT count(*) FROM Sale' --csv | tail -n 1)" 4

# What can't be loaded is told, and not tried over and over.
echo '7;1;1' >exports/Sale.csv
await_runs 'failed (exports arrived' 1
cp rox.toml right.toml
echo 'zzz = 1' >>rox.toml
await_from "$WATCH" "$scratch/watch.log" 'the warning' grep -q zzz "$scratch/watch.log"
cp right.toml rox.toml
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
await_runs 'done (exports arrived' 3
has_run failed 1

# Ended, killed and started again, it goes on where it was.
kill "$WATCH"
wait "$WATCH" 2>/dev/null && fail 'it ended by itself'
start_watch
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '2;1;1;1,50'
await_runs 'done (exports arrived' 4
kill -KILL "$WATCH"
wait "$WATCH" 2>/dev/null || true
start_watch
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '2;1;1;1,50' '3;1;1;1,50'
await_runs 'done (exports arrived' 5
expect_equal "$(rox status --json -n 100 | jq length)" 6
