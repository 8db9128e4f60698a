#!/bin/bash
# Spark reads the staged files of the manifest: the same rows, decimals to the last digit, timestamps to the
# microsecond, whatever its time zone.
# labels: spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/staging.sh"
python=$(test_python)

staging_project
expect_exit 0 rox run
expect_exit 0 rox stage
expect_exit 0 "$python" "$REPO/tests/e2e/fixtures/read_staged.py" staged
expect_json '.Account.types | join(" ")' \
  'int string decimal(38,10) decimal(18,4) smallint bigint boolean date string timestamp_ntz string'
expect_json '"\(.Account.count) \(.Entry.count) \(.Nothing.count)"' '3 2 0'
jq -r '.Account.rows[] | join("|")' "$STDOUT" >spark
rox query --json 'SELECT COLUMNS(*)::VARCHAR FROM Account ORDER BY Account.id' | jq -r '.rows[] | join("|")' >duckdb
diff duckdb spark || fail 'Spark (>) reads other values than DuckDB has (<)'
