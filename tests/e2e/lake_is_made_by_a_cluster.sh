#!/bin/bash
# A standalone cluster of three workers makes a lake in a folder, and its tasks read the exports: every cell and every
# reject as in the local warehouse, though an executor is killed in the middle; and the known answers of the real company.
# labels: nightly first heavy spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"
use_lake

# executor_of WORKER: the process that works for this run there.
executor_of() {
  local process
  for process in $(pgrep -f CoarseGrainedExecutorBackend); do
    if [[ $(readlink "/proc/$process/cwd") == "$scratch/worker-$1/"* ]]; then echo "$process"; fi
  done
}

start_spark_cluster 3
bikes . 0.01
sed -i 's/^# drift = .*/drift = "reject"/' rox.toml
rox sample exports --scale 0.1 --seed 3 --dirty --force >/dev/null
LAKE_CONF+=', "spark.executor.memory=512m", "spark.executor.cores=1"'
lake_target . "master = \"$SPARK_MASTER\"" 'read = "cluster"'
rox run -q
run_until '"step":"copy.SalesOrderDetail","status":"done"' run -t lake --json
victim=$(executor_of 1)
[[ -n $victim ]] || fail 'worker 1 has no executor'
kill -KILL $victim
kill -CONT "$running"
wait "$running" || fail "the run didn't live through the death of an executor: $(tail -3 "$STDERR")"
expect_json .status 'done'
expect_json '[.steps[] | select(.step | startswith("load.")) | .how] | unique | join(" ")' 'read in 1 part'
expect_json '[.steps[] | select(.step | startswith("load.")) | .rows_in == .rows_out + .rejects] | all' true
accounts() {
  echo "SELECT \"table\", file, records, \"rows\", rejects, '' AS code, '' AS raw FROM $1.files
    UNION ALL SELECT \"table\", file, line, 0, 0, code, \"raw\" FROM $1.rejects ORDER BY 1, 2, 3, 6, 7"
}
rox query --csv "$(accounts rox)" >local.csv
rox query -t lake --csv "$(accounts rox_bikes_rox)" >lake.csv
diff local.csv lake.csv || fail "the lake's accounts (>) are not the local warehouse's (<)"
ask_whole_tables .
expect_exit 0 rox analyze --compare local lake --json
expect_json '.questions | length' 18
expect_json '[.questions[] | select(any(.answers[]; .verdict != "equal")) | .analysis] | join(" ")' ''

raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known answers beside the raw exports"
rm analyses/all_*
expect_exit 0 rox run -t lake --source "$raw" --json
expect_exit 0 rox analyze -t lake --source "$raw" --json
cp "$STDOUT" all.json
python3 "$REPO/tests/e2e/fixtures/compare_answers.py" "$raw/EXPECTED.json" all.json
