#!/bin/bash
# Ctrl-C and SIGTERM let the dashboard answer what it was asked; a second signal doesn't wait.
source "$(dirname "$0")/lib.sh"
source "$REPO/tests/e2e/dashboard.sh"

bikes p 0.02
rox run -C p >/dev/null 2>&1
# Some seconds of work: every line with every other, times a few.
cat >p/analyses/slow.sql <<'SQL'
-- title: Slow
-- param rounds: integer = 1
SELECT COUNT(*) AS n
FROM SalesOrderDetail AS a, SalesOrderDetail AS b, (SELECT UNNEST(RANGE(:rounds)) AS n) AS c
WHERE a.LineTotal + b.LineTotal < a.UnitPrice - c.n
SQL
for signal in INT TERM; do
  start_dashboard p
  curl -s -o answer -w '%{http_code}' "${DASHBOARD}api/v1/answers/slow?param.rounds=3" >code &
  asking=$!
  sleep 0.3
  kill "-$signal" "$DASHBOARD_PID"
  status=0
  wait "$DASHBOARD_PID" || status=$?
  expect_equal "$status" 0
  wait "$asking"
  expect_equal "$(cat code)" 200
  ! curl -s --max-time 2 "${DASHBOARD}healthz" || fail "it still answers"
done
start_dashboard p
curl -s -o /dev/null "${DASHBOARD}api/v1/answers/slow?param.rounds=1000000" &
sleep 0.3
kill -INT "$DASHBOARD_PID"
sleep 0.3
kill -0 "$DASHBOARD_PID" || fail "it didn't wait for the answer"
kill -INT "$DASHBOARD_PID"
status=0
wait "$DASHBOARD_PID" || status=$?
expect_equal "$status" 130
