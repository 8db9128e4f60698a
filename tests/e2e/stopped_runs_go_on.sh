#!/bin/bash
# Ctrl-C and SIGTERM stop a run in order: what is done stays done, the process ends by the signal, `rox retry` goes on.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

bikes . 0.3
for signal in INT TERM; do
  rm -rf .rox warehouse.duckdb answers
  expect_exit $((128 + $(kill -l $signal))) signal_after $signal '"step":"load.Person","status":"done"' run
  expect_stderr "stopped by $([[ $signal == INT ]] && echo Ctrl-C || echo SIGTERM)"
  expect_stderr 'rox retry'
  [[ ! -e warehouse.duckdb ]] || fail 'half a warehouse was published'
  expect_exit 0 rox status --json
  expect_json '.[0].status' failed
  done_before=$(jq -c '[.[0].steps[] | select(.status == "done") | .step]' "$STDOUT")
  expect_exit 0 rox plan
  expect_stdout 'left an unfinished build with'
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
