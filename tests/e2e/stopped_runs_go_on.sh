#!/bin/bash
# Ctrl-C and SIGTERM stop a run in order: what is done stays done, the process ends by the signal, `rox retry` goes on.
source "$(dirname "$0")/fixtures/lib.sh"

bikes . 0.3
for signal in INT TERM; do
  rm -rf .rox warehouse.duckdb answers
  # In a group of its own: bash has its background jobs ignore Ctrl-C.
  setsid bash -c 'trap - INT; exec "$@"' _ env --default-signal=INT "$ROX" run >out 2>err &
  run=$!
  for _ in {1..200}; do
    grep -qs '"step":"load.Person","status":"done"' .rox/runs/*.jsonl && break
    sleep 0.01
  done
  kill -$signal $run
  status=0
  wait $run || status=$?
  expect_equal "$status" $((128 + $(kill -l $signal)))
  expect_file err "stopped by $([[ $signal == INT ]] && echo Ctrl-C || echo SIGTERM)"
  expect_file err 'rox retry'
  [[ ! -e warehouse.duckdb ]] || fail 'half a warehouse was published'
  expect_exit 0 rox status --json
  expect_json '.[0].status' failed
  done_before=$(jq -c '[.[0].steps[] | select(.status == "done") | .step]' "$STDOUT")
  expect_exit 0 rox plan
  expect_stdout 'left a build with'
  expect_exit 0 rox plan --json
  expect_json "(.unfinished.steps | sort) == ($done_before | sort)" true
  expect_exit 0 rox retry --json
  expect_json .status 'done'
  expect_json "[.steps[] | select(.status == \"resumed\") | .step] == $done_before" true
  expect_exit 0 rox retry
  expect_stdout 'nothing to retry'
  expect_exit 0 rox run --json
  expect_json .status unchanged
done
