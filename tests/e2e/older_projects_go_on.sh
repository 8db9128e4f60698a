#!/bin/bash
# Projects with the warehouse, the ledger and the state that an older rox wrote (fixtures/older/DAY.tar.xz, before a
# warehouse had changes and a format): what is there is read, nothing is made again, and days go on by what changes.
# To add one: a small project, run by the rox of that day, as `tar -cJf DAY.tar.xz shop`.
source "$(dirname "$0")/fixtures/lib.sh"

rows() { rox query -C "$1" --csv "$2" | tail -n +2; }
for archive in "$REPO"/tests/e2e/fixtures/older/*.tar.xz; do
  rm -rf shop
  tar -xJf "$archive"
  expect_exit 0 rox status -C shop --json
  expect_json '.[0].status' done
  expect_json '.[0].steps[] | select(.step == "load.Sale") | .rejects' 1
  expect_equal "$(rows shop 'SELECT CustomerID, amount FROM customer_sales ORDER BY 1')" $'1,10.50\n2,7.00'
  expect_equal "$(rows shop 'SELECT file, line, value FROM rox.rejects')" 'Sale.csv,5,x'
  before=$(sha256sum shop/warehouse.duckdb)
  expect_exit 0 rox run -C shop
  expect_contains 'nothing to do: 6 rows loaded, 1 rejected in 2 tables, as before'
  expect_equal "$(sha256sum shop/warehouse.duckdb)" "$before"
  expect_exit 0 rox check -C shop
  expect_exit 0 rox reconcile -C shop
  expect_exit 0 rox report -C shop --charts none

  # The rejected row is mended and one is added: all of the table, once, and from then on what changes.
  sed -i 's/;x\r$/;2,50\r/' shop/exports/Sale.csv
  printf '5;1;2;7,00\r\n' >>shop/exports/Sale.csv
  expect_exit 0 rox run -C shop --json
  expect_json '[.steps[] | select(.step | startswith("load.")) | .step + " " + .status] | sort | join(", ")' 'load.Customer unchanged, load.Sale done'
  printf '6;1;1;1,00\r\n' >>shop/exports/Sale.csv
  expect_exit 0 rox run -C shop --json
  expect_json '.steps[] | select(.step == "load.Sale") | .changed | [.inserted, .updated, .deleted] | join(" ")' '1 0 0'
  expect_equal "$(rows shop 'SELECT CustomerID, amount FROM customer_sales ORDER BY 1')" $'1,11.50\n2,16.50'
  expect_exit 0 rox run -C shop --prove
  expect_exit 0 rox changes -C shop
done
