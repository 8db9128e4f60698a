#!/bin/bash
# Tables and marts are published together: with a mart that fails, in the middle of its rows or because it can't be
# reconciled, nothing is, and the warehouse stays as it was byte for byte. So with marts that can't be put in order.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir marts
echo 'SELECT Amount FROM Sale' >marts/amounts.sql
expect_exit 0 rox run
remember
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '2;1;2;7,00' '3;1;3;1,00'

echo "SELECT SaleID AS id,
  CAST(CASE WHEN Line = 1 AND SaleID < 3 THEN '1' ELSE 'one' END AS INTEGER) AS n FROM Sale" >marts/broken.sql
expect_refused 1 'broken.sql' "Could not convert string 'one' to INT32"
expect_exit 1 rox run --json
expect_json '[.steps[] | "\(.step) \(.status)"] | join(", ")' "load.Customer unchanged, load.Sale resumed, relations resumed, \
transform.amounts resumed, transform.broken failed, publish skipped, analyze.sales skipped"
echo 'SELECT Amuont FROM Sale' >marts/broken.sql
expect_refused 2 'marts/broken.sql:1:8' 'Amuont'
printf -- '-- reconcile: rows = Sale\nSELECT s.* FROM Sale s JOIN Customer c ON c.CustomerID >= s.CustomerID\n' >marts/broken.sql
expect_refused 1 "mart broken has 6 rows, but 'rows = Sale' makes 3" 'a join finds several rows'
printf -- '-- key: Line\nSELECT Line FROM Sale\n' >marts/broken.sql
expect_refused 1 '1 keys of mart broken (Line) are missing or stand for several rows, for instance 1'

echo 'SELECT b.* FROM Sale s JOIN broken b ON true' >marts/amounts.sql
echo 'SELECT * FROM amounts' >marts/broken.sql
expect_refused 2 'amounts -> broken -> amounts' 'amounts.sql, broken.sql'
expect_exit 2 rox transform
expect_untouched
echo 'SELECT * FROM Sales' >marts/amounts.sql
expect_refused 2 "marts/amounts.sql:1:15: there is no table or mart 'Sales' (did you mean 'Sale'?)"

echo 'SELECT Amount FROM Sale' >marts/amounts.sql
echo 'SELECT count(*) AS n FROM amounts' >marts/broken.sql
expect_exit 0 rox run
expect_equal "$(rows 'FROM broken')" 3

# All that is wrong is seen at once, and what doesn't need it is made; with --fail-fast the first is enough.
echo 'SELECT Amount AS a FROM Sale' >marts/amounts.sql
echo 'SELECT nope FROM Sale' >marts/broken.sql
echo 'SELECT nothing FROM Sale' >marts/broken_too.sql
echo 'SELECT * FROM broken' >marts/of_broken.sql
marts='[.steps[] | select(.step | startswith("transform.")) | "\(.step | sub("transform."; "")) \(.status)"] | sort | join(", ")'
expect_exit 2 rox run --fail-fast --json
expect_json "$marts" 'amounts done, broken failed, broken_too skipped, of_broken skipped'
expect_exit 2 rox run
expect_stderr 'marts/broken.sql:1:8'
expect_stderr 'transform.broken_too fails too'
expect_exit 2 rox run --json
expect_json "$marts" 'amounts resumed, broken failed, broken_too failed, of_broken skipped'
