#!/bin/bash
# `rox load` brings tables only. The marts that no longer fit them stay, but nobody is shown one without being told.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir marts
echo 'SELECT count(*) AS n FROM Sale' >marts/sale_count.sql
echo 'SELECT count(*) AS n FROM Customer' >marts/who_count.sql
expect_exit 0 rox run
expect_exit 0 rox status
expect_not_contains 'out of date'
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
expect_exit 0 rox load --dry-run
expect_stdout 'mart sale_count would be out of date'
expect_exit 0 rox load
expect_stdout 'out of date'
expect_stderr 'out of date, because what they are made from changed: sale_count; `rox transform` makes it anew'
expect_equal "$(rows "SELECT fingerprint = '' FROM rox.steps WHERE step LIKE 'transform.%' ORDER BY step")" $'true\nfalse'
for command in status "query SELECT*FROM\"sale_count\""; do
  expect_exit 0 rox $command
  expect_stderr 'out of date, because what they are made from changed: sale_count'
done
expect_exit 0 rox query 'SELECT * FROM who_count, Sale'
expect_not_contains 'out of date'
expect_exit 0 rox load --full-refresh
expect_equal "$(rows 'FROM who_count')" 3
expect_exit 0 rox transform --json
expect_json '[.steps[] | "\(.step) \(.status)"] | join(", ")' \
  'transform.who_count unchanged, transform.sale_count done, publish done'
expect_exit 0 rox query 'FROM sale_count' --csv
expect_not_contains 'out of date'
expect_stdout 1

# With marts that can't be read any of them may be out of date; loading goes on.
echo 'SELECT * FROM nothing' >marts/who_count.sql
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '1;2;1;10,50'
expect_exit 0 rox load
expect_stderr 'out of date, because what they are made from changed: sale_count, who_count; `rox transform` makes them anew'
