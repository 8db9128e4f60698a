#!/bin/bash
# rox run checks what it made before anybody can read it: a failing check keeps the old warehouse, a warning doesn't.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir checks
printf -- '-- title: Amounts are small\n-- severity: warn\nSELECT SaleID, Amount FROM Sale WHERE Amount > 10\n' >checks/small.sql
expect_exit 0 rox run
expect_stdout 'checks: 0 passed; to look at with `rox check`: small (1 row)'
expect_exit 0 rox run
expect_stdout 'nothing to do'

# Only the check changed: the warehouse is asked, not made again.
sed -i 's/warn/error/' checks/small.sql
expect_exit 1 rox run
expect_stderr 'a check failed: small (1 row)'
expect_exit 0 rox status --json -n 1
expect_json '[.[0].steps[] | select(.status == "failed").step] | join(" ")' checks
sed -i 's/> 10/> 100/' checks/small.sql
expect_exit 0 rox run
expect_stdout 'checks: 1 passed'

# The data changed: nothing of it is published.
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;1000,00'
expect_exit 1 rox run --json
expect_json '[.steps[] | "\(.step):\(.status)"] | join(" ")' \
  'load.Customer:unchanged load.Sale:done relations:done checks:failed publish:skipped analyze.sales:skipped'
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
kept=$(ls -d .rox/checks/*/ | tail -n 1)
expect_equal "$(tail -n 1 "${kept}small.csv")" '1,1000.00'

# Of a table with quarantined rows it only warns: the rejects have said that something is missing.
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;1000,00' 'one;2;1;1,00'
expect_exit 0 rox run
expect_stdout 'to look at with `rox check`: small (1 row)'
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;1,00' '2;1;1;2,00' '3;1;1;3,00'
expect_exit 0 rox run

# A check with a mistake in it says where, and keeps the old warehouse too.
printf 'SELECT Amoun FROM Sale\n' >checks/small.sql
expect_exit 2 rox run
expect_stderr 'checks/small.sql:1:8'
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
