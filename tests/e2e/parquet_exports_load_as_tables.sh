#!/usr/bin/env bash
# Parquet loads as a table: what rox stages of a CSV export, it reads again as the same values; a second run does nothing; a
# file that is cut off stops the run.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports lake
printf 'id,code,amount,day,made,ok,clock\n1,001,12345678901234567890.12,2024-01-31,2024-01-31 10:30:00.123456,true,08:30:00.123456\n2,002,,2024-02-01,2024-02-01 00:00:00,false,17:45\n' >exports/sale.csv
expect_exit 0 "$ROX" init exports --into first
expect_exit 0 "$ROX" run -C first
expect_exit 0 "$ROX" stage -C first
find first/staged -name '*.parquet' -exec cp {} lake/sale.parquet \;
test -s lake/sale.parquet

expect_exit 0 "$ROX" init lake --into second
expect_exit 0 "$ROX" run -C second
rows() { "$ROX" query -C "$1" 'SELECT id, code, amount, day, made, ok, clock FROM sale ORDER BY id' --csv; }
expect_equal "$(rows second)" "$(rows first)"
grep -q 'name = "clock", type = "TIME"' second/model.toml
grep -q 'name = "amount", type = "DECIMAL(38,2)"' second/model.toml
expect_exit 0 "$ROX" reconcile -C second

cp second/warehouse.duckdb before
expect_exit 0 "$ROX" run -C second
cmp before second/warehouse.duckdb
head -c -20 lake/sale.parquet >cut
mv cut lake/sale.parquet
expect_exit 1 "$ROX" run -C second
expect_stderr "sale.parquet: the Parquet file can't be read"
cmp before second/warehouse.duckdb
