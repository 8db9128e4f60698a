#!/bin/bash
# The DAG under the real Airflow: each step of the plan is a task; a failing check turns its task red, with the failing
# rows in the log, and nothing is published; a task that is cleared runs alone; counts are in the XComs.
# labels: nightly first heavy
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/airflow.sh"

bikes "$WORK" 0.1
cat >airflow/dags/own.py <<'PY'
from airflow.sdk import DAG
from rox_airflow import RoxQualityOperator

with DAG("own", schedule=None) as dag:
    RoxQualityOperator(task_id="people_hold", project=PROJECT, tables=["Person"])
PY
sed -i "s|PROJECT|'$WORK'|" airflow/dags/own.py
use_airflow "$WORK"

log_of() { cat "$AIRFLOW_HOME/logs/dag_id=rox_bikes/run_id=$1/task_id=$2/attempt=$3.log"; }
# Prints rows in, rows out and rejects of a task's XCom.
counts() {
  python3 - "$AIRFLOW_HOME/airflow.db" "$1" "$2" <<'PY'
import json, sqlite3, sys
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=30)
(value,) = connection.execute(
    "SELECT value FROM xcom WHERE run_id = ? AND task_id = ? AND key = 'return_value'", sys.argv[2:]
).fetchone()
while isinstance(value, str):
    value = json.loads(value)
print(value["rows_in"], value["rows_out"], value["rejects"])
PY
}

expect_exit 0 rox run -q
# A DAG of somebody's own, with a check that holds and then doesn't.
expect_exit 0 airflow dags test own
printf -- '-- title: There are people enough\nSELECT count(*) AS n FROM Person HAVING count(*) > 100\n' >checks/enough.sql
expect_exit 1 airflow dags test own
expect_contains 'n = 1997'
rm checks/enough.sql

# With the scheduler: all of it, and the tables as Parquet too. (Without this morning's run, which it would begin with.)
sed -i 's/schedule="0 6 \* \* \*"/schedule=None/' airflow/dags/rox_bikes.py
start_airflow
expect_exit 0 airflow dags unpause rox_bikes
expect_exit 0 airflow dags trigger rox_bikes --run-id full --conf '{"full_refresh": true, "stage": true}'
expect_equal "$(run_state full)" success
expect_equal "$(task_states full | awk '{ print $2, $3 }' | sort -u)" 'success 1'
expect_equal "$(task_states full | awk '{ print $1 }' | grep -vxE 'start|end|stage|is_staging_wanted' | sort)" \
  "$(rox plan --json | jq -r '.steps[].step' | sort)"
[[ -e staged/manifest.json ]] || fail 'nothing was staged'
expect_equal "$(counts full load.Person)" '1997 1997 0'

# A check that fails: its task alone is red, the rows are in its log, what comes after isn't tried, the warehouse stays.
printf -- '-- title: No product is called Hex Nut 1\nSELECT Name FROM Product WHERE Name LIKE %s\n' "'Hex Nut 1%'" >checks/no_such_name.sql
echo '-- changed' >>marts/dim_date.sql
before=$(md5sum <warehouse.duckdb)
expect_exit 0 airflow dags trigger rox_bikes --run-id red
expect_equal "$(run_state red)" failed
expect_equal "$(task_states red | grep -w failed)" 'checks failed 1'
expect_equal "$(task_states red | grep -c upstream_failed)" 7 # publish, five answers, end
log_of red checks 1 | grep -qF 'Name = Hex Nut 1' || fail 'the failing row is not in the log'
expect_equal "$(md5sum <warehouse.duckdb)" "$before"

# The check is mended and its task cleared, with what waits for it: nothing else runs again.
rm checks/no_such_name.sql
others=$(task_states red | grep -w success)
clear_task red checks '{"include_downstream": true}' || fail 'it can not be cleared'
expect_equal "$(run_state red)" success
expect_equal "$(task_states red | grep -Fxc "$others")" "$(wc -l <<<"$others")"
expect_equal "$(task_states red | grep -w checks)" 'checks success 2'
expect_exit 0 rox run --json
expect_json .status unchanged

# Cleared by itself, a task that had gone well finds nothing to do.
clear_task red transform.dim_date || fail 'it can not be cleared'
expect_equal "$(run_state red)" success
expect_equal "$(task_states red | grep -w transform.dim_date)" 'transform.dim_date success 2'
log_of red transform.dim_date 2 | grep -qF 'transform.dim_date: unchanged' || fail 'it did something'
