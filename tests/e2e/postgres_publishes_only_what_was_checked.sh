#!/bin/bash
# On PostgreSQL a run whose checks passed before on the same data evaluates them again before it publishes, and waits
# for all that it publishes: after a load that was put back, when the schemas are gone, and on another database.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
shop
mkdir -p marts checks
echo 'SELECT CustomerID, COUNT(*) AS sales FROM Sale GROUP BY CustomerID' >marts/per_customer.sql
echo 'SELECT * FROM per_customer WHERE sales < 1' >checks/has_sales.sql
postgres_target . pg shop
cp exports/Sale.csv Sale.csv
rox run -q -t pg
sales() { psql -Atc 'SELECT count(*) FROM shop.sale'; }
wanted=$(sales)

for round in 1 2 3; do
  sed -i '$d' exports/Sale.csv
  expect_exit 0 rox load -t pg
  cp Sale.csv exports/Sale.csv
  expect_exit 0 rox run -t pg --json
  expect_json '.steps[] | select(.step == "checks") | .status' 'done'
  expect_equal "$(sales)" "$wanted"

  psql -qc 'DROP SCHEMA shop CASCADE; DROP SCHEMA shop_rox CASCADE'
  expect_exit 0 rox run -t pg --json
  expect_json '.steps[] | select(.step == "checks") | .status' 'done'
  expect_equal "$(sales)" "$wanted"

  echo 'SELECT CustomerID, COUNT(*) AS sales, 1 AS more FROM Sale GROUP BY CustomerID' >marts/per_customer.sql
  expect_exit 0 rox transform -t pg
  echo 'SELECT CustomerID, COUNT(*) AS sales FROM Sale GROUP BY CustomerID' >marts/per_customer.sql
  expect_exit 0 rox run -t pg
  expect_equal "$(psql -Atc "SELECT count(*) FROM information_schema.columns WHERE table_name = 'per_customer'")" 2
done

createdb moved
sed -i 's/^database = .*/database = "moved"/' rox.toml
grep -q '^database' rox.toml || sed -i '/^engine = "postgres"/a database = "moved"' rox.toml
expect_exit 0 rox run -t pg
expect_equal "$(psql -d moved -Atc 'SELECT count(*) FROM shop.sale')" "$wanted"
