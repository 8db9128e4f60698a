#!/bin/bash
# Past max_rejects, and at the first reject with on_reject = "fail", nothing is published.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
rox run -q
before=$(stat -c %i warehouse.duckdb)
mapfile -t bad < <(for i in 1 2 3 4 5; do echo "$i;1;1;x$i"; done)
export_csv Sale 'SaleID;Line;CustomerID;Amount' '7;1;1;1,00' "${bad[@]}"

sed -i '/^null/a max_rejects = 4' rox.toml
expect_exit 1 rox run
expect_stderr 'more than 4 rows are rejected'
expect_stderr 'Sale.csv:3, column Amount'
expect_stderr 'most frequent: unparsable in Sale.Amount'
expect_stderr 'max_rejects'
expect_file rejects/Sale.csv 'x1'
expect_exit 1 rox run --json
expect_json '"\(.status) \([.steps[] | select(.status == "failed").step] | join(" "))"' 'failed load.Sale'
expect_json '.steps[] | select(.step == "publish").status' skipped

sed -i 's/^max_rejects.*/on_reject = "fail"/' rox.toml
expect_exit 1 rox run
expect_stderr 'Sale.csv:3'
expect_stderr 'on_reject'

expect_equal "$(stat -c %i warehouse.duckdb)" "$before"
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
expect_equal "$(rox status --json -n 1 | jq -r '.[0].status')" failed

# Repeated keys count too, before they are looked up one by one.
sed -i 's/^on_reject.*/max_rejects = 4/' rox.toml
mapfile -t same < <(for i in 1 2 3 4 5 6; do echo "1;1;1;$i,00"; done)
export_csv Sale 'SaleID;Line;CustomerID;Amount' "${same[@]}"
expect_exit 1 rox run
expect_stderr '5 rows of Sale repeat a primary key (SaleID, Line)'

sed -i 's/^max_rejects.*/max_rejects = 5/' rox.toml
expect_exit 0 rox run
expect_equal "$(rows 'SELECT Amount FROM Sale')" 1.00
