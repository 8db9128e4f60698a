#!/bin/bash
# The DAG under the real Airflow, without a scheduler: all steps of the plan, with the answers of a run.
# labels: first
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/airflow.sh"

bikes "$WORK"
cp -r . ../whole
(cd ../whole && "$ROX" run -q)
use_airflow "$WORK"

expect_exit 0 airflow dags test rox_bikes
diff -r ../whole/answers answers
expect_exit 0 rox run --json
expect_json .status unchanged
