#!/usr/bin/env bash
# A file without even a header is broken; a header without rows is a table without rows.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop

: >exports/Sale.csv
expect_refused 1 Sale.csv empty

printf '\xef\xbb\xbf' >exports/Sale.csv
expect_refused 1 Sale.csv empty

printf '\n\n' >exports/Sale.csv
expect_refused 1 Sale.csv

export_csv Sale 'SaleID;Line;CustomerID;Amount'
expect_exit 0 rox run
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 0
