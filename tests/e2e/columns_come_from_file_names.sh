#!/usr/bin/env bash
# What only the name of a file says becomes a column: rox init offers it, one line in model.toml makes it, in text, JSON and
# archives. Rows are told apart by it, a reject and its mend carry it, and a file whose name doesn't fit stops the run.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
printf 'sku,qty\nA,5\nB,6\n' >exports/store_01.csv
printf 'sku,qty\nA,7\nB,8\n' >exports/store_02.csv
expect_exit 0 "$ROX" init exports --into project
expect_stderr 'dialect = { from_name = "store_{part}.csv" }'
sed -i 's/^file = "store_#.csv"/&\ndialect = { from_name = "store_{store}.csv" }/' project/model.toml
expect_exit 0 "$ROX" run -C project
expect_contains "store.store: new VARCHAR: added to the model"
rows() { "$ROX" query -C project "$1" --csv | tail -n +2 | paste -sd' '; }
expect_equal "$(rows 'SELECT store, sum(qty) FROM store GROUP BY store ORDER BY store')" "01,11 02,15"
expect_exit 0 "$ROX" reconcile -C project

# A reject is the record as a table has it, and is mended so.
printf 'sku,qty\nA,7\nB,many\n' >exports/store_02.csv
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT file, line, raw FROM rox.rejects')" 'store_02.csv,3,"B,many,""02"""'
sed -i 's/"B,many,""02"""/"B,8,02"/2' project/rejects/store.csv
expect_exit 0 "$ROX" stage --replay -C project
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT store, sum(qty) FROM store GROUP BY store ORDER BY store')" "01,11 02,15"

# Folders, and members of archives.
mkdir -p deep/2024 deep/2023
printf '{"n": 1}\n{"n": 2}\n' >deep/2024/jan.jsonl
printf '{"n": 3}\n{"n": 4}\n' >deep/2023/jan.jsonl
expect_exit 0 "$ROX" init deep --into years --recursive
printf '[[table]]\nname = "month"\nfile = "#/*.jsonl"\ndialect = { from_name = "{year}/{month}.jsonl" }\ncolumns = [{ name = "n", type = "INTEGER" }]\n' >years/model.toml
rm years/analyses/rows.sql # it asks the table that the model has another name for
expect_exit 0 "$ROX" model infer -C years
expect_exit 0 "$ROX" run -C years
expect_equal "$("$ROX" query -C years 'SELECT * FROM month ORDER BY n' --csv | tail -n +2 | paste -sd' ')" \
  "1,2024,jan 2,2024,jan 3,2023,jan 4,2023,jan"

sed -i 's/store_{store}.csv/{shop}_01.csv/' project/model.toml
expect_exit 1 "$ROX" run -C project
expect_stderr "the file's name doesn't fit from_name = \"{shop}_01.csv\""
sed -i 's/{shop}_01.csv/shop_01.csv/' project/model.toml
expect_exit 2 "$ROX" run -C project
expect_stderr "'shop_01.csv' has no column in braces"
