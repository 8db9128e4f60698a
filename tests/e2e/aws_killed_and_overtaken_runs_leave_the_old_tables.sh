#!/bin/bash
# A run that is killed while Redshift takes its tables in, and one that another rox overtakes, leave the old warehouse as it was; the next run clears up and
# goes through.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

start_aws
bikes . 0.01
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml
expect_exit 0 rox infra up -t aws --yes -q
expect_exit 0 rox run -t aws -q
ask() { psql -d rox_bikes -tAc "$1"; }
next_tables() { ask "SELECT count(*) FROM pg_tables WHERE tablename ~ '__2\\d{7}t'"; }
sums() { ask 'SELECT count(*), sum(linetotal) FROM salesorderdetail'; }
before=$(sums)

copied='"step":"copy.Customer","status":"done"'
run_until "$copied" run -t aws -q --full-refresh
kill -KILL "$running" && wait "$running" 2>/dev/null || true
expect_equal "$(sums)" "$before"
(($(next_tables) > 0)) || fail 'nothing was left to clear up'
expect_exit 0 rox run -t aws -q --full-refresh
expect_equal "$(sums)" "$before"
expect_equal "$(next_tables)" 0
expect_equal "$(ask "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'public\\_rox\\_\\_%'")" 0

run_until "$copied" run -t aws -q --full-refresh
ask "UPDATE public_rox.published SET run = 'of another project'" >/dev/null
kill -CONT "$running"
wait "$running" && fail 'it published over the other'
expect_stderr 'another rox published'
expect_equal "$(sums)" "$before"
expect_equal "$(ask 'SELECT run FROM public_rox.published')" 'of another project'
expect_equal "$(next_tables)" 0
expect_exit 0 rox run -t aws -q --full-refresh
expect_equal "$(sums)" "$before"
