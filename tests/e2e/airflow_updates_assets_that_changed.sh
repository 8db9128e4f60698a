#!/bin/bash
# Tables and marts are assets: publishing updates those that have other rows than before, with how many changed, and a run
# that publishes nothing none.
# labels: nightly first
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/airflow.sh"

bikes "$WORK" 0.1
use_airflow "$WORK"

# updated_assets [AFTER]: and what is told of each, behind that many events.
updated_assets() {
  python3 - "$AIRFLOW_HOME/airflow.db" "${1:-0}" <<'PY'
import json, sqlite3, sys
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=30)
for uri, extra in connection.execute(
    "SELECT uri, asset_event.extra FROM asset_event JOIN asset ON asset.id = asset_id WHERE asset_event.id > ? ORDER BY uri", (sys.argv[2],)
):
    changed = json.loads(extra).get("changed")
    print(uri, *([changed[key] for key in ("inserted", "updated", "deleted")] if changed else ["whole"]))
PY
}
expect_exit 0 airflow dags test rox_bikes
expect_equal "$(updated_assets)" \
  "$(rox plan --json | jq -r '.steps[] | select(.kind == "load" or .kind == "transform") | "rox://rox_bikes/local/\(.subject) whole"' | sort)"
before=$(updated_assets | wc -l)

# A price that no mart but one reads.
sed -i '3s/;0,00;0,00;/;0,00;9,99;/' exports/Production.Product.csv
expect_exit 0 airflow dags test rox_bikes
expect_equal "$(updated_assets "$before")" "rox://rox_bikes/local/Product 0 1 0
rox://rox_bikes/local/dim_product 1 0 1"
expect_exit 0 airflow dags test rox_bikes
expect_equal "$(updated_assets "$before" | wc -l)" 2
