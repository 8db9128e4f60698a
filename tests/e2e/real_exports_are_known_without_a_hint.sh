#!/bin/bash
# Of the real company's exports rox finds all keys and relations without a hint, and nothing else with confidence; exact
# types, the decimal sign by column, dates that only look like timestamps.
source "$(dirname "$0")/fixtures/lib.sh"
raw=$(raw_data) || exit $?

expect_exit 0 rox init "$raw" --into bikes
for setting in 'delimiter = ";"' 'decimal = ","' 'null = ["NULL", ""]'; do expect_file bikes/rox.toml "$setting"; done
expect_file bikes/model.toml 'name = "LineTotal", type = "DECIMAL(18,6)", decimal = "."'
expect_exit 0 rox model show -C bikes --json
expect_json '.tables | map([.name, .primary_key, .rows]) | sort[] | tojson' \
  '["Customer",["CustomerID"],19820]
["Person",["BusinessEntityID"],18148]
["Product",["ProductID"],504]
["SalesOrderDetail",["SalesOrderDetailID"],56046]
["SalesOrderHeader",["SalesOrderID"],28963]
["SpecialOfferProduct",["SpecialOfferID","ProductID"],538]'
expect_json '.tables | map(.name as $table | .relations[]? | [$table, .columns, .references.table]) | sort[] | tojson' \
  '["Customer",["PersonID"],"Person"]
["SalesOrderDetail",["ProductID"],"Product"]
["SalesOrderDetail",["SalesOrderID"],"SalesOrderHeader"]
["SalesOrderDetail",["SpecialOfferID","ProductID"],"SpecialOfferProduct"]
["SalesOrderHeader",["CustomerID"],"Customer"]
["SpecialOfferProduct",["ProductID"],"Product"]'
expect_json '[.tables[].unique[]? | select(. != ["rowguid"])] | sort | tojson' '[["AccountNumber"],["ProductNumber"],["SalesOrderNumber"]]'
expect_json '.tables | map({(.name): (.columns | map({(.name): .type}) | add)}) | add |
  .SalesOrderDetail.LineTotal, .SalesOrderDetail.UnitPrice, .SalesOrderDetail.rowguid, .SalesOrderHeader.OrderDate,
  .SalesOrderHeader.AccountNumber, .SalesOrderHeader.OnlineOrderFlag, .SalesOrderHeader.TotalDue, .Product.ModifiedDate, .Product.MakeFlag' \
  'DECIMAL(18,6)
DECIMAL(18,4)
UUID
DATE
VARCHAR
BOOLEAN
DECIMAL(18,4)
TIMESTAMP
BOOLEAN'

# The evidence: every orphan counted, GUIDs no keys, nothing else above the line.
expect_exit 0 rox model infer -C bikes --json --dry-run
expect_json '.evidence.relations[] | select(.references.table == "Person") | "\(.orphans) \(.orphan_keys)"' '971 971'
expect_json '[.evidence.relations[] | select(.confidence >= 0.7)] | length' 6
expect_exit 0 rox model infer -C bikes --explain
expect_stdout '971 of 19,119 rows (5.08 %) and 971 of 19,119 different keys have no row of Person'
