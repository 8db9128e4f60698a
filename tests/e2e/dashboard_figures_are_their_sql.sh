#!/bin/bash
# Every figure of every page comes with SQL that gives exactly that figure on the warehouse: on the sample, on one with
# defects, on the real company, on a shop whose user knows nothing of dashboards, and on other people's data.
# labels: first
source "$(dirname "$0")/fixtures/lib.sh"

cat >compare.py <<'PYTHON'
import json, os, subprocess, sys, urllib.parse, urllib.request

rox, project = os.environ["ROX"], sys.argv[1]
report = json.load(open(sys.argv[2]))
text = lambda cell: cell if cell is None or isinstance(cell, str) else str(cell).lower() if isinstance(cell, bool) else str(cell)


def by_program(sql):
    """As in a terminal."""
    answer = subprocess.run([rox, "query", "-q", "-C", project, "--json", sql], capture_output=True, text=True)
    assert answer.returncode == 0, sql + answer.stderr + answer.stdout
    return json.loads(answer.stdout)


def by_console(sql):
    """As in the dashboard's console, which needs no process for each."""
    with urllib.request.urlopen(f"{console}?limit=10000&sql={urllib.parse.quote(sql)}") as answer:
        return json.load(answer)


server = subprocess.Popen([rox, "serve", "-C", project, "--port", "0", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
try:
    console = f"http://127.0.0.1:{json.loads(server.stdout.readline())['port']}/api/v1/query"
    figures = 0
    for page in report["pages"]:
        assert page["charts"], f"page {page['page']} has no figure"
        for number, chart in enumerate(page["charts"]):
            where = f"{project}: {page['page']}, {chart['id']}:\n{chart['sql']}\n"
            result = by_console(chart["sql"]) if number % 4 else by_program(chart["sql"])
            assert [column["name"] for column in result["columns"]] == chart["columns"], where
            rows = [[text(cell) for cell in row] for row in result["rows"]]
            assert rows == chart["rows"], f"{where}{rows[:3]} is not {chart['rows'][:3]}"
            figures += 1
finally:
    server.terminate()
    server.wait()
print(figures, "figures")
assert figures >= int(sys.argv[3]), f"only {figures} figures"
PYTHON

# same PROJECT LEAST: its pages have at least so many figures, and each is what its SQL says.
same() {
  expect_exit 0 rox report -C "$1" --json --charts none
  cp "$STDOUT" report.json
  expect_exit 0 /usr/bin/python3 compare.py "$1" report.json "$2"
}
export ROX

bikes p 0.05
expect_exit 0 rox run -C p
same p 20
expect_exit 0 rox report -C p --json --charts none --page sales --where territory=4 --where territory=1 --except channel=true --from 2013-01-01 --to 2013-03-31
cp "$STDOUT" report.json
expect_exit 0 /usr/bin/python3 compare.py p report.json 8

bikes dirty 0.02
rox sample dirty/exports --scale 0.02 --seed 3 --dirty --force >/dev/null 2>&1
rox run -C dirty >/dev/null 2>&1 || true
[[ -e dirty/warehouse.duckdb ]] && same dirty 20

# Pages that rox makes of the star, without a file.
rm -rf p/dashboard
same p 20

shared=$REPO/../shared/data
if [[ -d $shared/loja ]]; then
  choose 2 loja schemas/northwind/csv rox-raw schemas/sakila/csv schemas/movielens/csv
  for folder in "${chosen[@]}"; do
    name=made-${folder//\//-}
    expect_exit 0 rox init "$shared/$folder" --into "$name"
    sed -i 's/^.*max_rejects = .*/max_rejects = "90%"/' "$name/rox.toml"
    rox run -C "$name" >/dev/null 2>&1 || true
    same "$name" 4
  done
fi
