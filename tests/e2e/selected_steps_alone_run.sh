#!/bin/bash
# --select and --exclude: what is chosen is done, what isn't stays and is said to be out of date; `run` catches up.
source "$(dirname "$0")/fixtures/lib.sh"

done_steps() { jq -r '[.steps[] | select(.status == "done") | .step] | join(" ")' "$STDOUT"; }

bikes .
expect_exit 2 rox run --select dim_date
expect_stderr "isn't loaded yet, and isn't selected"
expect_exit 0 rox run --select kind:load --exclude checks --json
[[ $(done_steps) == load.*\ relations\ publish ]] || fail "not the loads: $(done_steps)"
expect_exit 2 rox run --select fact_sales
expect_stderr "which isn't made yet, and isn't selected"
expect_stderr '--select +fact_sales'
expect_exit 0 rox run --select +fact_orders --json
expect_equal "$(done_steps)" \
  'transform.dim_customer transform.dim_date transform.dim_territory transform.fact_orders checks publish'
expect_exit 0 rox run --json
[[ " $(done_steps) " != *' load.'* && " $(done_steps) " != *fact_orders* && " $(done_steps) " == *fact_sales* ]] ||
  fail "not the rest: $(done_steps)"

# A mart's file says its tags; one that is left out is out of date, and the next run makes it.
sed -i '1i -- tags: dates, small' marts/dim_date.sql
expect_exit 0 rox plan --select tag:dates --json
expect_json '[.steps[] | select(.due) | .step] | join(" ")' 'transform.dim_date checks publish'
expect_exit 0 rox run --select tag:small
expect_contains 'out of date, because'
expect_contains 'fact_orders, fact_sales'
expect_exit 0 rox run --json
[[ " $(done_steps) " == *fact_orders*fact_sales* && " $(done_steps) " != *dim_date* ]] || fail "no catching up: $(done_steps)"
expect_exit 0 rox run --json
expect_json .status unchanged

# One analysis alone, also after a change of two.
for name in q1 q2; do echo '-- changed' >>analyses/$name.sql; done
expect_exit 0 rox run -s q1 --json
expect_equal "$(done_steps)" analyze.q1
expect_exit 0 rox run --json
expect_equal "$(done_steps)" analyze.q2
