#!/usr/bin/env bash
# drift = "freeze": the model stays; new columns are ignored, missing ones are NULL, reordered ones are read by name.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
shop
sed -i '/^null/a drift = "freeze"' rox.toml
expect_exit 0 rox run --json
expect_json '.drift | length' 0
cp model.toml before.toml

# In one table: a file as the model has it, one reordered with a new column, one without a column.
export_csv Sale_2 'Amount;Note;SaleID;Line;CustomerID' '3,00;"a;b";8;1;2' 'x;b;8;2;2'
export_csv Sale_3 'SaleID;Line;Amount' '9;1;4,00' '9;1;5,00'
export_csv Refund 'RefundID' '1'
expect_exit 0 rox run --dry-run
expect_stdout 'drift: Sale.Note: new in Sale_2.csv: ignored'
expect_exit 0 rox run
expect_stdout 'drift: Sale.CustomerID: missing in Sale_3.csv: loaded as NULL'
expect_stdout 'drift: Sale: columns in another order in Sale_2.csv: read by name'
expect_stdout 'drift: Refund.csv is an export of no table in model.toml: ignored'
expect_stdout 'drift: Sale.Amount: 1 value is no DECIMAL(9,2)'
expect_equal "$(rows 'SELECT SaleID, Line, CustomerID, Amount FROM Sale ORDER BY ALL')" \
  $'1,1,1,10.50\n1,2,,0.50\n2,1,2,7.00\n8,1,2,3.00\n9,1,,4.00'
expect_equal "$(rows 'SELECT file, line, field, "column", code FROM rox.rejects ORDER BY file')" \
  $'Sale_2.csv,3,1,Amount,unparsable\nSale_3.csv,3,0,"SaleID, Line",duplicate_key'
cmp model.toml before.toml
expect_exit 0 rox run --json
expect_json .status unchanged
expect_json '[.drift[].kind] | sort | join(" ")' 'missing_column new_column new_export reordered'
expect_exit 0 rox status --json
expect_json '.[1].drift[] | select(.kind == "values").column' Amount

# Mends are written as their file is.
sed -i 's/;"x;b;8;2;2"\r$/;"2,50;b;8;2;2"\r/' rejects/Sale.csv
expect_exit 0 rox stage --replay
expect_stdout '1 mended rows moved to mends/'
expect_exit 0 rox run
expect_equal "$(rows 'SELECT Amount FROM Sale WHERE SaleID = 8 AND Line = 2')" 2.50
