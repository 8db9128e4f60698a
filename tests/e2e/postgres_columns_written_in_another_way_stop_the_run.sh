#!/bin/bash
# What stops a run on a warehouse of its own stops one on PostgreSQL, which has the rows that were there before.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

sales() { "$REPO/tests/e2e/fixtures/rewritten.py" "$@"; }
start_postgres
mkdir in
sales plain 1 400 >in/sales.csv
expect_exit 0 rox init in --into .
postgres_target . pg loja
expect_exit 0 rox run -t pg
for how in zeros decimal swapped; do
  sales $how 1 400 >in/sales.csv
  expect_exit 1 rox run -t pg
  expect_stderr 'sales is written in another way than when it was loaded last'
done
expect_equal "$(psql -Atc 'SELECT count(*), min(code), max(amount) < 1000 FROM loja.sales')" '400|000001|t'

# After a day of few changes, it still knows what there was.
sales plain 1 410 >in/sales.csv
expect_exit 0 rox run -t pg
sales decimal 1 410 >in/sales.csv
expect_exit 1 rox run -t pg
expect_stderr 'sales.amount'
sales dearer 1 410 >in/sales.csv
expect_exit 0 rox run -t pg
expect_equal "$(psql -Atc 'SELECT count(*) FROM loja.sales')" 410
