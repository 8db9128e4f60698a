#!/bin/bash
# The same on the company's own exports, whose rejects and failing checks have to be seen.
# labels: nightly browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

raw=$(raw_data)
bikes p
rm -rf p/exports
mkdir p/exports
cp "$raw"/*.csv p/exports
expect_exit 0 rox run -C p
start_dashboard p
browse overview p p/exports
browse truth p
browse pages bikes
