#!/bin/bash
# A check whose SQL is wrong says so with its place and ends with 2, more than failing; the other checks are evaluated.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

loaded_shop
mkdir checks
printf -- '-- title: Named\n-- severity: warn\nSELECT CustomerID\nFROM Customer WHERE Nmae IS NULL\n' >checks/broken.sql
printf 'SELECT CustomerID FROM Customer WHERE CustomerID = 3\n' >checks/fails.sql
expect_exit 2 rox check
expect_stderr 'checks/broken.sql:4:21'
expect_stderr 'Nmae'
expect_stdout 'fail: fails: fails'
expect_stdout ', 1 failed, 1 could not be evaluated'
expect_exit 2 rox check --json
expect_json .status error
expect_json '.checks[] | select(.check == "broken") | "\(.status) \(.failures) \(.error.line):\(.error.column)"' 'error 0 4:21'
expect_json '.checks[] | select(.check == "fails") | "\(.status) \(.failures)"' 'fail 1'
expect_exit 1 rox check fails

# What the comment block says wrong stops before anything is evaluated.
printf -- '-- title: x\n-- severity: bad\nSELECT 1\n' >checks/broken.sql
expect_exit 2 rox check
expect_stderr "checks/broken.sql:2: unknown severity 'bad'"
expect_silent
rm checks/*
sed -i 's/name = "Amount", type = "DECIMAL(9,2)"/&, max = "a lot"/' model.toml
expect_exit 2 rox check
expect_stderr "model.toml: 'max' of Sale.Amount is 'a lot', which DECIMAL(9,2) can't be"

# A warehouse that is older than the model, and one that is damaged.
sed -i 's/, max = "a lot"//; s/name = "Name", type/name = "Nick", header = "Name", nullable = false, type/' model.toml
expect_exit 2 rox check
expect_stderr "rox run"
echo nonsense >warehouse.duckdb
expect_exit 3 rox check
