#!/bin/bash
# The record of runs as tables: what ran, how long, what failed; it keeps as many runs as the project says.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
ask() { rox query --ledger "$1" --csv | tail -n +2; }
expect_exit 0 rox query --ledger 'SELECT count(*) FROM runs' --csv
expect_equal "$(ask 'SELECT count(*) FROM runs')" 0
rox run -q
rox run -q --full-refresh
expect_equal "$(ask 'SELECT command, target, status, full_refresh FROM runs ORDER BY run')" \
  $'run,local,done,false\nrun,local,done,true'
expect_equal "$(ask "SELECT sum(rows_in), sum(rows_out), sum(rejects) FROM steps WHERE step = 'load.Sale'")" 6,6,0
expect_equal "$(ask "SELECT count(*) FROM runs WHERE started > TIMESTAMP '2026-01-01' AND seconds > 0 AND error IS NULL")" 2
echo 'SELECT nothing' >analyses/broken.sql
expect_exit 2 rox run
expect_equal "$(ask "SELECT step, steps.status FROM steps JOIN runs USING (run) WHERE runs.status = 'failed' AND steps.status = 'failed'")" \
  analyze.broken,failed
expect_exit 2 rox query --ledger "SELECT * FROM read_csv('rox.toml')"
expect_exit 2 rox query --ledger 'SELECT * FROM step'
expect_stderr 'steps'
expect_equal "$(ask 'SELECT count(*) FROM drift')" 0

printf '\n[run]\nkeep_runs = 2\n' >>rox.toml
rm analyses/broken.sql
rox run -q
expect_equal "$(ask 'SELECT string_agg(status, $$ $$ ORDER BY run) FROM runs')" 'failed unchanged'
sed -i 's/keep_runs = 2/keep_runs = 0/' rox.toml
expect_exit 2 rox run
expect_stderr 'rox.toml:'
expect_stderr 'the ledger keeps at least the last run'
