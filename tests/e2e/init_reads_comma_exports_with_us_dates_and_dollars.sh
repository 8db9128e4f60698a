#!/bin/bash
# A folder as American tools write it: commas, month first, $ and thousands, N/A for nothing.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir shop
cat >shop/orders.csv <<'CSV'
Order ID,Order Date,Customer,Total,Paid,Shipped At
1,03/25/2023,"Smith, John","$1,234.50",true,3/26/2023 2:05:00 PM
2,04/01/2023,"O""Neil",$99.00,false,N/A
3,04/02/2023,Ann,($5.25),true,4/3/2023 9:15:30 AM
4,04/02/2023,Bob,N/A,true,N/A
CSV
expect_exit 0 rox init shop
expect_stderr "delimiter ','"
expect_file shop/rox.toml 'null = ["N/A"]'
expect_exit 0 rox model show -C shop --json
expect_json '.tables[0] | "\(.name) \(.rows)"' "orders 4"
expect_json '[.tables[0].columns[] | "\(.name) \(.type) \(.nullable)"] | join("; ")' \
  "order_id SMALLINT false; order_date DATE false; Customer VARCHAR(11) false; Total DECIMAL(6,2) true; Paid BOOLEAN false; shipped_at TIMESTAMP true"
expect_file shop/model.toml 'header = "Order Date", type = "DATE", nullable = false, date_order = "mdy"'
expect_file shop/model.toml 'name = "Total", type = "DECIMAL(6,2)", group = ",", currency = "$"'
