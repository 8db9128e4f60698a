#!/bin/bash
# The SVG is XML with every table, column and relation in it; the same model gives the same bytes, in a file at once.
source "$(dirname "$0")/fixtures/lib.sh"

command -v dot >/dev/null || skip "no Graphviz"
cp -r "$REPO"/projects/rox-bikes/{rox,model}.toml .
# drawn FILE: how many tables and relations the SVG has.
drawn() {
  /usr/bin/python3 - "$1" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
groups = [g for g in tree.parse(sys.argv[1]).iter("{http://www.w3.org/2000/svg}g")]
titles = lambda kind: [g[0].text for g in groups if g.get("class") == kind and "legend" not in g[0].text]
print(len(titles("node")), len(titles("edge")))
PYTHON
}
expect_exit 0 rox model diagram
drawn "$STDOUT" >count || fail "not XML"
expect_equal "$(<count)" "6 6"
for word in SalesOrderDetail AdditionalContactInfo 'DECIMAL(18,6)' 'SpecialOfferID + ProductID'; do expect_stdout ">$word<"; done
rox model diagram --output a.svg --quiet
cmp a.svg "$STDOUT" || fail "not the same bytes twice"
expect_exit 0 rox model diagram --tables Person,SpecialOfferProduct --columns none --output part.svg
expect_equal "$(drawn part.svg)" "5 3"
expect_exit 0 rox model diagram --output none.svg --dry-run
[[ ! -e none.svg ]] || fail "--dry-run wrote"

/usr/bin/python3 "$REPO/tests/e2e/fixtures/fifty_tables.py" >model.toml
expect_exit 0 rox model diagram --output fifty.svg
relations=$(grep -c 'references =' model.toml)
invisible=$(rox model diagram --format dot | grep -c 'style=invis') # the grid of tables without relations: not drawn
((invisible > 0)) || fail "no grid"
expect_equal "$(drawn fifty.svg)" "50 $relations"
expect_file fifty.svg "and 5 more columns"
