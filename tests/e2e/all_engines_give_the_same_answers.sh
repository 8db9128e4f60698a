#!/bin/bash
# The company at its real size: DuckDB, PostgreSQL, Spark over what is staged, and Spark over the raw exports by its own CSV
# reader give the same answers, cell by cell, from marts too. A mistake in the SQL has its place on Spark as elsewhere.
# labels: nightly first heavy postgres spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
use_spark

start_postgres
bikes . 1
postgres_target . pg bikes
printf '\n[engine.spark]\nmaster = "local[2]"\n' >>rox.toml
cat >analyses/star.sql <<'SQL'
-- title: The star, from marts that Spark makes by itself
SELECT d.year_number, COUNT(*) AS orders, CAST(SUM(o.total_due) AS DECIMAL(18,4)) AS total
FROM fact_orders AS o INNER JOIN dim_date AS d ON o.order_date_key = d.date_key
GROUP BY d.year_number ORDER BY d.year_number
SQL
expect_exit 0 rox run -q
expect_exit 0 rox run -q -t pg
expect_exit 0 rox analyze --compare local pg spark spark-exports --json
expect_json '.verdict, ([.questions[].answers[].verdict] | unique | join(" "))' $'equal\nequal'
expect_json '.questions | map(.analysis) | join(" ")' 'q1 q2 q3 q4 q5 star'
expect_json '[.questions[].answers[] | .rows] | min > 0' true
expect_json '.questions[0].answers | map(.rows) | unique | length' 1

# A second reading stages nothing again, and the CSV is the same bytes as on DuckDB.
expect_exit 0 rox analyze q5 --engine spark --param month=2013-09 --csv -q
cp "$STDOUT" spark.csv
rox analyze q5 --param month=2013-09 --csv | cmp - spark.csv
expect_equal "$(rox status --json -n 100 | jq '[.[] | select(.command == "stage") | .status] | unique | join(" ")' -r)" 'done unchanged'

printf -- '-- title: broken\nSELECT\n    Name,\n    Nonsense\nFROM Product\n' >analyses/broken.sql
expect_exit 2 rox analyze broken --engine spark
expect_stderr 'analyses/broken.sql:4:5'
expect_stderr 'Nonsense'
expect_exit 2 rox analyze q1 --from exports
expect_stderr '--from is for Spark'
