#!/bin/bash
# One changed cell, one lost row and a float column on PostgreSQL: `rox analyze --compare` and `rox reconcile` find and
# name each; equal engines are equal, and say so in reports that people and machines read.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
bikes . 0.05
postgres_target . pg bikes
rox run -q
rox run -q -t pg
expect_exit 0 rox analyze --compare --json
expect_json '.verdict, (.engines | join(" ")), ([.questions[].answers[].verdict] | unique | join(" "))' $'equal\nlocal pg\nequal'
expect_exit 0 rox reconcile -t pg --json
expect_json '.equal, ([.tables[].status] | unique | join(" "))' $'true\nequal'
expect_exit 0 rox reconcile

# A changed cell.
order=$(rox query --csv 'SELECT MIN(SalesOrderID) AS id FROM SalesOrderHeader WHERE TotalDue > 2000 AND EXTRACT(YEAR FROM OrderDate) = 2011 AND EXTRACT(MONTH FROM OrderDate) = 9' | tail -1)
psql -qc "UPDATE bikes.salesorderheader SET totaldue = totaldue + 0.0001 WHERE salesorderid = $order"
expect_exit 1 rox analyze --compare --json
expect_json '.questions[] | select(.analysis == "q5") | .answers[1] | .verdict, .changed, .cells[0].column, .cells[0].row[0]' \
  $'different\n1\nTotalDue\n'"$order"
expect_exit 1 rox reconcile -t pg
expect_stdout 'TotalDue: checksum is'
expect_stdout "SalesOrderID = $order"
expect_file reports/reconcile.md "SalesOrderHeader: different"
expect_equal "$(jq -r '.tables[] | select(.status != "equal") | .table' reports/reconcile.json)" SalesOrderHeader
psql -qc "UPDATE bikes.salesorderheader SET totaldue = totaldue - 0.0001 WHERE salesorderid = $order"
expect_exit 0 rox reconcile -t pg -q

# A lost row.
psql -qc "DELETE FROM bikes.customer WHERE customerid = (SELECT MIN(customerid) FROM bikes.salesorderheader)"
expect_exit 1 rox analyze --compare -q
expect_stdout 'missing on pg'
expect_exit 1 rox reconcile -t pg Customer
expect_stdout 'missing on pg'

# A column that is a float.
psql -qc 'ALTER TABLE bikes.salesorderheader ALTER totaldue TYPE DOUBLE PRECISION'
expect_exit 1 rox analyze --compare pg
expect_stdout 'column TotalDue: DECIMAL(18,4) on local, DOUBLE PRECISION on pg'
expect_stdout 'float against decimal'
expect_exit 1 rox reconcile -t pg SalesOrderHeader
expect_stdout 'TotalDue: type is DECIMAL(18,4) in the exports, DOUBLE PRECISION on pg'

# A question that one engine can't answer is no difference; it is told with its place.
psql -qc 'DROP TABLE bikes.product CASCADE' 2>/dev/null
expect_exit 2 rox analyze q2 --compare
expect_stdout 'analyses/q2.sql:'
expect_stdout 'does not exist'
psql -qc 'DROP SCHEMA bikes CASCADE' 2>/dev/null
expect_exit 2 rox analyze q1 --compare
expect_stdout 'there is no warehouse yet'

# Exports that changed since the load explain a difference.
echo >>exports/Sales.SpecialOfferProduct.csv
rox run -q -t pg --full-refresh
expect_exit 0 rox reconcile -t pg
sed -i '2d' exports/Sales.SpecialOfferProduct.csv
expect_exit 1 rox reconcile -t pg SpecialOfferProduct
expect_stdout 'changed since it was loaded'

for report in compare reconcile; do
  jq -e . reports/$report.json >/dev/null || fail "$report.json is no JSON"
  python3 - reports/$report.html <<'PYTHON' || fail "$report.html is not well formed"
import html.parser, sys
class Check(html.parser.HTMLParser):
    open = []
    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br"): self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
check = Check()
check.feed(open(sys.argv[1], encoding="utf-8").read())
assert not check.open, check.open
PYTHON
done
