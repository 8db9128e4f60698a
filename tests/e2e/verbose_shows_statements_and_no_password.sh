#!/bin/bash
# --verbose says what a server is asked, with the rows and the time that it took, and no password; standard output stays as
# it is.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
shop
postgres_target . pg loja
export PGPASSWORD=right-s3cret
expect_exit 0 rox run -t pg --verbose
expect_stderr "postgres: connected to postgres on 127.0.0.1:$PGPORT"
grep -qE '^[0-9:.]{12} postgres: COPY .*sale .*FROM STDIN .* \(3 rows, [0-9.]+ s\)$' "$STDERR" || fail 'no line for the COPY'
expect_stderr 'duckdb: set '
expect_not_contains s3cret

expect_exit 0 rox query -t pg 'SELECT count(*) FROM sale' --csv
cp "$STDOUT" plain
expect_exit 0 rox query -t pg 'SELECT count(*) FROM sale' --csv --verbose
expect_stderr 'postgres: SELECT count(*) FROM sale ('
cmp "$STDOUT" plain

PGPORT=1 expect_exit 3 rox run -t pg --full-refresh --verbose
expect_stderr 'retry: postgres on 127.0.0.1:1 doesn'
expect_not_contains s3cret
