#!/bin/bash
# Rows, answers and reports as workbooks: rox reads them back as exports, and every value is the one that was there, money
# to the last digit. What looks like a formula is a text; what a cell can't hold is refused, and CSV has it.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

mkdir exports back
{
  echo 'id;name;day;at;clock;amount;large;share;open'
  printf '%s\n' '1;=1+1;2024-02-29;2024-02-29 23:59:58;08:30;10,10;12345678901234567;0,5;true' \
    '2;@ação 🚲;1900-02-28;1999-12-31 00:00:00;23:59:59,125;-0,07;7;-0,25;false' \
    '3;"a ""quoted"" text";2024-01-01;2024-03-01 12:00:00,125;00:00;99999999999,99;-3;1,5;true'
} >exports/sales.csv
expect_exit 0 rox init exports --into shop
printf -- '-- title: All\nSELECT * FROM sales ORDER BY id\n' >shop/analyses/all.sql
printf -- '-- title: Long\nSELECT 1 AS one, repeat(%s, 40000) AS text\n' "'x'" >shop/analyses/long.sql
printf -- '-- title: Many\nSELECT unnest(range(1048576)) AS n\n' >shop/analyses/many.sql
expect_exit 0 rox run -C shop
start_dashboard shop
download() { curl -s -o "$2" -w '%{http_code}' -G "${DASHBOARD}api/v1/answers/$1" -d format=xlsx; }

expect_equal "$(download all back/sales.xlsx)" 200
expect_exit 0 rox init back --into again
expect_exit 0 rox run -C again
values='SELECT id, name, CAST(day AS VARCHAR) AS day, "at", clock, CAST(amount AS DECIMAL(18,2)) AS amount, CAST(large AS VARCHAR) AS large, share, open'
expect_equal "$(rox query -C again "$values FROM sales ORDER BY id" --csv)" "$(rox query -C shop "$values FROM sales ORDER BY id" --csv)"

expect_equal "$(download long long.xlsx)" 422
grep -qF 'row 2, text: a text of 40000 characters is more than a cell can hold' long.xlsx || fail "it says: $(cat long.xlsx)"
expect_equal "$(download many many.xlsx)" 422
grep -qF 'more rows than a sheet can hold (1048576)' many.xlsx || fail "it says: $(cat many.xlsx)"
expect_equal "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name "rox-tmp-xlsx-*" -newer exports/sales.csv -user "$(id -u)")" ''

# A report: a sheet for each page, under what was chosen.
bikes bikes 0.02
expect_exit 0 rox run -C bikes
expect_exit 0 rox report -C bikes --charts none --xlsx --language pt --page sales --where territory=4 --out "$WORK/out" --json
expect_json '.files[-1]' "$WORK/out/dashboard.xlsx"
unzip -p out/dashboard.xlsx xl/worksheets/sheet1.xml >sheet.xml
# Every number of the JSON is in a cell of its sheet (which has 16 digits of it, as spreadsheets have).
python3 - "$STDOUT" sheet.xml <<'PYTHON' || fail 'a figure is missing'
import json, re, sys

report = json.load(open(sys.argv[1]))
cells = {float(number) for number in re.findall(r"<v>([^<]*)</v>", open(sys.argv[2], encoding="utf-8").read())}
texts = re.findall(r"<t[^>]*>([^<]*)</t>", open(sys.argv[2], encoding="utf-8").read())
(page,) = report["pages"]
numbers = 0
for chart in page["charts"]:
    for cell in (cell for row in chart["rows"] for cell in row if cell is not None):
        if re.fullmatch(r"-?\d+(\.\d+)?", cell) and cell not in texts:
            assert float(cell) in cells, f"{chart['id']}: {cell}"
            numbers += 1
assert numbers > 50, f"only {numbers} numbers"
assert any(text.startswith("Período: ") for text in texts) and any(text.endswith(": Territory 4") for text in texts), texts[:6]
PYTHON
