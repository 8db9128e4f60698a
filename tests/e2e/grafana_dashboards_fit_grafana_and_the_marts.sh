#!/bin/bash
# The example's Grafana dashboards are as scripts/grafana writes them, fit Grafana's own types of a dashboard, and every
# query in them gives what the warehouse holds: asked of PostgreSQL, with Grafana's macros filled in as Grafana does.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

PATH=$PATH:$REPO/build/deps/venv/bin
tools=$REPO/build/deps/test-tools/node_modules
grafana=$REPO/projects/rox-bikes/grafana
expect_exit 0 /usr/bin/python3 "$REPO/scripts/grafana" --check

# typed NAME < JSON: the JSON as a Dashboard, for TypeScript.
typed() {
  echo "import type { Dashboard } from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';"
  echo "export const dashboard: Partial<Dashboard> = $(cat);"
} >"check/$1.ts"
[[ -d $tools/@grafana/schema ]] || skip "no types of Grafana (scripts/setup)"
mkdir check
ln -s "$tools" check/node_modules
for file in "$grafana"/dashboards/*.json; do
  name=$(basename "$file" .json)
  typed "$name" <"$file"
  jq '.panels[0].gridPos.h = "tall"' "$file" | typed "broken-$name"
done
expect_exit 2 node "$tools/typescript/bin/tsc" --noEmit --strict --skipLibCheck --module esnext --moduleResolution bundler \
  --target es2022 check/*.ts
expect_equal "$(grep -o '^check/[^(]*' "$STDOUT" | sort -u)" "$(ls check/broken-*.ts)"

# The queries of metrics are PromQL, of metrics that there are.
need promtool
{
  printf 'groups:\n- name: dashboard\n  rules:\n'
  jq -r '.panels[].targets[].expr' "$grafana/dashboards/unattended.json" | sed 's/\$project/.*/; s/\$target/.*/' |
    jq -R '{record: "x", expr: .}' | jq -c . | sed 's/^/  - /'
} >rules.yaml
expect_exit 0 promtool check rules --lint=none rules.yaml
expect_stdout '11 rules found'
jq -r '.panels[].targets[].expr' "$grafana/dashboards/unattended.json" | grep -o 'rox_[a-z_]*' | sort -u >asked
while read -r metric; do
  grep -q "\"$metric\"" "$REPO/src/server/health.cpp" || fail "there is no metric $metric"
done <asked

start_postgres
bikes_on_postgres p 0.1
expect_exit 0 rox run -C p -t postgres
export PGOPTIONS='-c search_path=bikes'
keys=$(psql -qtAc "SELECT string_agg(territory_key::text, ',') FROM dim_territory")
answers() { # of each panel of a dashboard: its title and its first value
  jq -c '.panels[] | [.title, .targets[0].rawSql // .targets[0].rawSQL]' "$1" | while read -r panel; do
    sql=$(jq -r '.[1]' <<<"$panel" | sed -E "s/\\\$__timeFilter\(([a-z._]+)\)/\1 BETWEEN '2011-01-01' AND '2020-01-01'/; s/\(\\\$territory\)/($keys)/; s/\(\\\$channel\)/('true','false')/")
    value=$(psql -v ON_ERROR_STOP=1 -qtAc "$sql" 2>psql.err | sed -n 1p) || true # head would end before psql has said all
    [[ ! -s psql.err && -n $value ]] || fail "$(jq -r '.[0]' <<<"$panel"): $(cat psql.err)"
    echo "$(jq -r '.[0]' <<<"$panel"): $value"
  done
}
for file in "$grafana"/dashboards/sales-*.json; do
  answers "$file" >"$STDOUT"
  expect_stdout "Revenue: $(psql -qtAc 'SELECT SUM(TotalDue) FROM SalesOrderHeader')"
  expect_stdout "Orders: $(psql -qtAc 'SELECT COUNT(*) FROM SalesOrderHeader')"
  expect_stdout "Order lines: $(psql -qtAc 'SELECT COUNT(*) FROM SalesOrderDetail')"
  expect_stdout "Best products: $(psql -qtAc 'SELECT p.product_name, SUM(s.total_due) FROM fact_sales s JOIN dim_product p USING (product_key) GROUP BY 1 ORDER BY 2 DESC LIMIT 1')"
  expect_equal "$(wc -l <"$STDOUT")" 10
  # The variables' own queries.
  jq -r '.templating.list[].query' "$file" | while read -r sql; do
    psql -v ON_ERROR_STOP=1 -qtAc "$sql" >/dev/null || fail "variable: $sql"
  done
done
for file in "$grafana"/provisioning/*/*.yaml; do
  /usr/bin/python3 - "$file" <<'PYTHON' || fail "$file has a secret in it"
import re, sys
text = open(sys.argv[1]).read()
assert not re.search(r"password: [^$\s]", text)
PYTHON
done
