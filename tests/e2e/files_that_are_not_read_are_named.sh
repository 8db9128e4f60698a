#!/usr/bin/env bash
# rox init and rox plan say which files of the folder are not read, and why; text that reads as a table is, whatever its
# ending; subfolders are if the project says so.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir -p exports/2024
printf 'id,n\n1,2\n' >exports/sale.csv
printf 'id|n\n1|2\n2|3\n' >exports/stock.dat
printf 'id;n\n1;2\n2;3\n' >exports/people
printf 'id,n\n7,8\n' >exports/2024/late.csv
printf 'PK\3\4' >exports/book.xlsb
printf 'PAR1' >exports/lake.avro
printf 'Some words, and no table.\nIt has a second line\n' >exports/LICENSE
expect_exit 0 "$ROX" init exports --into project
expect_stderr "book.xlsb (a binary workbook: save it as .xlsx"
expect_stderr "lake.avro ("
expect_stderr "LICENSE (no export, by its name)"
expect_stderr "2024 (a subfolder: recursive = true in [source] of rox.toml reads it)"
expect_exit 0 "$ROX" run -C project
expect_equal "$("$ROX" query -C project 'SELECT (SELECT count(*) FROM stock) + (SELECT count(*) FROM people) AS n' --csv | tail -1)" 4

# A file that is an export only by a guess stops no run.
printf 'x;y\n1;2\n2;3\n' >exports/notes
expect_exit 0 "$ROX" run -C project
expect_exit 0 "$ROX" plan -C project
expect_stderr "notes (of no table in model.toml"

expect_exit 0 "$ROX" init exports --into deep --recursive
expect_exit 0 "$ROX" run -C deep
expect_equal "$("$ROX" query -C deep 'SELECT n FROM late' --csv | tail -1)" 8
