#!/usr/bin/env bash
# A header that isn't the model's is refused with what differs, before any row is read into wrong columns.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop

export_csv Sale 'SaleID;Line;ClientID;Amount' '1;1;1;10,50'
expect_refused 1 Sale.csv ClientID CustomerID

export_csv Sale 'SaleID;Line;CustomerID' '1;1;1'
expect_refused 1 Sale.csv Amount

export_csv Sale 'SaleID;Line;CustomerID;Amount;Note' '1;1;1;10,50;x'
expect_refused 1 Sale.csv Note

export_csv Sale 'SaleID;Line;Amount;CustomerID' '1;1;10,50;1'
expect_refused 1 Sale.csv

# The wrong delimiter looks like one long column.
export_csv Sale 'SaleID,Line,CustomerID,Amount' '1,1,1,10.50'
expect_refused 1 Sale.csv delimiter
