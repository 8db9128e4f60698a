#!/bin/bash
# On a lake: a run that is killed leaves what readers see, and the next one goes on with the tables and marts that were
# made; one that is killed right after publishing has published.
# labels: nightly first heavy aws spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"
use_lake
start_catalogue

bikes . 0.01
lake_target . 'schema = "bikes"'
rox run -q -t lake
# new_company SEED: other exports, and what a local warehouse makes of them.
new_company() {
  rox sample exports --scale 0.01 --seed "$1" --force >/dev/null 2>&1
  rox run -q
  rox query --csv "$seen" >new
}
seen='SELECT count(*) AS n, SUM(order_qty) AS pieces, SUM(line_total) AS total, MIN(order_date_key) AS first FROM fact_sales'
in_lake() { rox query -t lake --csv "$seen"; }
next_tables() { rox query -t lake --csv 'SHOW TABLES IN bikes' | grep -c __ || true; }
in_lake >old

seed=1
for step in copy.SalesOrderDetail checks; do
  new_company $((++seed))
  expect_exit 137 signal_after KILL "\"step\":\"$step\",\"status\":\"done\"" run -q -t lake
  diff old <(in_lake) || fail "after $step, readers (>) don't see the old state (<)"
  expect_exit 0 rox run -t lake --json
  expect_json ".steps[] | select(.step == \"$step\") | .status" resumed
  diff new <(in_lake) || fail "after $step, the lake (>) is not the local warehouse (<)"
  expect_equal "$(next_tables)" 0
  cp new old
done

# The commit was the last thing that it did.
new_company $((++seed))
expect_exit 137 signal_after KILL '"do":"discard","of":"lake","tables":[{"next":["bikes","' run -q -t lake
diff new <(in_lake) || fail 'what was published is not what readers see'
expect_exit 0 rox run -t lake --json
expect_json '[.steps[] | select(.step | startswith("copy.")) | .status] | unique | join(" ")' unchanged
diff new <(in_lake) || fail 'clearing up took what readers see'
