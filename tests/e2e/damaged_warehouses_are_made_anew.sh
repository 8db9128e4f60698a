#!/bin/bash
# A warehouse that can't be read is no dead end: the error says how to make it anew.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
rox run -q
printf 'this is no database' >warehouse.duckdb
expect_exit 3 rox run
expect_stderr 'rox run --full-refresh'
expect_exit 0 rox run --full-refresh
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
