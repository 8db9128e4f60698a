#!/bin/bash
# A run that is killed while Redshift takes its tables in, and one that another rox overtakes, leave the old warehouse as it was; the next run clears up and
# goes through.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
bikes . 0.05
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml
expect_exit 0 rox infra up -t aws --yes -q
expect_exit 0 rox run -t aws -q
ask() { psql -d rox_bikes -tAc "$1"; }
next_tables() { ask "SELECT count(*) FROM pg_tables WHERE tablename ~ '__2\\d{7}t'"; }
sums() { ask 'SELECT count(*), sum(linetotal) FROM salesorderdetail'; }
before=$(sums)

# run_until_next_tables: a run in the background that has begun to make its tables; its process is $running.
run_until_next_tables() {
  "$ROX" run -t aws -q --full-refresh 2>"$scratch/running" &
  running=$!
  until (($(next_tables) > 0)); do
    kill -0 "$running" 2>/dev/null || fail "the run ended: $(cat "$scratch/running")"
  done
}
run_until_next_tables
kill -KILL "$running" && wait "$running" 2>/dev/null || true
expect_equal "$(sums)" "$before"
(($(next_tables) > 0)) || fail 'nothing was left to clear up'
expect_exit 0 rox run -t aws -q --full-refresh
expect_equal "$(sums)" "$before"
expect_equal "$(next_tables)" 0
expect_equal "$(ask "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'public\\_rox\\_\\_%'")" 0

run_until_next_tables
ask "UPDATE public_rox.published SET run = 'of another project'" >/dev/null
wait "$running" && fail 'it published over the other'
grep -q 'another rox published' "$scratch/running" || fail "$(cat "$scratch/running")"
expect_equal "$(sums)" "$before"
expect_equal "$(ask 'SELECT run FROM public_rox.published')" 'of another project'
expect_equal "$(next_tables)" 0
expect_exit 0 rox run -t aws -q --full-refresh
expect_equal "$(sums)" "$before"
