#!/usr/bin/env bash
# drift = "evolve": new columns and tables and wider types are taken into model.toml, comments kept; a second run does
# nothing.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
shop
sed -i '/^null/a drift = "evolve"' rox.toml
sed -i 's/^  { name = "Amount".*/&  # with tax/; s/name = "CustomerID", type = "INTEGER" }/name = "CustomerID", type = "INTEGER", nullable = false }/' model.toml
sed -i 's/NULL/1/' exports/Sale.csv
expect_exit 0 rox run
expect_exit 0 rox run --json
expect_json .status unchanged

export_csv Sale 'Line;SaleID;Amount;Note' '1;1;10,505;x' '2;1;12345678,50;y'
export_csv Refund 'RefundID;Since' '1;2024-01-31'
cp model.toml before.toml
expect_exit 0 rox run --dry-run --json
expect_json '.drift[] | select(.kind == "retyped" and .column == "Amount").action' widened
cmp model.toml before.toml
expect_exit 0 rox run --json
expect_json '.steps[0].step' evolve
expect_json '[.drift[] | [.table, .column // "", .kind, .action] | join(" ")] | join(", ")' \
  'Sale CustomerID retyped widened, Sale Amount retyped widened, Sale Note new_column added, Refund  new_table added, Sale CustomerID missing_column null, Sale  reordered by_name'
grep -q '{ name = "Amount", type = "DECIMAL(11,3)" },  # with tax' model.toml || fail "$(cat model.toml)"
expect_file model.toml '{ name = "Note", type = "VARCHAR(1)"'
expect_equal "$(rows 'SELECT SaleID, Line, CustomerID, Amount, Note FROM Sale ORDER BY ALL')" \
  $'1,1,,10.505,x\n1,2,,12345678.500,y'
expect_equal "$(rows 'SELECT * FROM Refund')" '1,2024-01-31'
after=$(sha256sum model.toml warehouse.duckdb)
expect_exit 0 rox run --json
expect_json .status unchanged
expect_json '[.steps[].step] | index("evolve")' null
expect_equal "$(sha256sum model.toml warehouse.duckdb)" "$after"

# One file of a table has a column more: the table has it, the other file's rows go without.
export_csv Sale_2 'SaleID;Line;Amount;Tip' '9;1;1,00;0,50'
expect_exit 0 rox run
expect_stdout 'drift: Sale.Tip: new DECIMAL(3,2): added to model.toml'
expect_equal "$(rows 'SELECT SaleID, Amount, Tip FROM Sale ORDER BY ALL')" $'1,10.505,\n1,12345678.500,\n9,1.000,0.50'
rm exports/Sale_2.csv

# Without a key there is no table.
expect_exit 0 rox run
export_csv Sale 'Line;Amount' '1;10,50'
remember
expect_refused 1 Sale.csv SaleID
# A number doesn't become text by itself: such values are rejects.
export_csv Sale 'SaleID;Line;Amount' '1;1;free'
expect_exit 0 rox run
expect_stdout 'drift: Sale.Amount: 1 value is no DECIMAL(11,3)'
