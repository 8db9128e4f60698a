#!/bin/bash
# The orphans of the real company's raw exports are reported as the facts say, and nobody is rejected for them.
source "$(dirname "$0")/fixtures/lib.sh"
raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known facts beside the raw exports"

cp -r "$REPO/projects/rox-bikes" bikes
rm -rf bikes/{exports,rejects,answers,mends,.rox} bikes/warehouse.duckdb*
cd bikes
expect_exit 0 rox load --source "$raw"
expect_stdout '0 rejected'
expect_stdout 'orphans: 971 rows of Customer by PersonID'

# fact NAME CHILD COLUMNS: what rox.relations says is what EXPECTED.json says.
fact() {
  local found
  found=$(rox query "SELECT orphans FROM rox.relations WHERE \"table\" = '$2' AND columns = '$3'" --csv | tail -n +2)
  expect_equal "$found" "$(jq ".links.$1" "$raw/EXPECTED.json")"
}
fact customers_with_PersonID_not_in_Person Customer PersonID
fact headers_without_customer SalesOrderHeader CustomerID
fact lines_without_header SalesOrderDetail SalesOrderID
fact lines_without_product SalesOrderDetail ProductID
fact lines_without_special_offer_product SalesOrderDetail 'SpecialOfferID, ProductID'
fact special_offer_products_without_product SpecialOfferProduct ProductID
