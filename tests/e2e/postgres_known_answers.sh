#!/bin/bash
# The five questions on the real company's raw exports have exactly the known answers on PostgreSQL, too.
# labels: nightly postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known answers beside the raw exports"

start_postgres
cp -r "$REPO/projects/rox-bikes" bikes
rm -rf bikes/{exports,rejects,answers,mends,.rox} bikes/warehouse.duckdb*
cd bikes
printf '\n[target.pg]\nengine = "postgres"\n' >>rox.toml # in schema public
expect_exit 0 rox run -t pg --source "$raw" --json
expect_json '[.steps[].rejects // 0] | add' 0
rox analyze -t pg --json >all.json
rox analyze -t pg q5 --param month=2013-09 --json >2013.json
rox analyze -t pg q5 --param month=2015-09 --json >2015.json
python3 "$REPO/tests/e2e/fixtures/compare_answers.py" "$raw/EXPECTED.json" all.json 2013-09=2013.json 2015-09=2015.json

# 971 orphans are loaded and reported as on DuckDB.
expect_equal "$(rox query -t pg --csv 'SELECT SUM(orphans) AS n FROM public_rox.relations' | tail -1)" \
  "$(rox run -q --source "$raw" && rox query --csv 'SELECT SUM(orphans) AS n FROM rox.relations' | tail -1)"
