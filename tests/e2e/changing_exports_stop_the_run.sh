#!/bin/bash
# An export that is replaced or cut while it is read stops the run; the old warehouse stays.
source "$(dirname "$0")/fixtures/lib.sh"

bikes .
rm -r checks # an export that was cut before the run began would fail them
rox run -q
before=$(stat -c %i warehouse.duckdb)
# Big enough that the run is still reading when the file changes.
rox sample big --scale 3 --seed 3 >/dev/null 2>&1
cp big/* exports/
stopped=0
for delay in 0.02 0.05 0.1 0.15 0.2 0.3; do
  cp big/Sales.SalesOrderDetail.csv exports/
  "$ROX" run --full-refresh >"$STDOUT" 2>"$STDERR" &
  run=$!
  sleep $delay
  truncate -s 20000000 exports/Sales.SalesOrderDetail.csv
  status=0
  wait $run || status=$?
  case $status in
    0) before=$(stat -c %i warehouse.duckdb) ;; # it was cut before the run began, or when it had been read
    1)
      expect_stderr 'Sales.SalesOrderDetail.csv'
      expect_equal "$(stat -c %i warehouse.duckdb)" "$before"
      stopped=$((stopped + 1))
      ;;
    *) fail "exit code $status" ;;
  esac
done
((stopped > 0)) || fail 'the change was never noticed'
