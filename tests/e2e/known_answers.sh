#!/bin/bash
# The five questions on the real company's raw exports have exactly the known answers.
source "$(dirname "$0")/fixtures/lib.sh"
raw=$(raw_data) || exit $?
[[ -f $raw/EXPECTED.json ]] || skip "no known answers beside the raw exports"

cp -r "$REPO/projects/rox-bikes" bikes
rm -rf bikes/{exports,rejects,answers,mends,.rox} bikes/warehouse.duckdb*
cd bikes
# "set the path, nothing else changes"
expect_exit 0 rox run --source "$raw" --json
expect_json '[.steps[].rejects // 0] | add' 0

rox analyze --json >all.json
rox analyze q5 --param month=2013-09 --json >2013.json
rox analyze q5 --param month=2015-09 --json >2015.json
python3 "$REPO/tests/e2e/fixtures/compare_answers.py" "$raw/EXPECTED.json" all.json 2013-09=2013.json 2015-09=2015.json
