#!/bin/bash
# The sample company passes all checks of the example project; the run is in the ledger and its results are kept.
source "$(dirname "$0")/fixtures/lib.sh"

bikes bikes
cd bikes
expect_exit 2 rox check
expect_stderr 'rox run'
expect_exit 0 rox run
warehouse=$(sha256sum warehouse.duckdb)
expect_exit 0 rox check --json
expect_json .status pass
expect_json '[.checks[] | select(.status != "pass" or .failures != 0 or .file != null)] | length' 0
expect_json '[.checks[].kind] | unique | join(" ")' 'accepted not_null primary_key range relation sql unique'
expect_json '[.checks[] | select(.kind == "sql" and .table == null)] | length' 0
run=$(jq -r .run "$STDOUT")
cmp "$STDOUT" ".rox/checks/$run.json"
checks=$(jq '.checks | length' "$STDOUT")

expect_exit 0 rox check
expect_stdout "$checks checks in"
expect_stdout "$checks passed, 0 warnings, 0 failed, 0 could not be evaluated"
expect_exit 0 rox status "$run" --json
expect_json '.command + " " + .status' 'check done'
expect_json '[.steps[] | select(.status == "done" and (.step | startswith("check.")))] | length' "$checks"
expect_equal "$(sha256sum warehouse.duckdb)" "$warehouse"

# The rows are of what was checked: only a table's, or by name.
expect_exit 0 rox check --table Person --json
expect_json '[.checks[] | select(.table != "Person" and .table != "Customer")] | length' 0
expect_exit 0 rox check total_due Person.primary_key --json
expect_json '[.checks[].check] | join(" ")' 'Person.primary_key total_due_is_sum_of_parts'
expect_exit 2 rox check totl_due_is_sum_of_parts
expect_stderr "did you mean 'total_due_is_sum_of_parts'?"
