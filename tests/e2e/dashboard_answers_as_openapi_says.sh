#!/bin/bash
# The API against its own description: every path of docs/openapi.json is asked, on good and bad data, and every answer
# fits its schema; what isn't described isn't there.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

python=$REPO/build/deps/cloud-venv/bin/python3
[[ -x $python ]] || skip "no jsonschema (scripts/setup)"
mkdir p
cp -r "$REPO"/projects/rox-bikes/. p
rm -rf p/{exports,rejects,.rox} p/warehouse.duckdb*
sed -i 's/^# drift = .*/drift = "reject"/' p/rox.toml
rox sample p/exports --scale 0.05 --seed 3 --dirty >/dev/null 2>&1
rox run -C p >/dev/null 2>&1 || true
start_dashboard p
expect_exit 0 "$python" "$REPO/tests/web/openapi.py" "$REPO/docs/openapi.json"
expect_contains "answers fit"
