#!/bin/bash
# The staged Parquet files have the rows, values and types that rox run loads, and the same rejects.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/staging.sh"

mkdir 'all [types]*' dirty
cd 'all [types]*'
staging_project
expect_exit 0 rox run
rejects() { tail -q -n +2 rejects/*.csv | cut -d';' -f2-; } # all but the run
rejects >../wanted
expect_exit 0 rox stage --output ../staged
rejects | diff ../wanted - || fail 'other rejects than those of a run'
mv warehouse.duckdb rox.toml model.toml .. && cd ..
for table in Account Entry Nothing; do same_rows $table "$(staged $table)"; done
expect_equal "$(jq -c '[.tables[] | [.table, .rows_read, .rows_staged, .rows_rejected, (.files | map(.rows) | add)]]' staged/manifest.json)" \
  '[["Account",5,3,2,3],["Entry",3,2,1,2],["Nothing",0,0,0,0]]'
expect_exit 0 rox query --json "SELECT column_type FROM (DESCRIBE FROM $(staged Account))"
expect_json '[.rows[][]] | join(" ")' \
  'INTEGER VARCHAR DECIMAL(38,10) DECIMAL(18,4) SMALLINT BIGINT BOOLEAN DATE VARCHAR TIMESTAMP VARCHAR'
expect_exit 0 rox query --json "SELECT token FROM $(staged Account) WHERE id = 3"
expect_json '.rows[0][0]' '6f9619ff-8b86-d011-b42d-00cf4fc964ff'

cd dirty
bikes .
sed -i 's/^# drift = .*/drift = "reject"/' rox.toml
rm -rf exports && rox sample exports --scale 0.2 --seed 5 --dirty >/dev/null 2>&1
expect_exit 0 rox load
rejects >../wanted
expect_exit 0 rox stage
rejects | diff ../wanted - || fail 'other rejects than those of a load'
for table in Person Product Customer SalesOrderHeader SalesOrderDetail SpecialOfferProduct; do
  same_rows $table "$(staged $table)"
  expect_equal "$(rox query --csv "SELECT rows_in, rows_out, rejects FROM rox.steps WHERE step = 'load.$table'" | tail -1)" \
    "$(jq -r --arg t $table '.tables[] | select(.table == $t) | [.rows_read, .rows_staged, .rows_rejected] | join(",")' staged/manifest.json)"
done
jq -r '.tables[].files[] | "\(.bytes) \(.path)"' staged/manifest.json | sort >wanted
find staged -name '*.parquet' -printf '%s %P\n' | sort | diff wanted - || fail 'the manifest names other files than there are'
