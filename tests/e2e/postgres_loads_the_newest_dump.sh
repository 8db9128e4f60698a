#!/bin/bash
# Of dumps of everything that lie side by side PostgreSQL gets what the newest one has otherwise, under whatever name; and a
# value that a mart's CAST doesn't take is named with its export.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
mkdir data marts
dump() { # dump DAY LAST: customers up to that number
  seq -f '%.0f' 1 "$2" | awk 'BEGIN { print "id;name;credit" } { print $1 ";Name " $1 ";" $1 ",50" }' >"data/customer_2024-01-$1.csv"
}
dump 01 300
dump 02 301
expect_exit 0 rox init data --into .
postgres_target . pg loja
cat >marts/rich.sql <<'SQL'
-- title: Who has credit
-- key: id
SELECT id, CAST(credit AS DECIMAL(9, 2)) AS credit FROM customer
SQL
expect_exit 0 rox run -t pg
expect_equal "$(psql -Atc 'SELECT count(*) FROM loja.customer')" 301

dump 10 302
sed -i 's/^7;Name 7;7,50$/7;Name 7;8,50/' data/customer_2024-01-10.csv
expect_exit 0 rox run -t pg
expect_stdout 'loaded: 1 inserted, 1 updated, 0 deleted; the newest of 3 files'
expect_equal "$(psql -Atc 'SELECT count(*), max(credit) FILTER (WHERE id = 7) FROM loja.customer')" '302|8.50'
expect_equal "$(psql -Atc 'SELECT file FROM loja_rox.files')" customer_2024-01-10.csv

dump 11 303
sed -i 's/^303;Name 303;.*/303;Name 303;9000000000009,00/' data/customer_2024-01-11.csv
expect_exit 1 rox run -t pg
expect_stderr "mart rich can't be made: customer.credit is DECIMAL(18,2) and 1 of its values is no DECIMAL(9, 2)"
expect_stderr 'customer_2024-01-11.csv:304'
expect_equal "$(psql -Atc 'SELECT count(*) FROM loja.rich')" 302
