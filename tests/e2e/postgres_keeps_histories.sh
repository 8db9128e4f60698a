#!/bin/bash
# With history = true PostgreSQL has every version of a table's rows, as a local warehouse has: by what changed, of tables
# that were loaded whole, of wider columns and of rows that come back; also where a run is killed before it publishes. A
# mart reads the versions of today.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres_shop.sh"

postgres_shop
printf "\n[target.here]\nengine = \"duckdb\"\n" >>rox.toml
sed -i 's/^file = "Customer.csv"/&\nhistory = true/' model.toml
cat >marts/names.sql <<'SQL'
-- title: How many names a customer has had
-- key: CustomerID
SELECT CustomerID, COUNT(*) AS Names FROM Customer_history GROUP BY CustomerID
SQL
versions='SELECT CustomerID, Name, valid_from, valid_to FROM Customer_history ORDER BY 1, 3, 2'
names='SELECT CustomerID, Names FROM names ORDER BY 1'
rows() { rox query -t "$1" "$2" --csv | tail -n +2; }
# day N HOW: the exports are of that day of March; a run on both targets, which then have the same versions.
day() {
  touch -d "2024-03-$1 06:00 UTC" exports/*
  expect_exit 0 rox run -t pg --json
  expect_equal "$(how Customer)" "$2"
  expect_exit 0 rox run -t here -q
  expect_equal "$(rows pg "$versions")" "$(rows here "$versions")"
  expect_equal "$(rows pg "$names")" "$(rows here "$names")"
}
oid() { psql -Atc "SELECT 'loja.customer_history'::regclass::oid"; }

day 01 ''
first=$(oid)
sed -i 's/^7;Name 7$/7;Ana/; /^9;/d' exports/Customer.csv
echo '201;Rui' >>exports/Customer.csv
day 02 '1 inserted, 1 updated, 1 deleted'
expect_equal "$(oid)" "$first" # only its rows changed
expect_equal "$(psql -Atc "SELECT name, valid_to IS NULL FROM loja.customer_history WHERE customerid = 7 ORDER BY valid_from")" $'Name 7|f\nAna|t'

echo '9;Name 9' >>exports/Customer.csv # is back
day 03 '1 inserted, 0 updated, 0 deleted'
expect_equal "$(psql -Atc 'SELECT count(*), count(valid_to) FROM loja.customer_history WHERE customerid = 9')" '2|1'
expect_equal "$(psql -Atc 'SELECT names FROM loja.names WHERE customerid = 9')" 2

expect_equal "$(rox query -t pg --as-of '2024-03-01 12:00' 'SELECT Name FROM Customer WHERE CustomerID = 7' --csv | tail -1)" 'Name 7'
expect_equal "$(rox query -t pg --as-of '2024-03-02 12:00' 'SELECT count(*) FROM Customer' --csv | tail -1)" 200
expect_exit 2 rox query -t pg --as-of 2024-03-02 'DELETE FROM Customer_history'
expect_equal "$(rox query -t pg 'SELECT count(*) FROM Customer_history' --csv | tail -1)" 203

# More than a tenth changed: the table is loaded whole, its history goes on.
sed -i 's/^\(1[0-9][0-9]\);Name/\1;Nome/' exports/Customer.csv
day 04 'whole: 100 of 201 records changed'
expect_equal "$(psql -Atc 'SELECT count(*) FROM loja.customer_history WHERE valid_to IS NULL')" 201

# A new column, which the versions before lack.
sed -i '1s/$/;City/; 2,$s/$/;Recife/' exports/Customer.csv
day 05 ''
expect_equal "$(psql -Atc 'SELECT count(*), count(city) FROM loja.customer_history WHERE customerid = 3')" '2|1'

# Killed once the tables are on the server: the next run goes on.
sed -i 's/^3;Name 3/3;Eva/' exports/Customer.csv
touch -d '2024-03-06 06:00 UTC' exports/*
source "$REPO/tests/e2e/fixtures/signal_at.sh"
expect_exit 137 signal_after KILL '"step":"copy.Customer","status":"done"' run -t pg -q
expect_equal "$(psql -Atc "SELECT count(*) FROM loja.customer_history WHERE name = 'Eva'")" 0
day 06 '' # the load isn't done again
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
