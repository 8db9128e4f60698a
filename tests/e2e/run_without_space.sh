#!/bin/bash
# A full disk or a folder that can't be written to ends the run with exit code 3; the old warehouse stays.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
rox run -q
before=$(md5sum <warehouse.duckdb)
{
  echo 'SaleID;Line;CustomerID;Amount'
  seq -f '%.0f;1;1;1,00' 1 300000
} >exports/Sale.csv
limited() { (
  ulimit -f 400 # KB
  rox "$@"
); }
expect_exit 3 limited run
expect_stderr 'hint: '
expect_equal "$(md5sum <warehouse.duckdb)" "$before"
expect_equal "$(find . -name '*.tmp*' -o -name '*.wal')" ''
expect_exit 0 rox run
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 300000

sed -i '/^\[source\]/i [target.nowhere]\nengine = "duckdb"\npath = "/proc/warehouse/w.duckdb"' rox.toml
expect_exit 3 rox run -t nowhere
expect_stderr '/proc/warehouse'
expect_exit 2 rox run -t nothing
