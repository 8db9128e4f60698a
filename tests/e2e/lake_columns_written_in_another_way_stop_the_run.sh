#!/bin/bash
# What stops a run on a warehouse of its own stops one on a lake that rox itself reads the exports for.
# labels: nightly spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
use_lake

sales() { "$REPO/tests/e2e/fixtures/rewritten.py" "$@"; }
mkdir in
sales plain 1 400 >in/sales.csv
expect_exit 0 rox init in --into .
lake_target .
expect_exit 0 rox run -t lake
sales decimal 1 400 >in/sales.csv
expect_exit 1 rox run -t lake
expect_stderr 'sales is written in another way than when it was loaded last. sales.amount'
sales dearer 1 410 >in/sales.csv
expect_exit 0 rox run -t lake
expect_equal "$(ls .rox/records/lake/*.rows | wc -l)" 1
expect_exit 0 rox query -t lake --csv 'SELECT count(*) FROM sales'
expect_stdout 410
