#!/bin/bash
# Of two runs at once, one works; the other waits a little and then says who is at work.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
rox run -q &
first=$!
rox run -q &
second=$!
wait $first
wait $second
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
expect_equal "$(rox status --json | jq -r 'map(.status) | sort | join(" ")')" 'done unchanged'

exec 9<>.rox/lock
flock 9
printf 'run 20260101T000000000-0000 (process 1, since then)' >.rox/lock
expect_exit 3 rox run
expect_stderr 'run 20260101T000000000-0000'
exec 9>&-
expect_exit 0 rox run
