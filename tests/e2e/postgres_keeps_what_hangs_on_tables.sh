#!/bin/bash
# New tables take the place of the old ones in one transaction; rights, views and foreign keys of others stay.
# labels: sanitize postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
shop
postgres_target . pg loja
sed -i 's/references = "Customer" }/references = "Customer", enforce = true }/' model.toml
expect_exit 0 rox run -t pg
psql -q <<'SQL'
CREATE ROLE reader;
CREATE ROLE dashboard;
GRANT SELECT ON loja.sale TO reader;
GRANT SELECT ON loja.customer TO dashboard WITH GRANT OPTION;
CREATE SCHEMA others;
CREATE VIEW others.big WITH (security_barrier) AS SELECT saleid, amount FROM loja.sale WHERE amount > 1;
CREATE VIEW others.bigger AS SELECT count(*) AS n FROM others.big;
GRANT SELECT ON others.bigger TO reader;
CREATE TABLE others.notes (customerid INT REFERENCES loja.customer (customerid));
INSERT INTO others.notes SELECT min(customerid) FROM loja.customer;
SQL
before=$(psql -Atc 'SELECT n FROM others.bigger')
oid() { psql -Atc "SELECT 'loja.$1'::regclass::oid"; }
customer=$(oid customer) sale=$(oid sale)
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_constraint WHERE conrelid = 'loja.sale'::regclass AND contype = 'f'")" 1

# Only what changed is copied; the relation of the old table to the new one is there again.
echo '900;Nova' >>exports/Customer.csv
head -1 exports/Customer.csv | grep -q ';' || fail 'another fixture'
expect_exit 0 rox run -t pg --json
expect_json '[.steps[] | select(.step == "copy.Customer") | .status] | join("")' done
[[ $(oid customer) != "$customer" ]] || fail 'the customers were not replaced'
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_constraint WHERE conrelid = 'loja.sale'::regclass AND contype = 'f' AND convalidated
  AND confrelid = 'loja.customer'::regclass")" 1

echo '800;1;1;77,00' >>exports/Sale.csv
expect_exit 0 rox run -t pg --full-refresh
[[ $(oid sale) != "$sale" ]] || fail 'the sales were not replaced'
expect_equal "$(psql -Atc 'SELECT n FROM others.bigger')" $((before + 1))
expect_equal "$(psql -Atc "SELECT reloptions FROM pg_class WHERE oid = 'others.big'::regclass")" '{security_barrier=true}'
for right in 'reader, loja.sale' 'dashboard, loja.customer' 'reader, others.bigger'; do
  expect_equal "$(psql -Atc "SELECT has_table_privilege('${right%,*}', '${right#*, }', 'SELECT')")" t
done
expect_equal "$(psql -Atc "SELECT has_table_privilege('dashboard', 'loja.customer', 'SELECT WITH GRANT OPTION')")" t
expect_equal "$(psql -Atc "SELECT convalidated FROM pg_constraint WHERE conrelid = 'others.notes'::regclass")" t

# Readers hold their table: the run waits, then says so; afterwards it goes through. What can't be kept stops it.
psql -qc 'CREATE MATERIALIZED VIEW others.kept AS SELECT * FROM loja.sale'
expect_exit 2 rox run -t pg --full-refresh
expect_stderr 'others.kept'
expect_equal "$(psql -Atc 'SELECT n FROM others.bigger')" $((before + 1))
psql -qc 'DROP MATERIALIZED VIEW others.kept'
expect_exit 0 rox run -t pg --full-refresh

# A view of a table that the model no longer has is what stops the run, not what it destroys.
psql -qc 'CREATE VIEW others.names AS SELECT customerid FROM loja.customer'
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
