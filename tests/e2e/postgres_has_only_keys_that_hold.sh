#!/bin/bash
# A declared key that the rows break is none on the server, and the load says so; one that lacks values holds.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
shop
postgres_target . pg loja
sed -i '/^primary_key = \["SaleID"/a unique = [["SaleID"], ["CustomerID"], ["Line", "Amount"], ["Line", "CustomerID"]]' model.toml
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;NULL' '1;2;NULL;5,00' '2;2;NULL;5,00' '3;1;2;NULL'
keys() {
  psql -Atc "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'loja.sale'::regclass AND contype IN ('p', 'u')
    ORDER BY 1" | tr '\n' ';'
}
expect_exit 0 rox load -t pg
expect_stderr '(SaleID) of Sale is not unique, so the server has no such key'
expect_stderr '(Line, Amount) of Sale is not unique'
expect_equal "$(keys)" 'PRIMARY KEY (saleid, line);UNIQUE (customerid);UNIQUE (line, customerid);'

# Once they hold, they are there.
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;NULL' '4;2;NULL;5,00' '2;2;NULL;6,00' '3;1;2;NULL'
expect_exit 0 rox load -t pg
! grep -F 'not unique' "$STDERR" || fail 'a key that holds is said to be none'
expect_equal "$(keys)" 'PRIMARY KEY (saleid, line);UNIQUE (customerid);UNIQUE (line, amount);UNIQUE (line, customerid);UNIQUE (saleid);'
