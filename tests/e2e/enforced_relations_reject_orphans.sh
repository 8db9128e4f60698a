#!/bin/bash
# With enforce = true rows without a parent are rejected, and so are those that lose theirs by that.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
sed -i 's/references = "Customer" }/references = "Customer", enforce = true }/' model.toml
cat >>model.toml <<'TOML'

[[table]]
name = "Refund"
file = "Refund.csv"
primary_key = ["RefundID"]
columns = [
  { name = "RefundID", type = "INTEGER", nullable = false },
  { name = "SaleID", type = "INTEGER" },
  { name = "Line", type = "SMALLINT" },
]
relations = [
  { columns = ["SaleID", "Line"], references = "Sale", enforce = true },
]
TOML
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '1;2;NULL;0,50' '2;1;9;7,00' '1;1;9;3,00' '3;1;2;x'
export_csv Refund 'RefundID;SaleID;Line' '1;1;1' '2;2;1' '3;NULL;1' '4;3;1'
expect_exit 0 rox run
expect_equal "$(rows 'SELECT "table", line, code, "column", value FROM rox.rejects ORDER BY ALL')" \
  $'Refund,3,orphan_key,"SaleID, Line","2, 1"
Refund,5,orphan_key,"SaleID, Line","3, 1"
Sale,4,orphan_key,CustomerID,9
Sale,5,duplicate_key,"SaleID, Line","1, 1"
Sale,6,unparsable,Amount,x'
expect_equal "$(rows 'SELECT SaleID, Line FROM Sale ORDER BY ALL')" $'1,1\n1,2'
expect_equal "$(rows 'SELECT RefundID FROM Refund ORDER BY ALL')" $'1\n3'
expect_equal "$(rows 'SELECT file, records, "rows", rejects FROM rox.files ORDER BY file')" \
  $'Customer.csv,3,3,0\nRefund.csv,4,2,2\nSale.csv,5,2,3'
expect_stdout '7 rows loaded, 5 rejected'

# A parent that arrives later brings its children back, though their exports are the same.
export_csv Customer 'CustomerID;Name' '1;Ann' '9;Zoe'
expect_exit 0 rox run
expect_equal "$(rows 'SELECT RefundID FROM Refund ORDER BY ALL')" $'1\n2\n3'
