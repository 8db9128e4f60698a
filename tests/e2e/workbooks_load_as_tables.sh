#!/usr/bin/env bash
# Each sheet of a workbook is a table: the header is found below a title, dates are dates, numbers the digits that are stored.
# A bad cell is a reject that names it, its mend is read, a second run does nothing, an encrypted workbook stops the run.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports csv
make_book() { python3 "$REPO/tests/e2e/fixtures/make_workbook.py" "$@"; }
{
  printf 'Sales of 2024\n\n,id,customer,day,amount,paid,clock\n'
  for i in $(seq 1 30); do printf ',%s,"Customer, %s",2024-01-%02d,%s.10,TRUE,%02d:40\n' "$i" "$((i % 7))" "$i" "$i" "$((i % 24))"; done
} >csv/orders.csv
sed -i 's/,30.10,/,0.30000000000000004,/' csv/orders.csv
printf 'code,city\nA1,São Paulo\nB2,"two\nlines"\n' >csv/shops.csv
make_book exports/book.xlsx Orders=csv/orders.csv Shops=csv/shops.csv ~Secret=csv/shops.csv
printf 'id,n\n1,#DIV/0!\n2,2\n3,12345678901234567890\n' >csv/one.csv
make_book exports/single.xlsx Sheet1=csv/one.csv

expect_exit 0 "$ROX" init exports --into project
expect_stderr 'book.xlsx!Orders: the header is row 3'
expect_stderr 'book.xlsx!Orders: the table is in columns B:G'
expect_stderr 'not read: book.xlsx!Secret (a hidden sheet'
expect_exit 0 "$ROX" run -C project
rows() { "$ROX" query -C project "$1" --csv | tail -n +2; }
expect_equal "$(rows 'SELECT count(*), sum(amount), min(day), max(day) FROM "book_Orders"')" "30,438.20,2024-01-01,2024-01-30"
expect_equal "$(rows 'SELECT min(clock), max(clock), count(DISTINCT clock) FROM "book_Orders"')" "00:40:00,23:40:00,24"
expect_equal "$(rows 'SELECT customer FROM "book_Orders" WHERE id = 2')" '"Customer, 2"'
expect_equal "$(rows "SELECT city FROM \"book_Shops\" WHERE code = 'A1'")" "São Paulo"
expect_equal "$(rows 'SELECT n FROM single ORDER BY id' | paste -sd' ')" " 2 12345678901234567890"
expect_exit 0 "$ROX" reconcile -C project

cp project/warehouse.duckdb before
expect_exit 0 "$ROX" run -C project
cmp before project/warehouse.duckdb

# Row 17 of the sheet is order 14.
sed -i 's/,14.10,/,n. a.,/' csv/orders.csv
make_book exports/book.xlsx Orders=csv/orders.csv Shops=csv/shops.csv
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT file, line, field FROM rox.rejects')" 'book.xlsx!Orders,17,4'
rows 'SELECT reason FROM rox.rejects' | grep -qF '(book.xlsx!Orders!E17)'
python3 - project/rejects/book_Orders.csv <<'END'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
rows[1][-1] = rows[1][-1].replace("n. a.", "14.10")
csv.writer(open(sys.argv[1], "w", newline=""), lineterminator="\n").writerows(rows)
END
expect_exit 0 "$ROX" stage --replay -C project
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT count(*), sum(amount) FROM "book_Orders"')" "30,438.20"

printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1%1000sE\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0' ' ' >exports/single.xlsx
cp project/warehouse.duckdb before
expect_exit 1 "$ROX" run -C project
expect_stderr "single.xlsx"
expect_stderr "is encrypted"
cmp before project/warehouse.duckdb
