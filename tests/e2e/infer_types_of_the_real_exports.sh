#!/bin/bash
# The real company's exports: exact types, decimal sign by column, dates that only look like timestamps.
source "$(dirname "$0")/fixtures/lib.sh"

exports=$(raw_data) || exit $?
expect_exit 0 rox init "$exports" --into .
expect_file rox.toml 'delimiter = ";"'
expect_file rox.toml 'decimal = ","'
expect_file rox.toml 'null = ["NULL"]'
expect_exit 0 rox model show --json
type_of() { jq -r --arg t "$1" --arg c "$2" '.tables[] | select(.name == $t) | .columns[] | select(.name == $c).type' "$STDOUT"; }
expect_equal "$(type_of SalesOrderDetail LineTotal)" "DECIMAL(10,6)"
expect_equal "$(type_of SalesOrderDetail UnitPrice)" "DECIMAL(8,4)"
expect_equal "$(type_of SalesOrderDetail rowguid)" "UUID"
expect_equal "$(type_of SalesOrderHeader OrderDate)" "DATE"
expect_equal "$(type_of SalesOrderHeader AccountNumber)" "VARCHAR(14)"
expect_equal "$(type_of SalesOrderHeader OnlineOrderFlag)" "BOOLEAN"
expect_equal "$(type_of SalesOrderHeader TotalDue)" "DECIMAL(10,4)"
expect_equal "$(type_of Product ModifiedDate)" "TIMESTAMP"
expect_equal "$(type_of Product MakeFlag)" "BOOLEAN"
expect_json '[.tables[].rows] | join(" ")' "18148 504 19820 56046 28963 538"
expect_file model.toml 'name = "LineTotal", type = "DECIMAL(10,6)", nullable = false, decimal = "."'
