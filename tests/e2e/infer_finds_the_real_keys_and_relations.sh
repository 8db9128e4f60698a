#!/bin/bash
# Of the real company's exports rox finds all keys and relations without a hint, and nothing else with confidence.
source "$(dirname "$0")/fixtures/lib.sh"
raw=$(raw_data)

expect_exit 0 rox init "$raw" --into bikes
expect_exit 0 rox model show -C bikes --json
expect_json '[.tables[] | "\(.name)(\(.primary_key | join(",")))"] | sort | join(" ")' \
  'Customer(CustomerID) Person(BusinessEntityID) Product(ProductID) SalesOrderDetail(SalesOrderDetailID) SalesOrderHeader(SalesOrderID) SpecialOfferProduct(SpecialOfferID,ProductID)'
expect_json '[.tables[] | .name as $t | .relations[] | "\($t).\(.columns | join("+")):\(.references.table)"] | sort | join(" ")' \
  'Customer.PersonID:Person SalesOrderDetail.ProductID:Product SalesOrderDetail.SalesOrderID:SalesOrderHeader SalesOrderDetail.SpecialOfferID+ProductID:SpecialOfferProduct SalesOrderHeader.CustomerID:Customer SpecialOfferProduct.ProductID:Product'
expect_json '[.tables[].unique[] | join("+")] | map(select(. != "rowguid")) | sort | join(" ")' \
  'AccountNumber ProductNumber SalesOrderNumber'

# The evidence: every orphan counted, GUIDs no keys, nothing else above the line.
expect_exit 0 rox model infer -C bikes --json --dry-run
expect_json '.evidence.relations[] | select(.references.table == "Person") | "\(.orphans) \(.orphan_keys)"' '971 971'
expect_json '[.evidence.relations[] | select(.confidence >= 0.7)] | length' 6
expect_exit 0 rox model infer -C bikes --explain
expect_stdout '971 of 19,119 rows (5.08 %) and 971 of 19,119 different keys have no row of Person'
