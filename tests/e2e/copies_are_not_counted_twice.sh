#!/usr/bin/env bash
# A second copy of an export stops rox with both names; copies = "skip" leaves it out and says so, "keep" reads both.
# A pattern of numbers and dates matches nothing else.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
printf 'id,n\n1,10\n2,20\n' >exports/orders_2023.csv
printf 'id,n\n3,30\n' >exports/orders_2024.csv
expect_exit 0 "$ROX" init exports --into project
expect_exit 0 "$ROX" run -C project
rows() { "$ROX" query -C project "$1" --csv | tail -n +2; }
expect_equal "$(rows 'SELECT count(*) FROM orders')" 3
expect_equal "$(sed -n 's/^file = //p' project/model.toml)" '"orders_#.csv"'

cp exports/orders_2024.csv exports/orders_2025.csv
printf '4,40\n' >>exports/orders_2024.csv
cp exports/orders_2024.csv exports/orders_2025.csv
cp project/warehouse.duckdb before
for verb in "run -C project" "model infer -C project" "init exports --into other"; do
  expect_exit 1 "$ROX" $verb
  expect_stderr "orders_2024.csv and orders_2025.csv are the same, byte for byte"
  expect_stderr 'copies = "skip"'
done
cmp before project/warehouse.duckdb

sed -i 's/^\[source\]/&\ncopies = "skip"/' project/rox.toml
expect_exit 0 "$ROX" run -C project
expect_stdout "orders_2025.csv is the same, byte for byte, as orders_2024.csv"
expect_equal "$(rows 'SELECT sum(n) FROM orders')" 100
expect_exit 0 "$ROX" init exports --into other --copies skip
expect_stderr "not read: orders_2025.csv (the same, byte for byte, as orders_2024.csv)"
grep -q 'copies = "skip"' other/rox.toml

sed -i 's/^copies = .*/copies = "keep"/' project/rox.toml
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT sum(rows) + sum(rejects) FROM rox.files')" 6
sed -i 's/^copies = .*/copies = "twice"/' project/rox.toml
expect_exit 2 "$ROX" run -C project
expect_stderr "unknown value 'twice'"

# What is no number is no part.
sed -i 's/^copies = .*/copies = "skip"/' project/rox.toml
printf 'id,n\n9,90\n' >exports/orders_returned.csv
expect_exit 0 "$ROX" run -C project
expect_stdout "orders_returned.csv is an export of no table"
