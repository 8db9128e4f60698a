#!/bin/bash
# While runs replace the warehouse, queries answer from the old one or the new one; never half, never refused.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
rox run -q
(
  for i in 1 2 3 4 5 6 7 8 9 10; do
    export_csv Sale 'SaleID;Line;CustomerID;Amount' "1;1;1;$i,00" "1;2;1;$i,00"
    rox run -q
  done
) &
writer=$!
seen=0
while kill -0 $writer 2>/dev/null; do
  expect_exit 0 rox query 'SELECT count(*), count(DISTINCT Amount) FROM Sale' --csv
  case $(tail -1 "$STDOUT") in
    3,3 | 2,1) seen=$((seen + 1)) ;;
    *) fail 'half a run was seen' ;;
  esac
done
wait $writer
((seen > 0)) || fail 'nothing was asked meanwhile'
expect_equal "$(rows 'SELECT DISTINCT Amount FROM Sale')" 10.00
