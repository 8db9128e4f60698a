#!/bin/bash
# On the real company's raw exports the five questions have exactly the known answers, and orphans and checks the known counts.
source "$(dirname "$0")/fixtures/lib.sh"
raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known answers beside the raw exports"

cp -r "$REPO/projects/rox-bikes" bikes
rm -rf bikes/{exports,rejects,answers,mends,.rox} bikes/warehouse.duckdb*
cd bikes
# "set the path, nothing else changes"
expect_exit 0 rox run --source "$raw" --json
expect_json '[.steps[].rejects // 0] | add' 0

rox analyze --json >all.json
rox analyze q5 --param month=2013-09 --json >2013.json
rox analyze q5 --param month=2015-09 --json >2015.json
python3 "$REPO/tests/e2e/fixtures/compare_answers.py" "$raw/EXPECTED.json" all.json 2013-09=2013.json 2015-09=2015.json

# The orphans are those that the facts tell, and nobody is rejected for them.
fact() { jq -r ".links.$1" "$raw/EXPECTED.json"; }
expect_equal "$(rox query --csv 'SELECT "table", columns, orphans FROM rox.relations ORDER BY ALL' | tail -n +2)" \
  "Customer,PersonID,$(fact customers_with_PersonID_not_in_Person)
SalesOrderDetail,ProductID,$(fact lines_without_product)
SalesOrderDetail,SalesOrderID,$(fact lines_without_header)
SalesOrderDetail,\"SpecialOfferID, ProductID\",$(fact lines_without_special_offer_product)
SalesOrderHeader,CustomerID,$(fact headers_without_customer)
SpecialOfferProduct,ProductID,$(fact special_offer_products_without_product)"

# The checks find what is known to be there, and none of severity error fails.
expect_exit 0 rox check --json
expect_json .status warn
expect_json '.checks[] | select(.status != "pass") | "\(.check) \(.failures)"' \
  "Customer.PersonID.references.Person $(fact customers_with_PersonID_not_in_Person)
orders_without_lines $(fact headers_without_lines)
sold_outside_of_sale 2183"
expect_equal "$(wc -l <"$(jq -r '.checks[] | select(.check == "orders_without_lines").file' "$STDOUT")")" 3800
