#!/bin/bash
# On PostgreSQL a guard holds as it does here: the tables there stay as they are, and what was sent waits beside them until
# it is released. A guard that only warns publishes.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
shop
postgres_target . pg shop
mkdir -p marts expect
echo 'SELECT CustomerID, SUM(Amount) AS total FROM Sale GROUP BY CustomerID' >marts/per_customer.sql
printf '%s\n' '[[guard]]' 'table = "Sale"' 'rows = "3 to 100"' 'column = "CustomerID"' 'missing = "at most 40%"' \
  'alarm = "warn"' '[[guard]]' 'mart = "per_customer"' 'column = "total"' 'sum = "at least 18.00"' >expect/sales.toml
expect_exit 0 rox run -t pg --json
expect_json '[.guards[] | .guard + " " + .verdict] | join(", ")' \
  'Sale.rows pass, Sale.CustomerID.missing pass, per_customer.total.sum pass'
sales() { psql -Atc 'SELECT count(*) || $$ $$ || (SELECT sum(total) FROM shop.per_customer) FROM shop.sale'; }
expect_equal "$(sales)" '3 18.00'

# Fewer sales than any day: warned of; but their sum holds the run.
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '2;1;2;7,00'
expect_exit 1 rox run -t pg
expect_stderr 'per_customer.total.sum (the sum of per_customer.total is 17.5; at least 18 is expected)'
expect_equal "$(sales)" '3 18.00'
expect_exit 1 rox run -t pg --json
expect_json '[.steps[] | select(.status == "resumed") | .step] | join(" ")' 'load.Sale relations copy.Sale transform.per_customer'
expect_exit 0 rox release -t pg
expect_stderr 'warning: guard Sale.rows: Sale has 2 rows; 3 to 100 is expected'
expect_stderr 'warning: guard per_customer.total.sum (released)'
expect_equal "$(sales)" '2 17.50'

# A column that the mart doesn't have is the guard's mistake.
sed -i 's/"total"/"sum_total"/' expect/sales.toml
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
expect_exit 2 rox run -t pg
expect_stderr 'the guards of per_customer can'
expect_stderr 'expect/*.toml'
expect_equal "$(sales)" '2 17.50'
