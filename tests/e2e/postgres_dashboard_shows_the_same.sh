#!/bin/bash
# The dashboard of a target on PostgreSQL: the same figures as the local one, to the last digit, and it sees a new run.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

start_postgres
bikes_on_postgres p 0.05
start_dashboard p -t postgres
curl -s "${DASHBOARD}api/v1/status" >"$STDOUT"
expect_json .warehouse.state missing
expect_exit 0 rox run -C p
expect_exit 0 rox run -C p -t postgres
server=$DASHBOARD
start_dashboard p
paths=(dashboard pages/sales pages/products 'pages/sales?where.territory=4&grain=week&period=all&compare=none'
  'pages/products?where.product_line=M%20&from=2013-01-01&to=2013-03-31&not.channel=false&compare=year'
  'figures?fact=fact_sales&measure=revenue&measure=lines&by=product&by=territory&top=3' 'figures?fact=SalesOrderDetail&by=UnitPrice&bins=20'
  'figures?fact=fact_orders&measure=average_order&by=order_date_key.full_date&grain=quarter'
  'rows?fact=fact_sales&limit=20&where.territory=1&sort=-sales_order_detail_id' 'values?fact=fact_orders&dimension=customer&search=smith'
  'search?q=trail' 'answers/q2' 'answers/q5?param.month=2013-09' quality/rejects)
# Engines have their own names of types; ids, times and the SQL's way to order texts are each target's own.
alike='del(.columns, .id, .keys, .proof.loaded_at, .sql) | del(.charts[]?.columns, .charts[]?.sql, .charts[]?.before?.sql)'
same() { # PATH: both targets answer alike, but for the engines' own names of types
  curl -sf "${server}api/v1/$1" | jq -S "$alike" >there
  curl -sf "${DASHBOARD}api/v1/$1" | jq -S "$alike" >here
  [[ -s here ]] && cmp here there || fail "$1 differs: $(diff here there | head -n 5)"
}
for path in "${paths[@]}"; do same "$path"; done
for path in model model/tables/fact_sales 'model/diagram.svg?of=star' quality plan runs; do
  curl -sf "${server}api/v1/$path" >"$STDOUT" || fail "$path fails on PostgreSQL"
done

# A new run on the server is seen without a restart.
rox sample p/exports --scale 0.02 --seed 9 --force >/dev/null 2>&1
expect_exit 0 rox run -C p
expect_exit 0 rox run -C p -t postgres
same pages/sales

# Which rows a run changed is shown alike.
sed -i '$d' p/exports/Person.Person.csv
expect_exit 0 rox run -C p
expect_exit 0 rox run -C p -t postgres
changed() { # DASHBOARD TARGET
  local run
  run=$(rox changes -C p -t "$2" --json | jq -r '.rows[0][0]')
  curl -sf "$1api/v1/changes?run=$run&table=Person" | jq -c '.rows'
}
changed "$DASHBOARD" local >here
changed "$server" postgres >there
expect_equal "$(jq -r '.[0][0]' here)" delete
cmp here there

# What takes too long is ended, and says so.
cat >p/analyses/slow.sql <<'SQL'
-- title: Slow
SELECT COUNT(*) AS n FROM SalesOrderDetail AS a, SalesOrderDetail AS b, SalesOrderDetail AS c WHERE a.LineTotal + b.LineTotal < c.LineTotal
SQL
for target in postgres local; do
  start_dashboard p -t "$target" --query-timeout 0.5
  curl -s -w '%{http_code}' -o "$STDOUT" "${DASHBOARD}api/v1/answers/slow" >code
  expect_equal "$(cat code)" 503
  expect_json .error.code busy
done
