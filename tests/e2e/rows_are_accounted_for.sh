#!/bin/bash
# Every record of every export is loaded or rejected, and the counts say so per file.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
export_csv Sale_2 'SaleID;Line;CustomerID;Amount' '2;1;1;1,00' '3;1;9;x' '3;2;1' '3;3;9;1,234' '3;3;9;1,23' '' '3;3;9;5,00'
expect_exit 0 rox run --json
expect_json .status done
expect_json '.steps[] | select(.step == "load.Sale") | "\(.rows_in) \(.rows_out) \(.rejects)"' '9 4 5'
expect_json 'keys | join(",")' 'drift,run,seconds,status,steps'
expect_json '[.steps[] | keys | join(",")] | unique | join(" ")' 'rejects,rows_in,rows_out,seconds,status,step'

expect_equal "$(rows 'SELECT file, records, "rows", rejects, blank_lines FROM rox.files ORDER BY file')" \
  $'Customer.csv,3,3,0,0\nSale.csv,3,3,0,0\nSale_2.csv,6,1,5,1'
expect_equal "$(rows 'SELECT file, line, field, "column", value, code FROM rox.rejects ORDER BY file, line')" \
  $'Sale_2.csv,2,0,"SaleID, Line","2, 1",duplicate_key
Sale_2.csv,3,4,Amount,x,unparsable
Sale_2.csv,4,4,Amount,"",field_count
Sale_2.csv,5,4,Amount,"1,234",out_of_range
Sale_2.csv,8,0,"SaleID, Line","3, 3",duplicate_key'
expect_equal "$(rows 'SELECT SaleID, Line, Amount FROM Sale ORDER BY ALL')" $'1,1,10.50\n1,2,0.50\n2,1,7.00\n3,3,1.23'
expect_equal "$(rows 'SELECT raw FROM rox.rejects WHERE line = 8')" '"3;3;9;5,00"'
expect_equal "$(rows 'SELECT orphans, keys, examples FROM rox.relations')" '1,1,9'
expect_equal "$(cat answers/sales.csv)" $'Name,Total\nAnn,10.50\nBob,7.00'

# The summary always has both counts.
expect_exit 0 rox run --full-refresh
expect_stdout 'done in'
expect_stdout '7 rows loaded, 5 rejected'
expect_stdout 'orphans: 1 row of Sale by CustomerID'
expect_file rejects/Sale.csv 'Sale_2.csv;4;'
[[ ! -e rejects/Customer.csv ]] || fail 'a table without rejects has a reject file'
