#!/bin/bash
# rox report: one HTML file that opens without a server or a network, the charts of a page as pictures, and all figures
# as JSON.
# labels: browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

bikes p 0.02
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
charts=(p/reports/charts/*.svg)
((${#charts[@]} >= 4)) || fail "only ${#charts[@]} charts"
for chart in "${charts[@]}"; do
  /usr/bin/python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$chart" || fail "$chart is no XML"
  expect_equal "$(head -c 4 "${chart%.svg}.png" | tail -c 3)" PNG
done
export ROX DASHBOARD=none
browse report "$PWD/p" "$PWD/p/reports/dashboard.html" pt-BR
expect_exit 0 rox report -C p --out mail --charts none --json
expect_json '.files | length' 1
if [[ -n ${ROX_TEST_ALL:-} ]]; then browse report "$PWD/p" "$PWD/mail/dashboard.html" en-US; fi

# One page, of some rows: for a mail to whom only those concern.
expect_exit 0 rox report -C p --out mail --charts none --json --page sales --period last_year --where territory=4 --compare none
expect_json '[.pages[].page] | join(" ")' sales
expect_json '.pages[0].charts[0].rows[0] | length' 1
figure=$(jq -r '.pages[0].charts[0].rows[0][0]' "$STDOUT")
expect_exit 0 rox query -C p --csv "SELECT SUM(total_due) AS revenue FROM fact_orders AS o JOIN dim_date AS d ON o.order_date_key = d.date_key WHERE o.territory_key = 4 AND d.year_number = 2013"
expect_stdout "$figure"

# On paper, where there is a Chromium; else it is said, and the HTML is there.
if command -v chromium >/dev/null; then
  expect_exit 0 rox report -C p --out paper --charts none --pdf
  expect_stdout paper/dashboard.pdf
  expect_equal "$(head -c 5 paper/dashboard.pdf)" %PDF-
  (($(wc -c <paper/dashboard.pdf) > 20000)) || fail "the PDF is empty"
fi
PATH=$WORK/nowhere expect_exit 3 "$ROX" report -C p --out paper --charts none --pdf
expect_stderr "there is no Chromium"

# A project without pages of its own has those that rox makes; what it had for older versions is told of.
rm -rf p/dashboard
mkdir p/dashboard
echo 'SELECT 1 AS order_id' >p/dashboard/orders.sql
expect_exit 0 rox report -C p --json --charts none
expect_json '.pages[0].page' overview
expect_stderr "no longer read (orders.sql)"
expect_exit 2 rox report -C p --page nope
expect_stderr "there is no page 'nope'"
expect_exit 2 rox report -C p --page overview --where nope
expect_exit 2 rox report -C p --from 2013-02-30
expect_exit 2 rox report -C p --language fr
expect_exit 2 rox report -C p --charts bmp
