#!/bin/bash
# The dashboard tells what each run changed, row by row, and what became of a single row; the numbers are those of rox changes.
# labels: browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

shop
sed -i 's/^file = "Sale.*/&\nhistory = true/' model.toml
# Twenty sales, then one of them changed, one gone and one more.
sales() {
  { echo 'SaleID;Line;CustomerID;Amount'; seq -f "%.0f;1;1;5,00" 10 29; printf '%s\n' "$@"; } >exports/Sale.csv
}
sales '1;1;1;10,50' '2;1;2;8,90' '3;1;1;7,00'
expect_exit 0 rox run
sales '1;1;1;10,50' '2;1;2;9,90' '4;1;1;7,00'
expect_exit 0 rox run
run=$(rows 'SELECT max(run) FROM rox.change_counts')
start_dashboard .
ask() { curl -sS "${DASHBOARD}api/v1/$1"; }
expect_equal "$(ask "changes?run=$run" | jq -c '.tables')" '[{"table":"Sale","how":"changes","inserted":1,"updated":1,"deleted":1}]'
expect_equal "$(ask "changes?run=$run&table=Sale" | jq -c .rows)" "$(rox changes last Sale --json | jq -c .rows)"
expect_equal "$(ask 'changes?run=none' | jq -c .tables)" '[]'
expect_equal "$(ask 'changes' | jq -r .error.hint)" 'say run=…; /api/v1/runs lists them'
expect_equal "$(ask 'origin?table=Sale&key.Line=1&key.SaleID=2' | jq -c '[.changes[] | [.run, .change, .before, .after]]')" \
  "[[\"$run\",\"update\",{\"Amount\":\"8.90\"},{\"Amount\":\"9.90\"}]]"
expect_equal "$(ask 'origin?table=Sale&key.SaleID=1&key.Line=1' | jq -c .changes)" '[]'
# How far back a history goes; a table without one says so.
expect_equal "$(ask model/tables/Sale | jq -c '.history | [.table, .versions, (.since | test("^20.*:.*:"))]')" '["Sale_history",25,true]'
expect_equal "$(ask model/tables/Customer | jq -c .history)" null
browse changes "$run" 2
