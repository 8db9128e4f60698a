#!/bin/bash
# On the real company's raw exports the checks find what is known to be there: customers without a person, orders without
# lines, sales after the product's last day. No check of severity error has failing rows.
source "$(dirname "$0")/fixtures/lib.sh"
raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known facts beside the raw exports"

cp -r "$REPO/projects/rox-bikes" bikes
rm -rf bikes/{exports,rejects,answers,mends,.rox} bikes/warehouse.duckdb*
cd bikes
expect_exit 0 rox run --source "$raw"
expect_exit 0 rox check --json
expect_json .status warn
expect_json '[.checks[] | select(.status != "pass") | "\(.check)=\(.failures)"] | join(" ")' \
  "Customer.PersonID.references.Person=$(jq .links.customers_with_PersonID_not_in_Person "$raw/EXPECTED.json") orders_without_lines=$(jq .links.headers_without_lines "$raw/EXPECTED.json") sold_outside_of_sale=2183"
kept=$(jq -r '.checks[] | select(.check == "orders_without_lines") | .file' "$STDOUT")
expect_equal "$(wc -l <"$kept")" 3800
