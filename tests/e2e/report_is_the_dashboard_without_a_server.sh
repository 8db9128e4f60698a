#!/bin/bash
# rox report: one HTML file that opens without a server or a network, and the charts of the sales as pictures.
# labels: browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

bikes p 0.1
expect_exit 2 rox report -C p
expect_stderr "there is no warehouse yet"
expect_exit 0 rox run -C p
# A text that would end the script that it is in, if it could.
cat >p/analyses/odd.sql <<'SQL'
-- title: </script><script>alert(1)</script>
SELECT '</script><!-- ' AS odd, 1 AS one
SQL
expect_exit 0 rox report -C p --charts both --language pt
expect_stdout "$PWD/p/reports/dashboard.html"
for chart in revenue products customers territories; do
  /usr/bin/python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "p/reports/charts/$chart.svg" || fail "$chart.svg is no XML"
  expect_equal "$(head -c 4 "p/reports/charts/$chart.png" | tail -c 3)" PNG
done
export ROX DASHBOARD=none
browse report "$PWD/p" "$PWD/p/reports/dashboard.html" pt-BR
expect_exit 0 rox report -C p --out mail --charts none --json
expect_json '.files | length' 1
browse report "$PWD/p" "$PWD/mail/dashboard.html" en-US

# A project that doesn't say where its sales are has the other pages.
rm -rf p/dashboard
expect_exit 0 rox report -C p --json
expect_json '.files | length' 1
expect_exit 2 rox report -C p --language fr
expect_exit 2 rox report -C p --charts bmp
