#!/bin/bash
# A large table of a lake has partitions of a month or a year, as its measured rows say, and rox plan says why; when that
# changes, the next run publishes it in the new way, with every cell as in the local warehouse. What readers pass over
# files by is there: partitions, and the least and greatest values of each file.
# labels: nightly first aws spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
use_lake

# orders ROWS: that is how many the model says there are, from 2011 to 2014.
orders() {
  sed -i "/^name = \"SalesOrderHeader\"/,/^columns/s/^rows = .*/rows = $1/" model.toml
}
# laid_out TEXT FILES: what the run says of the table of orders, and in how many files it is.
laid_out() {
  expect_exit 0 rox run -t lake --json
  expect_json '.steps[] | select(.step == "copy.SalesOrderHeader") | .how' "$1"
  expect_exit 0 rox query -t lake --csv 'SELECT count(*) AS files, count_if(lower_bounds IS NULL OR upper_bounds IS NULL)
    FROM lake.bikes.salesorderheader.files'
  expect_stdout "$2,0"
  expect_exit 0 rox analyze --compare local lake --json
  expect_json '[.questions[] | select(any(.answers[]; .verdict != "equal")) | .analysis] | join(" ")' ''
}
new_company() {
  rox sample exports --scale 0.01 --seed "$1" --force >/dev/null 2>&1
  rox run -q
}
prepare() {
  bikes . 0.01
  sed -i 's/{ name = "OrderDate", type = "DATE"/&, least = "2011-05-31", greatest = "2014-06-30"/' model.toml
  lake_target . 'schema = "bikes"'
  rm analyses/*
  echo 'SELECT * FROM SalesOrderHeader ORDER BY SalesOrderID' >analyses/orders.sql
  echo 'SELECT * FROM fact_sales ORDER BY sales_order_id, sales_order_detail_id' >analyses/sales.sql
  rox run -q
}

mkdir folder served
cd folder # whose catalogue publishes tables one after another
prepare
orders 5000000
expect_exit 0 rox plan -t lake
expect_stdout 'partitioned by year(OrderDate) (5,000,000 rows from 2011-05 to 2014-06, about 1,250,000 a year;'
laid_out 'partitioned by year(OrderDate), sorted by OrderDate' 4

start_catalogue
cd ../served
prepare
orders 60000000
laid_out 'partitioned by month(OrderDate), sorted by OrderDate' 38
new_company 5
orders 60000
laid_out 'sorted by OrderDate' 1
new_company 6
orders 5000000
laid_out 'partitioned by year(OrderDate), sorted by OrderDate' 4
