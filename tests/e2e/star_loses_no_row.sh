#!/bin/bash
# What a fact refers to and no export has is the unknown member: the rows are all there, and so are their amounts.
source "$(dirname "$0")/fixtures/lib.sh"

bikes .
cd exports
product=$(awk -F';' 'NR == 3 { print $5 }' Sales.SalesOrderDetail.csv)
customer=$(awk -F';' 'NR == 2 { print $11 }' Sales.SalesOrderHeader.csv)
order=$(awk -F';' 'END { print $1 }' Sales.SalesOrderDetail.csv)
sed -i "/^$product;/d" Production.Product.csv
sed -i "/^$customer;/d" Sales.Customer.csv
sed -i "/^$order;/d" Sales.SalesOrderHeader.csv
awk -F';' -v OFS=';' 'NR == 2 { $5 = 77777 } 1' Sales.SalesOrderDetail.csv >lines # a product that never was
mv lines Sales.SalesOrderDetail.csv
cd ..
expect_exit 0 rox run
rox query 'FROM fact_sales' --csv >sales.csv
rox query 'FROM fact_orders' --csv >orders.csv
expect_exit 0 python3 "$REPO/tests/e2e/fixtures/check_star.py" exports sales.csv orders.csv

value() { rox query "$1" --csv | tail -1; }
unknown() { [[ $(value "SELECT count(*) FROM $1") -gt 0 ]] || fail "no row of $1"; }
unknown 'fact_sales WHERE product_key = -1'
unknown 'fact_sales WHERE customer_key = -1 AND order_date_key <> -1'
unknown 'fact_orders WHERE customer_key = -1'
unknown "fact_sales WHERE sales_order_id = $order AND order_date_key = -1 AND total_due IS NULL"

# Every key is in its dimension, so inner joins lose nothing; the calendar has no gap.
expect_equal "$(value "SELECT count(*) FROM fact_sales s JOIN dim_product USING (product_key)
  JOIN dim_customer USING (customer_key) JOIN dim_special_offer USING (special_offer_key)
  JOIN dim_territory USING (territory_key) JOIN dim_date o ON o.date_key = s.order_date_key
  JOIN dim_date d ON d.date_key = s.due_date_key JOIN dim_date p ON p.date_key = s.ship_date_key")" \
  "$(value 'SELECT count(*) FROM SalesOrderDetail')"
expect_equal "$(value 'SELECT count(*) - 1 - (max(full_date) - min(full_date) + 1) FROM dim_date')" 0
