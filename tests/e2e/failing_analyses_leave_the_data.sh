#!/bin/bash
# An analysis that fails is a failed step of a failed run; the data is published and the other answers are written.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
printf 'SELECT Nmae FROM Customer ORDER BY 1\n' >analyses/broken.sql
expect_exit 2 rox run
expect_stderr 'analyses/broken.sql:1:8'
expect_stderr 'published all the same'
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
expect_file answers/sales.csv Ann
[[ ! -e answers/broken.csv ]] || fail 'a failed analysis has an answer'

# It alone is tried again.
expect_exit 2 rox run --json
expect_json '[.steps[] | select(.status != "unchanged") | "\(.step) \(.status)"] | join(" ")' 'analyze.broken failed'
printf 'SELECT Name FROM Customer ORDER BY 1\n' >analyses/broken.sql
expect_exit 0 rox run
expect_equal "$(head -2 answers/broken.csv)" $'Name\nAnn'

# One whose parameter has no default is left to rox analyze.
printf -- '-- param who: text\nSELECT Name FROM Customer WHERE Name = :who\n' >analyses/asks.sql
expect_exit 0 rox run --dry-run
expect_stdout 'rox analyze asks --param who='
expect_exit 0 rox run
