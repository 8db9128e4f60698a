#!/bin/bash
# A second run does nothing and says so; a change loads what depends on it and nothing else.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

# due: the steps that the next run does, in one line.
due() { rox run --json | jq -r '[.steps[] | select(.status == "done").step] | join(" ")'; }

shop
expect_equal "$(due)" 'load.Sale load.Customer relations publish analyze.sales'
before=$(stat -c '%i %Y' warehouse.duckdb)
expect_exit 0 rox run
expect_stdout 'nothing to do: 6 rows loaded, 0 rejected in 2 tables'
expect_exit 0 rox run --json
expect_json .status unchanged
expect_equal "$(stat -c '%i %Y' warehouse.duckdb)" "$before"

touch exports/Sale.csv
expect_equal "$(due)" ''
export_csv Customer 'CustomerID;Name' '1;Anna' '2;Bob'
expect_exit 0 rox run --dry-run
expect_stdout 'load.Customer'
expect_equal "$(stat -c '%i %Y' warehouse.duckdb)" "$before"
expect_equal "$(due)" 'load.Customer relations publish analyze.sales'
expect_equal "$(rows 'SELECT Name FROM Customer ORDER BY 1')" $'Anna\nBob'
expect_file answers/sales.csv Anna

# What is known of the warehouse is in the warehouse: the sidecar may go, or be about another file.
rm -r .rox
expect_equal "$(due)" 'analyze.sales'
cp warehouse.duckdb copy && mv copy warehouse.duckdb
expect_equal "$(due)" ''

sed -i 's/ORDER BY/HAVING sum(s.Amount) > 8 ORDER BY/' analyses/sales.sql
expect_equal "$(due)" 'analyze.sales'
rm answers/sales.csv
expect_equal "$(due)" 'analyze.sales'
sed -i 's/VARCHAR(20)/VARCHAR(3)/' model.toml
expect_equal "$(due)" 'load.Customer relations publish analyze.sales'
expect_equal "$(rows 'SELECT code FROM rox.rejects')" 'too_long'

# A new file of a table is picked up; a table that the model no longer has goes, with its rejects.
export_csv Sale_2 'SaleID;Line;CustomerID;Amount' '9;1;1;1,00'
expect_equal "$(due)" 'load.Sale relations publish analyze.sales'
sed -i '/relations = \[/,/^\]/d; 1,/^$/d' model.toml
rm exports/Customer.csv analyses/sales.sql
expect_equal "$(due)" 'relations publish'
expect_equal "$(rows "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'")" 'Sale'
expect_equal "$(rows 'SELECT count(*) FROM rox.rejects')" 0
[[ ! -e rejects/Customer.csv && ! -e answers/sales.csv ]] || fail 'what belonged to the dropped table is still there'
