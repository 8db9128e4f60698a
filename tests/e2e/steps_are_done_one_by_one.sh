#!/bin/bash
# rox step: each step of a run by a process of its own, as schedulers do them; nothing is seen before publish, and in the
# end all is as after `rox run`.
source "$(dirname "$0")/fixtures/lib.sh"

bikes .
cp -r . ../whole
(cd ../whole && "$ROX" run -q)
steps=$(rox plan --json | jq -r '.steps[].step')

# What needs something else says so.
expect_exit 2 rox step transform.fact_sales
expect_stderr 'transform.fact_sales needs load.SalesOrderDetail'
expect_stderr 'rox step load.SalesOrderDetail'
expect_exit 2 rox step transform.fact_sale
expect_stderr "did you mean 'transform.fact_sales'"
expect_exit 2 rox step analyze.q1
expect_stderr 'needs publish'

all_steps() {
  local step
  for step in $steps; do
    [[ $step != publish || $1 == again || ! -e warehouse.duckdb ]] || fail 'published before its time'
    expect_exit 0 rox step "$step" --json
    expect_json '[.steps[] | .step + " " + .status] | join(",")' "$step done"
  done
}
all_steps first
diff -r ../whole/answers answers
expect_exit 0 rox run --json
expect_json .status unchanged

# Again, by themselves: nothing to do. All anew: once it is begun, as often as it takes.
expect_exit 0 rox step load.Person --json
expect_json '.steps[0].status' unchanged
expect_exit 0 rox step copy.Person # a target that copies has it
expect_exit 0 rox step begin --full-refresh
expect_exit 2 rox step publish
expect_exit 0 rox step load.Person --json
expect_json '.steps[0].status' 'done'
expect_exit 0 rox step load.Person --json
expect_json '.steps[0].status' resumed
expect_exit 0 rox step begin --full-refresh
for step in $steps; do
  [[ $step == analyze.* ]] || expect_exit 0 rox step "$step"
done
expect_exit 0 rox step analyze.q1 --full-refresh --json
expect_json '.steps[0].status' 'done'
diff -r ../whole/answers answers
expect_equal "$(find . -name '.warehouse*')" ''

# Checks that passed on a build have passed, also if the target's state is lost.
echo '-- changed' >>marts/dim_date.sql
for step in $steps; do
  if [[ $step == publish ]]; then break; fi
  expect_exit 0 rox step "$step"
done
rm -r .rox/state
expect_exit 0 rox run --json
expect_json '.steps[] | select(.step == "checks") | .status' resumed
expect_exit 0 rox run --json
expect_json .status unchanged

# A check that fails shows its rows, keeps the old warehouse, and once it is mended is all there is to do again.
printf -- '-- title: No customer is called 1\nSELECT CustomerID FROM Customer WHERE CustomerID = (SELECT min(CustomerID) FROM Customer)\n' >checks/no_first.sql
touch exports/Person.Person.csv && echo 'bad;row' >>exports/Person.Person.csv
for step in $steps; do
  if [[ $step == checks ]]; then break; fi
  expect_exit 0 rox step "$step"
done
expect_exit 1 rox step checks
expect_stdout '1 failing row'
expect_stdout "$(rox query 'SELECT min(CustomerID) FROM Customer' --csv | tail -1)"
expect_exit 2 rox step publish
expect_stderr "publish needs checks"
rm checks/no_first.sql
expect_exit 0 rox step checks
expect_exit 0 rox step publish
expect_exit 0 rox run --json
expect_json '[.steps[] | select(.status == "done") | .step] - ["analyze.q1", "analyze.q2", "analyze.q3", "analyze.q4", "analyze.q5"] | length' 0
