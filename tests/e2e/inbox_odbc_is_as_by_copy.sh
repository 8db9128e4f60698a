#!/bin/bash
# The same tables of a PostgreSQL by COPY and by ODBC are the same files, with the same keys and relations.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

[[ -f /etc/odbcinst.ini ]] && grep -q '^\[PostgreSQL Unicode\]' /etc/odbcinst.ini || skip 'no ODBC driver for PostgreSQL (Debian: odbc-postgresql)'
start_postgres
psql -q <<'SQL'
CREATE SCHEMA sales;
CREATE TABLE sales.customers (id int PRIMARY KEY, name text NOT NULL UNIQUE, note text);
CREATE TABLE sales.orders (id bigint, line int, customer int REFERENCES sales.customers, amount numeric(38,10), paid boolean,
  placed timestamptz, "when ""said""" date, at time, share float8, ratio real, raw bytea, tag uuid, big text, PRIMARY KEY (id, line));
INSERT INTO sales.customers SELECT i, 'customer ' || i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE E'a;b,"c"\nd😀' END FROM generate_series(1, 3000) i;
INSERT INTO sales.orders SELECT i, 1 + i % 2, 1 + i % 30, i / 7.0, i % 2 = 0, '2026-11-30 23:30:00.12-03'::timestamptz + i * interval '1 hour',
  date '2026-01-01' + i, '10:11:12.5', i / 3.0::float8, i / 3.0::real, decode('00ff', 'hex'), gen_random_uuid(), repeat('é😀', 20000) FROM generate_series(1, 10) i;
SQL
expect_exit 0 rox init "postgresql://127.0.0.1:$PGPORT/postgres" --into copy --set 'user = "rox"'
expect_exit 0 rox init "odbc://127.0.0.1:$PGPORT/postgres" --into odbc --set 'user = "rox"' --set 'driver = "PostgreSQL Unicode"' \
  --set 'driver_options = ["UseDeclareFetch=1", "BoolsAsChar=0"]'
expect_not_contains snapshot
for file in sales.customers.csv sales.orders.csv; do
  cmp "copy/.rox/inbox/exports/$file" "odbc/.rox/inbox/exports/$file"
done
cmp copy/model.toml odbc/model.toml
