#!/usr/bin/env bash
# rox init goes on without exports that can't be read: it names each, with the reason, and writes it into [source] ignore. A
# run stops at any that isn't written there. One that shows only at its end that it is cut off is found, too.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
printf 'id,n\n1,2\n2,3\n' >exports/sale.csv
printf 'PK\3\4junk' >exports/e.xlsx
: >exports/empty.csv
{
  echo id,text
  seq 1 200000 | sed 's/$/,some text that repeats/'
} | gzip >exports/cut.csv.gz
truncate -s -100 exports/cut.csv.gz
{
  echo '[{"id": 1}'
  seq 2 9000 | sed 's/.*/,{"id": &}/'
} >exports/list.json
expect_exit 0 "$ROX" init exports --into project
expect_stderr "e.xlsx (the workbook is damaged"
expect_stderr "empty.csv (the export is empty)"
expect_stderr "cut.csv.gz (the file is damaged: it ends in the middle of the compressed data)"
expect_stderr "list.json ("
expect_stderr "take their names out of [source] ignore"
expect_exit 0 "$ROX" run -C project
expect_equal "$("$ROX" query -C project 'SELECT sum(n) FROM sale' --csv | tail -1)" 5

# It is whole now, and belongs to the project when rox.toml no longer leaves it out.
printf 'id,n\n1,2\n' | gzip >exports/cut.csv.gz
sed -i 's/"cut.csv.gz", //; s/, "cut.csv.gz"//' project/rox.toml
expect_exit 0 "$ROX" model infer -C project
expect_exit 0 "$ROX" run -C project
expect_equal "$("$ROX" query -C project 'SELECT n FROM cut' --csv | tail -1)" 2

# A run passes over no file that rox.toml doesn't name.
printf 'PK\3\4junk' >exports/new.xlsx
expect_exit 1 "$ROX" run -C project
expect_stderr "new.xlsx"
expect_stderr "damaged"

mkdir nothing
: >nothing/a.csv
printf 'PK\3\4junk' >nothing/e.xlsx
expect_exit 1 "$ROX" init nothing
expect_stderr "no export of the folder can be read: a.csv"
[[ ! -e nothing/rox.toml ]] || fail "a project of nothing"
