#!/bin/bash
# Without Spark, without Java, without a master: an error that says what to install or start. A rox that is killed leaves
# no JVM behind.
# labels: first spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
use_spark

shop
rox run -q
path=$PATH
expect_exit 3 env PATH=/usr/bin:/bin "$ROX" analyze --engine spark
expect_stderr "no program 'spark-submit'"
expect_stderr 'pip install pyspark'

mkdir bin
for program in bash env dirname basename cat grep sed tr head sh readlink rm ls mkdir which uname ps; do
  if command -v $program >/dev/null; then ln -s "$(command -v $program)" bin/$program; fi
done
ln -s "$(command -v python3)" bin/python3
expect_exit 3 env -u JAVA_HOME PATH="$(dirname "$PYSPARK_PYTHON"):$PWD/bin" "$ROX" analyze --engine spark
expect_stderr 'Java'
expect_stderr 'openjdk-17'
export PATH=$path

printf '\n[engine.spark]\nmaster = "spark://127.0.0.1:%s"\n' "$(free_port)" >>rox.toml
expect_exit 3 rox analyze --engine spark
expect_stderr 'no Spark master answers at spark://127.0.0.1'
expect_stderr '[engine.spark] master'

sed -i 's|^master = .*|master = "local[1]"|' rox.toml
# Spark's log of events shows when it works on the query.
mkdir "$scratch/events"
printf 'conf = ["spark.eventLog.enabled=true", "spark.eventLog.compress=false", "spark.eventLog.dir=file:%s"]\n' "$scratch/events" >>rox.toml
export TMPDIR=$scratch/tmp
mkdir "$TMPDIR"
"$ROX" query --engine spark "SELECT COUNT(*) FROM range(100000000000)" >"$STDOUT" 2>"$STDERR" &
process=$!
await_from $process "$STDERR" 'a query that Spark works on' grep -rq SparkListenerJobStart "$scratch/events"
[[ $(pgrep -fc "$TMPDIR") -ge 2 ]] || fail 'there is no session to be left behind'
kill -9 $process
wait $process 2>/dev/null || true
gone() { ! pgrep -f "$TMPDIR"; }
await 'an end of what rox left behind' gone
expect_equal "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0
