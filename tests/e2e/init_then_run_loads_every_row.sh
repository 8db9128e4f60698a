#!/bin/bash
# Two commands from a folder of somebody's CSVs to a warehouse, with the values that are in the files.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir shop
cat >shop/orders.csv <<'CSV'
Order ID,Order Date,Customer,Total,Paid
1,03/25/2023,"Smith, John","$1,234.50",true
2,04/01/2023,"O""Neil",($5.25),false
3,04/02/2023,Ann,N/A,true
4,04/02/2023,Bob,N/A,true
CSV
expect_exit 0 rox init shop
expect_exit 0 rox run -C shop --json
expect_json '.status' done
expect_exit 0 rox query -C shop 'SELECT * FROM orders ORDER BY order_id' --csv
expect_stdout '1,2023-03-25,"Smith, John",1234.50,true'
expect_stdout '2,2023-04-01,"O""Neil",-5.25,false'
expect_stdout '3,2023-04-02,Ann,,true'
expect_exit 0 rox analyze -C shop --json
expect_json '.[0].rows[0] | join(" ")' "orders 4"
expect_exit 0 rox query -C shop 'SELECT count(*) AS n FROM rox.rejects' --json
expect_json '.rows[0][0]' 0
