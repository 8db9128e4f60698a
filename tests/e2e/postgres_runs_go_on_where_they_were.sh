#!/bin/bash
# On PostgreSQL too: a run that is killed leaves tables that were copied and marts that were made, and the next one goes
# on with them; `rox step` does each step by itself.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

contents() { psql -Atc "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM bikes.$1 AS t"; }
finished() { jq -r 'select(.event == "step_finished" and .status == "done") | .step' "$1" | sort; }

start_postgres
bikes . 0.2
postgres_target . pg bikes
rox run -q
start=$(date +%s%N)
rox run -q -t pg
took=$((($(date +%s%N) - start) / 1000000))
declare -A wanted
tables='person salesorderdetail salesorderheader customer dim_customer fact_orders fact_sales'
for table in $tables; do wanted[$table]=$(contents $table); done

RANDOM=3 resumed=0 on_server=0
for round in {1..5}; do
  "$ROX" run -q -t pg --full-refresh &
  run=$!
  sleep "$(printf '0.%03d' $((200 + RANDOM % (took < 999 ? took - 200 : 799))))"
  kill -9 $run
  wait $run 2>/dev/null || true
  ledger=$(find .rox/runs -name '*.jsonl' | sort | tail -1)
  expect_exit 0 rox retry -t pg --json
  expect_equal "$(comm -12 <(jq -r '.steps[] | select(.status == "done") | .step' "$STDOUT" | sort) <(finished "$ledger"))" ''
  resumed=$((resumed + $(jq '[.steps[] | select(.status == "resumed")] | length' "$STDOUT")))
  on_server=$((on_server + $(jq '[.steps[] | select(.status == "resumed" and (.step | test("^(copy|transform)")))] | length' "$STDOUT")))
  for table in $tables; do expect_equal "$(contents $table)" "${wanted[$table]}"; done
  expect_exit 0 rox run -t pg --json
  expect_json .status unchanged
  expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
  expect_equal "$(find .rox -name '*.duckdb*' | wc -l)" 0
done
((resumed > 5 && on_server > 0)) || fail "$resumed steps were taken up, $on_server of them on the server"
echo "$resumed steps needed not be done again, $on_server of them on the server"

expect_exit 0 rox step begin -t pg --full-refresh
for step in $(rox plan -t pg --full-refresh --json | jq -r '.steps[].step'); do
  expect_exit 0 rox step "$step" -t pg --json
  [[ $step == analyze.* ]] || expect_json '.steps[0].status' 'done'
done
for table in $tables; do expect_equal "$(contents $table)" "${wanted[$table]}"; done

# What a run left there is gone: it is made again.
"$ROX" run -q -t pg --full-refresh &
run=$!
for _ in {1..300}; do
  grep -qs '"step":"copy.Person","status":"done"' "$(find .rox/runs -name '*.jsonl' | sort | tail -1)" && break
  sleep 0.01
done
kill -9 $run
wait $run 2>/dev/null || true
psql -qc 'DROP SCHEMA bikes_rox_next CASCADE'
expect_exit 0 rox retry -t pg --json
expect_json '.steps[] | select(.step == "copy.Person") | .status' 'done'
for table in $tables; do expect_equal "$(contents $table)" "${wanted[$table]}"; done
