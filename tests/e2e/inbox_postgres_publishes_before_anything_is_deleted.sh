#!/bin/bash
# With a PostgreSQL as the target, too: files leave the far side once their rows are published there, and not before.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_ftps
start_postgres
orders 1 10 >"$there/out/orders_1.csv"
remote_project . "$ftpes_url/*.csv" "${ftps_settings[@]}" 'after_load = "delete"'
postgres_target . server erp
mkdir checks
printf -- '-- title: Not yet\n-- severity: error\nSELECT id FROM orders\n' >checks/never.sql
expect_exit 1 rox run -t server
expect_equal "$(ls "$there/out")" orders_1.csv
rm checks/never.sql
expect_exit 0 rox run -t server
expect_equal "$(ls "$there/out")" ''
expect_equal "$(psql -qAt -c 'SELECT count(*) FROM erp.orders')" 10
expect_equal "$(psql -qAt -c 'SELECT a.file, a.run = f.run FROM erp_rox.arrivals a JOIN erp_rox.files f USING (file)')" 'orders_1.csv|t'
