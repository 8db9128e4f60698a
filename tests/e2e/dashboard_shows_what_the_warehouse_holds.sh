#!/bin/bash
# Every page of the dashboard, in Chromium, on a company of the real one's size: the figures are those of SQL on the
# warehouse, filters filter, a figure leads to the line of an export, and axe finds nothing.
# labels: nightly first heavy browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

bikes p 1
expect_exit 0 rox run -C p
start_dashboard p
browse overview p p/exports
browse truth p
browse pages bikes
browse people p
browse explore p

# press Ctrl-C to stop in order.
kill -INT "$DASHBOARD_PID"
status=0
wait "$DASHBOARD_PID" || status=$?
expect_equal "$status" 0
