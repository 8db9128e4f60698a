#!/bin/bash
# Sales_2015.csv and Sales_2016.csv are one table; a new year is taken in without asking.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir shop
printf 'day,amount\n2015-01-01,5\n' >shop/Sales_2015.csv
printf 'day,amount\n2016-01-01,7.25\n2016-01-02,40000\n' >shop/Sales_2016.csv
printf 'id,name\n1,a\n' >shop/Stores.csv
expect_exit 0 rox init shop
expect_exit 0 rox model show -C shop --json
expect_json '[.tables[] | "\(.name) \(.file) \(.rows)"] | join("; ")' "Sales Sales_*.csv 3; Stores Stores.csv 1"
expect_json '.tables[0].columns[1].type' "DECIMAL(7,2)"
printf 'day,amount\n2017-01-01,1\n' >shop/Sales_2017.csv
expect_exit 0 rox model show -C shop --json
expect_json '.tables[0].rows' 4
