#!/bin/bash
# A schema of any name, in capitals, with blanks, quotes, dots, of other alphabets or reserved, holds a warehouse through
# runs, checks, answers and retries; a name that no server can have is refused where it is written.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
start_postgres

folder=0
choose 3 'my bikes' 'Bikes' 'a.b' "it's" 'müller_ÄÖ' 'say ""x""' 'select' '100%s' 'x$y;--' "$(printf 'l%.0s' {1..54})"
for schema in "${chosen[@]}"; do
  project=bikes$((folder += 1))
  bikes "$project"
  rm "$project"/analyses/*.sql
  postgres_target "$project" pg "${schema//\"\"/\\\"}"
  lower=$(python3 -c 'import sys; print("".join(c.lower() if c.isascii() else c for c in sys.argv[1]))' \
    "${schema//\"\"/\"}")
  # One rejected line, so that the rejects in the accounts are looked at, too.
  sed -i '2s/;/x;/2' "$project/exports/Sales.SalesOrderDetail.csv"
  expect_exit 0 rox run -C "$project" -t pg
  expect_stderr "subtotal_is_sum_of_lines: 1 row fails, explained by rejected row: Sales.SalesOrderDetail.csv:2"
  expect_exit 0 rox run -C "$project" -t pg
  expect_stdout "nothing to do"
  sed -i '$d' "$project/exports/Sales.SalesOrderDetail.csv"
  expect_exit 0 rox load -C "$project" -t pg
  echo "-- changed" >>"$project/checks/subtotal_is_sum_of_lines.sql"
  rox run -C "$project" -t pg >/dev/null 2>&1 || true  # the order that lost its last line has a wrong sum
  expect_exit 0 rox query -C "$project" -t pg --csv 'SELECT COUNT(*) AS n FROM Product'
  expect_equal "$(tail -1 "$STDOUT")" 504
  expect_exit 1 rox check -C "$project" -t pg subtotal_is_sum_of_lines
  expect_stdout subtotal_is_sum_of_lines
  expect_exit 0 rox reconcile -C "$project" -t pg
  rm "$project/checks/subtotal_is_sum_of_lines.sql"
  expect_exit 0 rox retry -C "$project" -t pg
  expect_exit 0 rox run -C "$project" -t pg --full-refresh
  expect_exit 0 rox status -C "$project" -t pg
  psql -tAc "SELECT count(*) FROM pg_namespace WHERE nspname IN (\$a\$$lower\$a\$, \$a\$${lower}_rox\$a\$)" >found
  expect_equal "$(cat found)" 2
  psql -tAc "SELECT nspname FROM pg_namespace WHERE nspname ILIKE '%rox_next%'" >left
  expect_equal "$(cat left)" ''
done

bikes refused
postgres_target refused pg 'NAME'
line=$(grep -n 'schema = "NAME"' refused/rox.toml | cut -d: -f1)
cp refused/rox.toml toml
for schema in "$(printf 'l%.0s' {1..55})" 'pg_mine' 'information_schema' 'a\nb' 'a\u0000b'; do
  NAME=$schema python3 -c 'import os, sys; print(sys.stdin.read().replace("NAME", os.environ["NAME"]))' <toml >refused/rox.toml
  expect_exit 2 rox run -C refused -t pg
  expect_stderr "rox.toml:$line"
  expect_stderr "can't be the name of a schema"
done
