#!/bin/bash
# On a standalone cluster, a master and two workers: the five questions on the real company's exports have exactly the
# known answers, and it was the workers that computed them.
# labels: nightly first heavy spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
use_spark
raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known answers beside the raw exports"

start_spark_cluster 2
cp -r "$REPO/projects/rox-bikes" bikes
rm -rf bikes/{exports,rejects,answers,mends,.rox} bikes/warehouse.duckdb*
cd bikes
printf '\n[engine.spark]\nmaster = "%s"\nconf = ["spark.executor.memory=512m", "spark.executor.cores=1"]\n' "$SPARK_MASTER" >>rox.toml
expect_exit 0 rox analyze --engine spark --source "$raw" --json
cp "$STDOUT" all.json
python3 "$REPO/tests/e2e/fixtures/compare_answers.py" "$raw/EXPECTED.json" all.json

grep -q 'Registered app rox' "$scratch/master.log" || fail "the master knows no application: $(tail -n 5 "$scratch/master.log")"
for number in 1 2; do
  grep -q 'Launched executor' "$scratch/worker-$number.log" || grep -q 'ExecutorRunner: Launch command' "$scratch/worker-$number.log" ||
    fail "worker $number did nothing: $(tail -n 5 "$scratch/worker-$number.log")"
done
