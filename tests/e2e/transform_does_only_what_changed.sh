#!/bin/bash
# Marts are made in the order that their SQL says, again only when it or what they read changed, and dropped with their
# file. `rox transform` works on the tables as they are loaded.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

# due VERB: the steps that it does, in one line.
due() { rox "$1" --json | jq -r '[.steps[] | select(.status == "done").step] | join(" ")'; }

shop
expect_exit 2 rox transform
expect_stderr 'nothing is loaded yet'
mkdir marts
echo '-- reconcile: rows = Sale
SELECT s.Amount AS amount, c.name FROM Sale s LEFT JOIN dim_who c ON c.id = s.CustomerID' >marts/a_sales.sql
echo '-- key: id
SELECT CustomerID AS id, Name AS name FROM Customer' >marts/dim_who.sql
echo 'SELECT name, sum(amount) AS total FROM a_sales GROUP BY name ORDER BY name NULLS LAST' >analyses/sales.sql
expect_equal "$(due run)" \
  'load.Sale load.Customer relations transform.dim_who transform.a_sales publish analyze.sales'
expect_equal "$(tail -n +2 answers/sales.csv)" $'Ann,10.50\nBob,7.00\n,0.50'
before=$(stat -c '%i %Y' warehouse.duckdb)
expect_equal "$(due run)$(due transform)" ''
expect_exit 0 rox transform
expect_stdout 'nothing to do: '
expect_equal "$(stat -c '%i %Y' warehouse.duckdb)" "$before"
expect_equal "$(rows "SELECT rows_in, rows_out FROM rox.steps WHERE step = 'transform.a_sales'")" '3,3'

# A mart and what reads it, nothing else; the exports may be gone.
mv exports away
sed -i 's/Name AS/upper(Name) AS/' marts/dim_who.sql
expect_exit 0 rox transform --dry-run
expect_stdout 'its SQL, or a table or mart that it reads, changed'
expect_equal "$(rows 'SELECT max(name) FROM a_sales')" Bob
expect_equal "$(due transform)" 'transform.dim_who transform.a_sales publish'
expect_equal "$(rows 'SELECT max(name) FROM a_sales')" BOB
mv away exports
expect_equal "$(due run)" 'analyze.sales'
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
expect_equal "$(due run)" 'load.Sale relations transform.a_sales publish analyze.sales'
expect_equal "$(rox transform --full-refresh --json | jq '[.steps[] | select(.status == "done")] | length')" 3

# Everything loaded anew makes every mart anew; a mart without a file goes.
echo 'SELECT 1 AS x' >marts/constant.sql
expect_equal "$(due run)" 'transform.constant publish'
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;11,50'
export_csv Customer 'CustomerID;Name' '1;Zoe'
expect_exit 0 rox run
expect_equal "$(rows 'FROM constant')" 1
rm marts/constant.sql
expect_equal "$(due transform)" publish
expect_equal "$(rows "SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM duckdb_tables() WHERE schema_name = 'main'")" \
  'Customer Sale a_sales dim_who'
expect_equal "$(rows "SELECT count(*) FROM rox.steps WHERE step LIKE 'transform.%'")" 2
