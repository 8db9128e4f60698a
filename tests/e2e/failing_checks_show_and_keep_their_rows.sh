#!/bin/bash
# Rows that break a check make rox check end with 1: what it means, the first ten and their number are shown, all are kept.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
sed -i 's/name = "Amount", type = "DECIMAL(9,2)"/&, min = "0", max = "1000"/' model.toml
sed -i 's/^primary_key = \["CustomerID"\]/&\nunique = [["Name"]]/' model.toml
mkdir checks
printf -- '-- title: Lines are few\n-- meaning: somebody splits sales\n-- param most: integer = 2\nSELECT SaleID, Line FROM Sale WHERE Line > :most ORDER BY SaleID, Line\n' >checks/few_lines.sql
{
  echo 'SaleID;Line;CustomerID;Amount'
  seq -f '7;%.0f;1;1,00' 1 25
  printf '%s\n' '8;1;1;-0,01' '8;2;1;1000,01' '8;3;NULL;NULL'
} >exports/Sale.csv
export_csv Customer 'CustomerID;Name' '1;Ann' '2;Ann' '3;Bob'
expect_exit 0 rox load
expect_exit 1 rox check
expect_stdout 'fail: few_lines: Lines are few'
expect_stdout 'somebody splits sales'
expect_stdout '10 of 24 failing rows; all are in .rox/checks/'
expect_equal "$(sed -n '/^fail: few_lines/,/failing rows/p' "$STDOUT" | grep -cE '^ +7 ')" 10
expect_stdout 'fail: Sale.Amount.range: Sale.Amount is at least 0 and at most 1000'
expect_stdout '2 failing rows; all are in'
expect_stdout 'fail: Customer.Name.unique'
expect_stdout ', 0 warnings, 3 failed, 0 could not be evaluated'

expect_exit 1 rox check --json
expect_json .status fail
expect_json '.checks[] | select(.check == "few_lines") | "\(.failures) \(.rows | length) \(.kept)"' '24 10 24'
expect_json '.checks[] | select(.check == "Sale.Amount.range") | .rows | tostring' '[[8,1,"-0.01"],[8,2,"1000.01"]]'
expect_json '.checks[] | select(.check == "Customer.Name.unique") | .rows | tostring' '[["Ann",2]]'
kept=$(jq -r '.checks[] | select(.check == "few_lines") | .file' "$STDOUT")
expect_equal "$(wc -l <"$kept")" 25
expect_equal "$(sed -n '1p;2p;$p' "$kept")" $'SaleID,Line\n7,3\n8,3'
run=$(jq -r .run "$STDOUT")
expect_exit 0 rox status "$run" --json
expect_json '.status + " " + ([.steps[] | select(.status == "failed") | "\(.step):\(.rows_out)"] | join(" "))' \
  'failed check.Customer.Name.unique:1 check.Sale.Amount.range:2 check.few_lines:24'

# --limit shows more, or all.
expect_exit 1 rox check few_lines --limit 0
expect_equal "$(grep -cE '^ +7 ' "$STDOUT")" 23
