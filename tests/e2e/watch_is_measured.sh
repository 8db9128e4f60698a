#!/bin/bash
# rox serve has /metrics, which promtool accepts, and /health: 200 while all is well, 503 while a run is held or failed. Both ask
# for the token where there is one; /healthz does not.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

need promtool
shop
mkdir -p expect marts
echo 'SELECT CustomerID, COUNT(*) AS sales FROM Sale GROUP BY CustomerID' >marts/per_customer.sql
printf '%s\n' '[[guard]]' 'table = "Sale"' 'rows = "at least 3"' 'max_age = "2 days"' >expect/sales.toml
printf '[notify.to.x]\ntype = "command"\ncommand = ["false"]\n' >>rox.toml
start_dashboard .
metric() { curl -sf "$DASHBOARD"metrics | sed -n "s/^$1{project=\"shop\",target=\"local\"$2} //p"; }
code() { curl -s -o answer -w '%{http_code}' "$DASHBOARD$1"; }
expect_equal "$(code metrics)" 200 # nothing ran yet
expect_exit 0 rox run
curl -sf "$DASHBOARD"metrics >metrics
expect_exit 0 promtool check metrics <metrics
expect_equal "$(tail -n 1 metrics)" '# EOF'
curl -sfI "$DASHBOARD"metrics | grep -qi '^content-type: application/openmetrics-text; version=1.0.0'
expect_equal "$(metric rox_table_rows ',table="Sale"')" 3
expect_equal "$(metric rox_mart_rows ',mart="per_customer"')" 3
expect_equal "$(metric rox_last_run_status ',status="done"')" 1
expect_equal "$(metric rox_guard_alarm ',guard="Sale.age"')" 0
expect_equal "$(code health)" 200
success=$(metric rox_last_success_timestamp_seconds '')

export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
expect_exit 1 rox run
expect_equal "$(metric rox_last_run_status ',status="held"')" 1
expect_equal "$(metric rox_troubles ',kind="hold"')" 1
expect_equal "$(metric rox_last_success_timestamp_seconds '')" "$success"
expect_equal "$(metric rox_outbox_notices ',channel="x"')" 1
expect_equal "$(code health)" 503
expect_equal "$(jq -r '.troubles[0].kind' answer)" hold
expect_exit 0 rox release
expect_equal "$(code health)" 200
stop_dashboard "$DASHBOARD_PID"

echo a-token-that-is-long-enough-to-be-one >token
start_dashboard . --token-file token
expect_equal "$(code healthz) $(code health) $(code metrics)" '200 401 401'
expect_equal "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $(cat token)" "$DASHBOARD"metrics)" 200
