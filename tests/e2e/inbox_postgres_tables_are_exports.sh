#!/bin/bash
# Tables of a PostgreSQL as exports: of one snapshot, with the keys and relations that the database declares; what is as
# before isn't loaded again, and every value comes as it is.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
psql -q <<'SQL'
CREATE SCHEMA sales;
CREATE TABLE sales.customers (id int PRIMARY KEY, name text NOT NULL UNIQUE, note text);
CREATE TABLE sales.orders (id bigint, line int, customer int REFERENCES sales.customers, amount numeric(12,4), paid boolean,
  placed timestamptz, "when ""said""" date, ratio float8, raw bytea, tag uuid, PRIMARY KEY (id, line));
CREATE TABLE sales.empty (id int PRIMARY KEY);
CREATE TABLE public.secret (id int);
CREATE VIEW sales.report AS SELECT 1 AS one;
INSERT INTO sales.customers SELECT i, 'customer ' || i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE E'a;b,"c"\nd' END FROM generate_series(1, 30) i;
INSERT INTO sales.orders SELECT i, 1 + i % 2, 1 + i % 30, i / 7.0, i % 2 = 0, '2026-11-30 23:30:00-03'::timestamptz + i * interval '1 hour',
  date '2026-01-01' + i, i / 3.0::float8, decode('00ff', 'hex'), gen_random_uuid() FROM generate_series(1, 1000) i;
INSERT INTO sales.empty VALUES (1);
SQL
url=postgresql://127.0.0.1:$PGPORT/postgres
expect_exit 0 rox init "$url" --into . --set 'user = "rox"' --set 'tables = ["sales.*"]'
expect_file model.toml 'file = "sales.orders.csv"'
expect_exit 0 rox model show --json
orders='.tables[] | select(.file == "sales.orders.csv")'
expect_json "$orders | .primary_key | join(\",\")" 'id,line'
expect_json "$orders | .keys" confirmed
expect_json "$orders | .relations[] | select(.columns == [\"customer\"]) | .references.columns | join(\",\")" id
expect_json '[.tables[].file] | sort | join(",")' sales.customers.csv,sales.empty.csv,sales.orders.csv,sales.report.csv
expect_exit 0 rox run
name=$(jq -r "$orders | .name" <<<"$(rox model show --json)")
customers=$(jq -r '.tables[] | select(.file == "sales.customers.csv") | .name' <<<"$(rox model show --json)")
expect_equal "$(rox query --csv "SELECT count(*), sum(amount), max(placed), count(*) FILTER (WHERE paid) FROM \"$name\"" | tail -n 1)" \
  "$(psql -qAt -F, -c "SELECT count(*), sum(amount), max(placed AT TIME ZONE 'UTC'), count(*) FILTER (WHERE paid) FROM sales.orders")"
expect_equal "$(rox query --csv "SELECT count(*), count(note), count(*) FILTER (WHERE note = '') FROM \"$customers\"" | tail -n 1)" 30,20,10

# Only the table that changed is loaded again.
psql -q -c "UPDATE sales.customers SET name = 'another' WHERE id = 1"
expect_exit 0 rox run --json
expect_json "[.steps[] | select(.status == \"done\" and (.step | startswith(\"load\"))) | .step] | join(\",\")" "load.$customers"

# What is declared is checked against the rows.
psql -q -c 'ALTER TABLE sales.orders DROP CONSTRAINT orders_customer_fkey' -c 'DELETE FROM sales.customers WHERE id = 30'
expect_exit 0 rox run
expect_stdout 'orphans: 33 rows'

# No server, no rights, no such table: with a way out, and the warehouse stays.
sed -i 's/tables = .*/tables = ["nothing.*"]/' rox.toml
expect_exit 2 rox run
expect_stderr '[source] tables'
sed -i 's/tables = .*/tables = ["sales.*"]/' rox.toml
psql -q -c 'CREATE ROLE reader LOGIN' -c 'GRANT USAGE ON SCHEMA sales TO reader'
sed -i 's/user = "rox"/user = "reader"/' rox.toml
expect_exit 3 rox run
expect_stderr 'permission denied'
stop_postgres "$(postgres_bin)" "$scratch/postgres"
expect_exit 3 rox run
expect_stderr '--no-fetch goes on with the 4 files'
expect_exit 0 rox run --no-fetch
