#!/bin/bash
# On PostgreSQL too: a run that is killed leaves tables that were copied and marts that were made, and the next one goes
# on with them; `rox step` does each step by itself.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

# A line for each table.
contents() {
  local table asked=()
  for table in person salesorderdetail salesorderheader customer dim_customer fact_orders fact_sales; do
    asked+=(-c "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM bikes.$table AS t")
  done
  psql -At "${asked[@]}"
}
finished() { jq -r 'select(.event == "step_finished" and .status == "done") | .step' "$1" | sort; }

start_postgres
bikes .
postgres_target . pg bikes
rox run -q
rox run -q -t pg
wanted=$(contents)

# killed_after STEP: all is made anew, by a run that is killed as soon as its ledger says that the step is done.
killed_after() { expect_exit 137 signal_after KILL "\"step\":\"$1\",\"status\":\"done\"" run -q -t pg --full-refresh; }

for step in load.Customer copy.SalesOrderDetail transform.dim_customer checks; do
  killed_after $step
  ledger=$(find .rox/runs -name '*.jsonl' | sort | tail -1)
  expect_exit 0 rox retry -t pg --json
  expect_equal "$(comm -12 <(jq -r '.steps[] | select(.status == "done") | .step' "$STDOUT" | sort) <(finished "$ledger"))" ''
  expect_json ".steps[] | select(.step == \"$step\") | .status" resumed
  expect_equal "$(contents)" "$wanted"
  expect_exit 0 rox run -t pg --json
  expect_json .status unchanged
  expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
  expect_equal "$(find .rox -name '*.duckdb*' | wc -l)" 0
done

expect_exit 0 rox step begin -t pg --full-refresh
for step in $(rox plan -t pg --full-refresh --json | jq -r '.steps[].step'); do
  expect_exit 0 rox step "$step" -t pg --json
  [[ $step == analyze.* ]] || expect_json '.steps[0].status' 'done'
done
expect_equal "$(contents)" "$wanted"

# What a run left there is gone: it is made again.
killed_after copy.Person
psql -qc 'DROP SCHEMA bikes_rox_next CASCADE'
expect_exit 0 rox retry -t pg --json
expect_json '.steps[] | select(.step == "copy.Person") | .status' 'done'
expect_equal "$(contents)" "$wanted"

# What a full refresh left that was killed is removed by the next run, which has nothing to do.
killed_after copy.Person
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 1
expect_exit 0 rox run -t pg --json
expect_json .status unchanged
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
expect_equal "$(find .rox -name '*.duckdb*' | wc -l)" 0
