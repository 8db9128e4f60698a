#!/bin/bash
# Ctrl-C and SIGTERM let the dashboard answer what it was asked; a second signal doesn't wait.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

bikes p 0.02
expect_exit 0 rox run -C p
# Work that can be told from what a server does anyway: every line with every other, times a few. Two rounds take half
# a second on an idle core, far from the ten seconds after which the server gives up.
cat >p/analyses/slow.sql <<'SQL'
-- title: Slow
-- param rounds: integer = 1
SELECT COUNT(*) AS n
FROM SalesOrderDetail AS a, SalesOrderDetail AS b, (SELECT UNNEST(RANGE(:rounds)) AS n) AS c
WHERE a.LineTotal + b.LineTotal < a.UnitPrice - c.n
SQL
ticks() { awk '{ print $14 + $15 }' "/proc/$DASHBOARD_PID/stat"; }
# ask ROUNDS: asks in the background, and returns when the server works on it (or has answered).
ask() {
  local before
  curl -s -o answer "${DASHBOARD}api/v1/answers/slow?param.rounds=0" # what was just started has settled then
  before=$(ticks)
  curl -s -o answer -w '%{http_code}' "${DASHBOARD}api/v1/answers/slow?param.rounds=$1" >code &
  asking=$!
  while kill -0 "$asking" 2>/dev/null && (($(ticks) - before < 10)); do sleep 0.02; done
}
for signal in INT TERM; do
  start_dashboard p
  ask 2
  kill "-$signal" "$DASHBOARD_PID"
  status=0
  wait "$DASHBOARD_PID" || status=$?
  expect_equal "$status" 0
  wait "$asking"
  expect_equal "$(cat code)" 200
  ! curl -s --max-time 2 "${DASHBOARD}healthz" || fail "it still answers"
done
start_dashboard p
ask 1000000
kill -INT "$DASHBOARD_PID"
closed() { # nobody listens there any more
  local status=0
  curl -s "${DASHBOARD}healthz" || status=$?
  ((status == 7))
}
await_from "$DASHBOARD_PID" "$scratch/dashboard.log.err" 'an end to new questions' closed
kill -0 "$DASHBOARD_PID" || fail "it didn't wait for the answer"
kill -INT "$DASHBOARD_PID"
status=0
wait "$DASHBOARD_PID" || status=$?
expect_equal "$status" 130
