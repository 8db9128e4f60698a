#!/bin/bash
# A held run is told by the dashboard: its status says since when and why, in words of both languages, and the API answers as
# it is described. Once it is released nothing of it is left.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir expect
printf '%s\n' '[[guard]]' 'table = "Sale"' 'rows = "at least 3"' 'meaning = "sales are missing"' >expect/sales.toml
expect_exit 0 rox run
start_dashboard .
status() { curl -sf "$DASHBOARD"api/v1/status | jq -r "$1"; }
expect_equal "$(status .held)" null
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
expect_exit 1 rox run
held=$(rox status -n 1 --json | jq -r '.[0].run')
expect_equal "$(status .held.run)" "$held"
expect_equal "$(status '.held.reasons[0].text')" 'Sale has 1 row; at least 3 is expected'
expect_equal "$(status '.held.reasons[0].text_pt')" 'Sale tem 1 linha; espera-se ao menos 3'
expect_equal "$(curl -sf "$DASHBOARD"api/v1/runs | jq -r '.runs[0] | .status + " " + .guards[0].verdict')" 'held hold'
python=$REPO/build/deps/cloud-venv/bin/python3
if [[ -x $python ]]; then
  expect_exit 0 "$python" - "$REPO/docs/openapi.json" <<'PY'
import json, os, sys, urllib.request
import jsonschema

components = json.load(open(sys.argv[1]))["components"]
answer = json.load(urllib.request.urlopen(os.environ["DASHBOARD"] + "api/v1/status"))
jsonschema.Draft202012Validator({"$ref": "#/components/schemas/Status", "components": components}).validate(answer)
PY
fi
expect_exit 0 rox release
expect_equal "$(status .held)" null
expect_equal "$(curl -sf "$DASHBOARD"api/v1/runs | jq -r '.runs[0].released')" "$held"
