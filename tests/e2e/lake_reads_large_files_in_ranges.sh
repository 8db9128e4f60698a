#!/bin/bash
# Spark's tasks read a large export in ranges: every cell, reject and count, and the line of each, as in the local
# warehouse, though records have line breaks in quotes; mends too. An export that can't be divided is read whole, and that
# is said.
# labels: nightly first spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
use_lake

mkdir in analyses
python3 - <<'EOF'
import gzip, random
random.seed(5)
def lines(first, count):
    for id in range(first, first + count):
        note = random.choice(["", "plain", '"two\r\nlines;\n\n"', '"say ""hi"""', '24" wheel', '"3\n1;2,00;x\n"', "maçã"])
        day = f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/2024"
        amount = f"{random.randint(0, 99999)},{random.randint(0, 99):02}"
        if random.random() < 0.002:  # all that is rejected
            id, day, amount, note = random.choice([
                (id - 7, day, amount, note), ("x", day, amount, note), (id, "31/02/2024", amount, note),
                (id, day, "1,234", note), (id, day, amount, '"open'), (id, day, amount, '"x"y'), (id, day, f"{amount};0", note)])
        yield f"{id};{day};{amount};{note}" + random.choice(["\n", "\r\n"])
        if random.random() < 0.001: yield "\r\n"
head = "\ufeffid;day;amount;note\r\n"
with open("in/sales_1.csv", "w", newline="", encoding="utf-8") as file:
    file.write(head + "".join(lines(1, 30000)).rstrip())
with open("in/sales_2.csv", "w", newline="", encoding="utf-8") as file:
    file.write(head + "".join(lines(40001, 50)))
with gzip.open("in/sales_3.csv.gz", "wt", newline="", encoding="utf-8", compresslevel=1) as file:
    file.write(head + "".join(lines(50001, 9000)))
EOF
cat >rox.toml <<'EOF'
[project]
name = "shop"
[source]
path = "in"
delimiter = ";"
decimal = ","
max_rejects = 500
[target.local]
engine = "duckdb"
EOF
cat >model.toml <<'EOF'
[[table]]
name = "sales"
file = "sales_#.csv*"
primary_key = ["id"]
columns = [
  { name = "id", type = "INTEGER", nullable = false },
  { name = "day", type = "DATE", date_order = "dmy" },
  { name = "amount", type = "DECIMAL(18,2)" },
  { name = "note", type = "VARCHAR(100)" },
]
EOF
lake_target . 'read = "cluster"'

same_everywhere() {
  local accounts="SELECT file, line, \"offset\", field, \"column\", value, code, reason, \"raw\" FROM %s.rejects ORDER BY 1, 3, 7"
  local files='SELECT file, bytes, records, "rows", rejects, mended, blank_lines FROM %s.files ORDER BY 1'
  local name statement
  for name in "$accounts" "$files"; do
    printf -v statement "$name" rox
    rox query --csv "$statement" >local.csv
    printf -v statement "$name" shop_rox
    rox query -t lake --csv "$statement" >lake.csv
    diff local.csv lake.csv || fail "the lake's accounts (>) are not the local warehouse's (<)"
  done
  (($(wc -l <local.csv) == 4)) || fail 'not three files'
  expect_exit 0 rox analyze --compare local lake --json
  expect_json '[.questions[].answers[].verdict] | join(" ")' 'equal equal'
}
export ROX_PART_BYTES=100000
expect_exit 0 rox run --json
rejects=$(rox query --csv 'SELECT count(*) FROM rox.rejects' | tail -1)
((rejects > 40)) || fail "only $rejects rejects"
expect_exit 0 rox run -t lake --json
how=$(jq -r '.steps[] | select(.step == "load.sales") | .how' "$STDOUT")
[[ $how =~ ^read\ in\ ([0-9]+)\ parts,\ ([0-9]+)\ of\ them\ twice\;\ sales_3.csv.gz\ is\ too\ long ]] ||
  fail "this isn't how it was to be read: $how"
((BASH_REMATCH[1] > 10)) || fail "read in ${BASH_REMATCH[1]} parts"
echo 'SELECT * FROM sales ORDER BY id' >analyses/all_sales.sql
same_everywhere

# Two of the rejects are mended.
expect_exit 0 rox run
python3 - <<'EOF'
import csv
with open("rejects/sales.csv", newline="", encoding="utf-8-sig") as file: rows = list(csv.reader(file, delimiter=";"))
column = {name: i for i, name in enumerate(rows[0])}
mended = [row for row in rows if row[column["code"]] == "unterminated_quote"]
for row in mended[:2]: row[column["mended"]] += '"'
with open("rejects/sales.csv", "w", newline="", encoding="utf-8-sig") as file: csv.writer(file, delimiter=";").writerows(rows)
EOF
expect_exit 0 rox stage --replay
expect_exit 0 rox run
expect_exit 0 rox run -t lake --json
same_everywhere
expect_equal "$(rox query -t lake --csv "SELECT sum(mended) FROM shop_rox.files" | tail -1)" 2
