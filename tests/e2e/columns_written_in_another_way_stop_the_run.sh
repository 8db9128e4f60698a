#!/bin/bash
# A column whose values are written in another way than before stops the run, whether the whole export is so or only a
# new part, also where each value reads well; so does a table of which nearly no key is left. What a day may well bring
# doesn't, nor does what model.toml allows.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

sales() { "$REPO/tests/e2e/fixtures/rewritten.py" "$@"; }
# stops TEXT: the run does, with that, and leaves the warehouse as it is.
stops() {
  local before
  before=$(sha256sum p/warehouse.duckdb)
  expect_exit 1 rox run -C p
  expect_stderr "$1"
  expect_stderr 'may_change = true'
  expect_equal "$(sha256sum p/warehouse.duckdb)" "$before"
}

mkdir in
sales plain 1 400 >in/sales.csv
expect_exit 0 rox init in --into p
expect_exit 0 rox run -C p
while IFS='|' read -r how text; do
  sales "$how" 1 420 >in/sales.csv
  stops "$text"
done <<'WAYS'
zeros|Its keys (code) have lost their zeros in front; 
decimal|sales.amount: in 400 of 400 rows with the same key the digits are the same, and the decimal sign is elsewhere
cents|sales.amount: in
swapped|with the same key day and month have changed places
zone|sales.at: in 400 of 400 rows with the same key the times have moved by the same hours
accents|sales.customer: in
cut|the text is cut off
emptied|sales.amount: in 400 of 400 rows with the same key there is no value any more
others|of 400 keys (code) that it had, none are there
WAYS
for how in plain dearer upper; do
  sales $how 1 420 >in/sales.csv
  expect_exit 0 rox run -C p
done

# Where few keys have zeros, few rows change, and are known by it.
mkdir few
sales plain 99960 100400 >few/sales.csv
expect_exit 0 rox init few --into q
expect_exit 0 rox run -C q
sales zeros 99960 100400 >few/sales.csv
expect_exit 1 rox run -C q
expect_stderr 'Its keys (code) have lost their zeros in front'

# Rows may change for just that: some accounts are settled, and their amounts are gone.
sales plain 1 420 >in/sales.csv
expect_exit 0 rox run -C p
sed -i -E '2,60s/;[0-9]+,[0-9]+;/;;/' in/sales.csv
expect_exit 0 rox run -C p

# A run that goes back leaves something to compare with, too.
expect_exit 0 rox rollback last~1 -C p
sales decimal 1 420 >in/sales.csv
stops 'sales.amount'
sales plain 1 420 >in/sales.csv
expect_exit 0 rox run -C p

# As it is allowed, it is how the table is from then on.
sales decimal 1 420 >in/sales.csv
stops 'sales.amount'
sed -i 's/^file = "sales.csv"/&\nmay_change = true/' p/model.toml
expect_exit 0 rox run -C p
sed -i '/^may_change/d' p/model.toml
expect_exit 0 rox run -C p --json
expect_json .status unchanged
sales decimal 1 430 >in/sales.csv
expect_exit 0 rox run -C p

# A part of what is new: little of the table, and more than a quarter of it.
rm -rf in p && mkdir in
for month in 1 2 3; do sales plain ${month}00 ${month}99 >in/sales_2024-0$month.csv; done
expect_exit 0 rox init in --into p
expect_exit 0 rox run -C p
for last in 1010 1069; do
  for how in zeros decimal accents; do
    sales $how 970 $last >in/sales_2024-04.csv
    stops 'new values'
  done
done
sales dearer 400 499 >in/sales_2024-04.csv
expect_exit 0 rox run -C p
expect_equal "$(rox query -C p 'SELECT count(*) AS n FROM sales' --csv | tail -1)" 400
