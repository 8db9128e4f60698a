#!/bin/bash
# The same project on a lake, by one word: Iceberg's tables in a REST catalogue, published in one commit. Every cell of
# every table and mart, rejects and answers are those of the local warehouse; a second run does nothing.
# labels: nightly first heavy aws spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
use_lake
start_catalogue

bikes . 0.01
sed -i 's/^# drift = .*/drift = "reject"/' rox.toml
rox sample exports --scale 0.01 --seed 3 --dirty --force >/dev/null
lake_target . 'schema = "bikes"'
expect_exit 0 rox run --json
expect_exit 0 rox run -t lake --json
expect_json .status done
expect_json '.steps[] | select(.step == "publish") | .how' 'all tables in one commit'
expect_json '[.steps[] | select(.step | startswith("load.")) | .rows_in == .rows_out + .rejects] | all' true
expect_exit 0 rox run -t lake --json
expect_json .status unchanged

ask_whole_tables .
expect_exit 0 rox analyze --compare local lake --json
expect_json '.questions | length' 18
expect_json '[.questions[] | select(any(.answers[]; .verdict != "equal")) | .analysis] | join(" ")' ''

# rows read = loaded + rejected, of each file, and the very rejects of the local warehouse.
accounts() {
  echo "SELECT \"table\", file, records, \"rows\", rejects, '' AS code, '' AS raw FROM $1.files
    UNION ALL SELECT \"table\", file, line, 0, 0, code, \"raw\" FROM $1.rejects ORDER BY 1, 2, 3, 6, 7"
}
rox query --csv "$(accounts rox)" >local.csv
rox query -t lake --csv "$(accounts bikes_rox)" >lake.csv
diff local.csv lake.csv || fail "the lake's accounts (>) are not the local warehouse's (<)"
(($(wc -l <lake.csv) == 1 + 6 + $(jq '[.defects[] | select(.rejected)] | length' exports/defects.json))) ||
  fail 'not every planted defect is a reject'
