#!/bin/bash
# Guards learn for a month from the ledger, and only note. Then a day with a fifth of its sales is held: the warehouse stays,
# byte for byte, until somebody releases it or the right export comes. No ordinary day raises an alarm.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/clock.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir expect
cat >expect/sales.toml <<'TOML'
[[guard]]
table = "Sale"
new_rows = "as usual"
column = "Amount"
new_sum = "as usual"
missing = "at most 2%"
arrives_by = "07:30"
meaning = "sales are missing in the report"
TOML

for day in $(seq 0 37); do
  sales "$day" "$([[ $day == 9 ]] && echo 0.3 || echo 1)" # a bad day while they learn
  expect_exit 0 at "$day" 08:00 rox run
  expect_not_contains alarm
  expect_not_contains 'warning'
  ((day % 7)) || expect_exit 0 at "$day" 08:01 rox expect check
done
last=$(rox status -n 1 --json | jq -r '.[0].run')
expect_equal "$(rox status "$last" --json | jq -r '[.guards[] | .guard + " " + .verdict] | join(", ")')" \
  'Sale.new_rows pass, Sale.Amount.missing pass, Sale.Amount.new_sum pass, Sale.arrival pass'
expect_equal "$(rox query --ledger "SELECT count(*) FROM guards WHERE verdict IN ('warn', 'hold')" --csv | tail -n 1)" 0

# Too little: held, and again held, by the work that was done before.
remember
sales 38 0.2
expect_exit 1 at 38 08:00 rox run
expect_stderr 'held by 2 guards: Sale.new_rows (Sale has 82 new rows; usual on a Thursday is'
expect_stderr 'sales are missing in the report'
expect_stdout 'held after'
expect_untouched
held=$(rox status -n 1 --json | jq -r '.[0].run')
expect_exit 1 at 38 09:00 rox run --json
expect_json .status held
expect_json '[.steps[] | select(.status == "resumed") | .step] | join(" ")' 'load.Sale relations'
expect_json '[.guards[] | select(.verdict == "hold") | .guard] | join(" ")' 'Sale.new_rows Sale.Amount.new_sum'
expect_untouched
expect_exit 0 at 38 09:01 rox retry
expect_stderr '`rox release` publishes it'
expect_exit 0 at 38 09:01 rox status
expect_stderr 'is held, the warehouse is as it was before'

# Something else than what somebody looked at isn't released; nor is what isn't held.
echo '999999;1;1;9,90' >>exports/Sale.csv
expect_exit 1 at 38 09:02 rox release "$held"
expect_stderr "what would be published now isn't what run $held holds"
expect_untouched
sales 38 0.2
expect_exit 2 at 38 09:02 rox release "$last"
expect_stderr "isn't held: it is done"

# Released: published, and the next run has nothing to do.
expect_exit 0 at 38 09:03 rox release "$held" --json
expect_json .released "$held"
expect_json '[.guards[] | select(.verdict == "released") | .guard] | join(" ")' 'Sale.new_rows Sale.Amount.new_sum'
expect_exit 0 at 38 09:04 rox run
expect_stdout 'nothing to do'

# The right export comes after all, with two days' sales: nothing is wrong with those.
sales 39
expect_exit 0 at 39 08:00 rox run
expect_not_contains warning
expect_exit 0 at 39 08:01 rox expect test --json
expect_json '[.[] | .alarms[].day] | unique | join(" ")' '2026-02-12'
expect_exit 0 at 39 08:01 rox expect show
expect_stdout 'so '

# Nothing came by half past seven: told, as long as it is so.
expect_exit 0 at 40 07:29 rox expect check
expect_exit 1 at 40 07:31 rox expect check
expect_stdout 'one was due by 2026-02-14 07:30'
expect_exit 0 at 40 08:00 rox run
expect_stderr 'guard Sale.arrival: the newest export of Sale came 24 hours ago'
sales 40
expect_exit 0 at 40 08:10 rox run
expect_not_contains warning
