#!/bin/bash
# A run that fetches, loads and deletes on the far side is killed at every stage: nothing goes there before it is published,
# and the next run ends as if nothing had happened.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

start_sftp
deliver() {
  local i
  rm -rf "$there"/out/* .rox warehouse.duckdb*
  for i in 1 2 3 4 5 6; do orders $((i * 10)) $((i * 10 + 9)) >"$there/out/orders_$i.csv"; done
  if [[ $(id -u) == 0 ]]; then chown -R 65534:65534 "$there/out"; fi
}
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}" 'after_load = "delete"'
deliver
changes=$(count_changes run -q)
expect_equal "$(ls "$there/out")" ''
kept=0 left=0
# At places all over the run, and at each of the last ones, when the far side is being left.
points=$(for ((i = 1; i <= 10; ++i)); do echo $((changes * i / 11)); done && seq $((changes - 5)) "$changes")
choose 6 $points
for point in "${chosen[@]}"; do
  deliver
  signal_before KILL "$point" run -q >/dev/null 2>&1 || true
  here=$(ls "$there/out" | wc -l)
  if ((here < 6)); then # what went is in the warehouse
    expect_equal "$(rows)" 60
    left=$((left + 1))
  else
    kept=$((kept + 1))
  fi
  expect_exit 0 rox run
  expect_equal "$(rows)" 60
  expect_equal "$(ls "$there/out")" ''
  expect_equal "$(find .rox/inbox/exports -type f | wc -l)" 6
  expect_exit 0 rox run
  expect_contains 'nothing to do'
done
((kept > 0 && left > 0)) || fail "no kill was before and after publishing: $kept, $left"

# A file that is replaced between fetching and publishing stays: run_until stops rox before it publishes.
deliver
run_until '"event":"step_started","step":"publish"' run
orders 100 199 >"$there/out/orders_1.csv"
touch -d '2026-01-01' "$there/out/orders_1.csv"
kill -CONT "$running"
wait "$running" || fail 'the run failed'
expect_equal "$(ls "$there/out")" orders_1.csv
expect_exit 0 rox run
expect_equal "$(rows)" 150
expect_equal "$(ls "$there/out")" ''
