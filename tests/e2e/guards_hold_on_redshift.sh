#!/bin/bash
# On Redshift (its double) a guard holds as it does here: the tables there stay as they are until the run is released.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_aws
shop
printf '\n[target.aws]\nengine = "redshift"\ndatabase = "shop"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml
mkdir expect
printf '%s\n' '[[guard]]' 'table = "Sale"' 'rows = "at least 3"' 'column = "CustomerID"' 'missing = "at most 40%"' >expect/sales.toml
expect_exit 0 rox infra up -t aws --yes -q
expect_exit 0 rox run -t aws
sales() { psql -d shop -tAc 'SELECT count(*) FROM sale'; }
expect_equal "$(sales)" 3
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
expect_exit 1 rox run -t aws
expect_stderr 'held by a guard: Sale.rows (Sale has 1 row; at least 3 is expected)'
expect_equal "$(sales)" 3
expect_exit 0 rox release -t aws
expect_equal "$(sales)" 1
