#!/bin/bash
# The same project on PostgreSQL, by one word: every table, mart and check, and answers that are the same bytes.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
bikes . "$(with_all 1 0.1)"
postgres_target . pg bikes
expect_exit 0 rox run --json
records=$(jq '[.steps[] | select(.step | startswith("load.")) | .rows_out] | add' "$STDOUT")
((records > 1000)) || fail "only $records records"
mv answers local
expect_exit 0 rox run -t pg --json
expect_json '.status' done
expect_json '[.steps[] | select(.step | startswith("copy.")) | .rows_out] | add' "$records"
for question in q1 q2 q3 q4 q5; do
  cmp local/$question.csv answers/$question.csv || fail "$question differs"
done
# The star: every cell of every mart.
for mart in dim_customer dim_date dim_product dim_special_offer dim_territory fact_orders fact_sales; do
  key=$(sed -n 's/^-- key: //p' marts/$mart.sql)
  expect_equal "$(rox query -t pg --csv "SELECT * FROM $mart ORDER BY $key" | md5sum)" \
    "$(rox query --csv "SELECT * FROM $mart ORDER BY $key" | md5sum)"
done

expect_exit 0 rox run -t pg --json
expect_json .status unchanged
expect_exit 0 rox check -t pg --json
expect_json '[.checks[].status] | unique | join(" ")' pass
expect_json '.checks | length' "$(rox check --json | jq '.checks | length')"
expect_exit 0 rox transform -t pg --full-refresh --json
expect_json '[.steps[] | select(.step | startswith("transform.")) | .status] | unique | join(" ")' done

# What is known of each table is known to the server: exact types, keys, statistics.
expect_equal "$(psql -Atc "SELECT string_agg(format_type(atttypid, atttypmod), ' ' ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = 'bikes.specialofferproduct'::regclass AND attnum > 0")" \
  'integer integer uuid timestamp without time zone'
expect_equal "$(psql -Atc "SELECT pg_get_constraintdef(oid) FROM pg_constraint
  WHERE conrelid = 'bikes.salesorderdetail'::regclass AND contype = 'p'")" \
  'PRIMARY KEY (salesorderid, salesorderdetailid)'
expect_equal "$(psql -Atc "SELECT reltuples FROM pg_class WHERE oid = 'bikes.salesorderdetail'::regclass")" \
  "$(rox query --csv 'SELECT count(*) FROM SalesOrderDetail' | tail -1)"
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0

# The account of each file and row is there, too.
expect_equal "$(rox query -t pg --csv 'SELECT SUM(records) AS n FROM bikes_rox.files' | tail -1)" "$records"
