# A private Airflow for one test, the real one of deps/airflow-requirements.txt; source it after lib.sh:
#
#     source "$REPO/tests/e2e/airflow.sh"
#     use_airflow PROJECT        dags and plugins of the project's folder airflow/
#     airflow dags test rox_bikes
#     start_airflow              api-server, scheduler and dag-processor, on free ports of 127.0.0.1
#
# Its metadata is a SQLite file in the test's scratch folder; all of it ends with the test.

use_airflow() {
  local venv=$REPO/build/deps/airflow-venv
  [[ -e $venv/installed ]] || skip "Airflow isn't installed (scripts/setup)"
  export PATH=$venv/bin:$PATH
  export AIRFLOW_HOME=$scratch/airflow ROX_PROGRAM=$ROX ROX_PROJECT=$1
  export AIRFLOW__CORE__DAGS_FOLDER=$1/airflow/dags AIRFLOW__CORE__PLUGINS_FOLDER=$1/airflow/plugins
  export AIRFLOW__CORE__LOAD_EXAMPLES=false AIRFLOW__CORE__EXECUTOR=LocalExecutor AIRFLOW__CORE__PARALLELISM=4
  export AIRFLOW__API_AUTH__JWT_SECRET=of-this-test-only-and-long-enough-for-hs512-to-take-it-as-it-is-0123456789
  export AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC=1 AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=false
  mkdir -p "$AIRFLOW_HOME"
  airflow db migrate >"$scratch/airflow.log" 2>&1 || fail "airflow db migrate: $(tail -n 3 "$scratch/airflow.log")"
  airflow dags reserialize >"$scratch/airflow.log" 2>&1 || fail "airflow dags reserialize: $(tail -n 3 "$scratch/airflow.log")"
  ! grep -i 'error' "$scratch/airflow.log" || fail 'the DAG does not load'
}

start_airflow() {
  local process
  AIRFLOW_PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  export AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://127.0.0.1:$AIRFLOW_PORT/execution/
  export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS=true
  for process in "api-server --host 127.0.0.1 --port $AIRFLOW_PORT --workers 1" scheduler dag-processor; do
    setsid airflow $process >"$scratch/${process%% *}.log" 2>&1 &
    at_exit kill -TERM -- -$!
  done
  for _ in {1..120}; do
    if curl -sf "http://127.0.0.1:$AIRFLOW_PORT/api/v2/monitor/health" | grep -q '"scheduler":{"status":"healthy"'; then return; fi
    sleep 0.5
  done
  fail "Airflow does not start: $(tail -n 3 "$scratch"/{api-server,scheduler}.log)"
}

# clear_task RUN TASK [JSON]: as the button in Airflow's pages does.
clear_task() {
  local url=http://127.0.0.1:$AIRFLOW_PORT token
  token=$(curl -sf "$url/auth/token" | jq -r .access_token)
  curl -sf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    "$url/api/v2/dags/rox_bikes/clearTaskInstances" -d "$(jq -n --arg run "$1" --arg task "$2" --argjson more "${3:-{\}}" \
      '{dry_run: false, reset_dag_runs: true, only_failed: false, dag_run_id: $run, task_ids: [$task]} + $more')" >/dev/null
}

# Prints what the metadata has of a run's tasks: name, state and how often it was tried.
task_states() {
  python3 - "$AIRFLOW_HOME/airflow.db" "$1" <<'PY'
import sqlite3, sys
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=30)
for row in connection.execute(
    "SELECT task_id, coalesce(state, 'none'), try_number FROM task_instance WHERE run_id = ? ORDER BY task_id", (sys.argv[2],)
):
    print(*row)
PY
}

# Waits until the scheduler is done with a run, and prints its state.
run_state() {
  local state
  for _ in {1..240}; do
    state=$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=30).execute(
  "SELECT state FROM dag_run WHERE run_id = ?", (sys.argv[2],)).fetchone()[0])' "$AIRFLOW_HOME/airflow.db" "$1")
    if [[ $state == success || $state == failed ]]; then break; fi
    sleep 0.5
  done
  echo "$state"
}
