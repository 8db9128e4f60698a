#!/bin/bash
# On PostgreSQL a mart is brought up to date by the keys that changes touch: it stays, with all that hangs on it, and
# holds what its SELECT makes of the tables. Where that can't be told, or somebody else was there, it is made whole.
# labels: first postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres_shop.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

mart() { # mart NAME [KEY], with the SELECT as input
  { printf -- '-- title: %s\n' "$1" && if [[ -n ${2:-} ]]; then printf -- '-- key: %s\n' "$2"; fi && cat; } >"marts/$1.sql"
}
# expect_marts HOW...: how the last run made bought, amounts, numbered and totals.
expect_marts() {
  expect_equal "$(jq -r '[.steps[] | select(.step | startswith("transform.")) | [.step[10:], .how] | join(": ")] | sort | .[]' "$STDOUT")" \
    "$(printf '%s\n' "amounts: $2" "bought: $1" "numbered: $3" "totals: $4")"
}
# Somebody's change of a mart, or of what it calls, and a sale that touches two keys.
changed() { # changed SQL
  psql -qc "SET search_path = loja; $1"
  sed -i "s/^30;1;[0-9]*;/30;1;$((++customer));/" exports/Sale.csv
  expect_exit 0 rox run -t pg --json
}
customer=40

postgres_shop
mart numbered 'SaleID, Line' <<'SQL'
SELECT
    s.SaleID, s.Line, s.CustomerID, s.Amount, b.Name, b.Sales,
    ROW_NUMBER() OVER (PARTITION BY s.CustomerID ORDER BY s.Amount DESC, s.SaleID ASC, s.Line ASC) AS Place
FROM Sale AS s
LEFT JOIN bought AS b ON s.CustomerID = b.CustomerID
SQL
mart amounts <<'SQL'
SELECT Amount, COUNT(*) AS Sales
FROM Sale
GROUP BY Amount
SQL
mart totals <<'SQL'
SELECT SUM(Amount) AS Amount, MAX(Sales) AS Most FROM bought
SQL
tables='customer sale bought numbered amounts totals'
loads ''
psql -q <<'SQL'
CREATE ROLE reader;
GRANT SELECT ON loja.bought TO reader;
CREATE INDEX by_sales ON loja.bought (sales);
CREATE MATERIALIZED VIEW public.kept AS SELECT count(*) AS n FROM loja.numbered;
SQL
bought=$(oid bought)

# Rows come, change and go; some lack what the mart is grouped by.
whole='made whole, then compared: no column of it tells which rows of its tables a row comes from'
sed -i -e 's/^10;.*/10;1;7;NULL/' -e '/^20;/d' exports/Sale.csv
echo '1001;1;3;NULL' >>exports/Sale_2.csv
expect_exit 0 rox run -t pg --json
expect_marts '4 keys (CustomerID)' '3 keys (Amount)' '4 keys (CustomerID)' "$whole"
expect_equal "$(jq -c '.steps[] | select(.step == "transform.amounts") | .changed' "$STDOUT")" '{"inserted":1,"updated":0,"deleted":2}'
sed -i -e 's/^10;.*/10;1;9;NULL/' -e 's/^11;.*/11;1;8;NULL/' exports/Sale.csv
loads '0 inserted, 2 updated, 0 deleted'
expect_equal "$(oid bought)" "$bought"
expect_equal "$(psql -Atc "SELECT has_table_privilege('reader', 'loja.bought', 'SELECT')")" t
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_indexes WHERE indexname = 'by_sales'")" 1
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_matviews WHERE matviewname = 'kept'")" 1
psql -qc 'DROP MATERIALIZED VIEW public.kept'

# Nothing of a mart is made that comes out as it was.
sed -i -e 's/^12;.*/12;1;13;99,00/' -e 's/^212;.*/212;1;13;13,50/' exports/Sale.csv
loads '0 inserted, 2 updated, 0 deleted'
sed -i -e 's/^12;.*/12;1;13;13,50/' -e 's/^212;.*/212;1;13;99,00/' exports/Sale.csv
expect_exit 0 rox run -t pg --json
expect_marts '1 key (CustomerID)' 'no change reaches it' '1 key (CustomerID)' 'no change reaches it'

# A mart that somebody else has changed is made whole.
anew='made whole, then compared: bought was made anew'
others='made whole: somebody else has changed it on the server'
for change in 'UPDATE bought SET sales = 0 WHERE customerid = 1' 'DELETE FROM bought WHERE customerid = 1' \
  'ALTER TABLE bought ADD note TEXT' 'CREATE UNIQUE INDEX ON bought (name)' 'ALTER TABLE bought DROP CONSTRAINT bought_pkey' \
  "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER lose BEFORE INSERT ON bought FOR EACH ROW EXECUTE FUNCTION lose()" \
  'DROP TABLE bought'; do
  changed "$change"
  expect_marts "$others" 'no change reaches it' "$anew" "$anew"
  loads ''
done

# What reads a table of which somebody else has changed rows is made whole, though rox leaves that table alone.
psql -qc "UPDATE loja.customer SET name = 'Other' WHERE customerid = 99"
changed ''
expect_equal "$(jq -r '.steps[] | select(.step == "transform.bought") | .how' "$STDOUT")" 'made whole, then compared: Customer was made anew'
expect_equal "$(psql -Atc 'SELECT name FROM loja.bought WHERE customerid = 99')" Other
expect_exit 0 rox run -q -t pg --full-refresh
loads ''

# While it is made, too: then nothing is published, and the next run makes it whole.
sed -i 's/^30;1;[0-9]*;/30;1;60;/' exports/Sale.csv
for step in begin load.Sale relations copy.Sale transform.bought transform.amounts transform.numbered transform.totals; do
  expect_exit 0 rox step "$step" -t pg
done
psql -qc 'UPDATE loja.bought SET sales = 0 WHERE customerid = 1'
expect_exit 1 rox run -t pg
expect_contains 'table bought was changed on the server'
expect_exit 0 rox run -t pg --json
expect_marts "$others" 'no change reaches it' "$anew" "$anew"
loads ''

# The same words mean something else on the server; its key breaks; no temporary tables.
mart odd CustomerID <<'SQL'
SELECT CustomerID, levenshtein(Name, 'Name') AS Distance FROM Customer
SQL
tables+=' odd'
for schema in loja whole; do
  psql -qc "CREATE FUNCTION $schema.levenshtein(text, text) RETURNS int LANGUAGE sql AS 'SELECT length(\$1)'"
done
loads ''
sed -i 's/^50;.*/50;Fifty/' exports/Customer.csv
expect_exit 0 rox run -t pg --json
expect_equal "$(jq -r '.steps[] | select(.step == "transform.odd") | .how' "$STDOUT")" 'made whole, then compared: it calls what may give something else each time on the server'
loads ''
rm marts/odd.sql
tables=${tables% odd}
loads ''
sed -i '1a -- reconcile: rows = Customer' marts/bought.sql
loads ''

# A check that changes make fail fails, and passes again.
mkdir -p checks
printf -- '-- title: Nobody buys for more than 50,000\nSELECT CustomerID, Amount FROM bought WHERE Amount > 50000\n' >checks/large.sql
expect_exit 0 rox run -t pg
sed -i 's/^31;.*/31;1;32;31,00/' exports/Sale.csv
expect_exit 0 rox run -t pg
sed -i 's/^31;.*/31;1;32;60000,00/' exports/Sale.csv
expect_exit 1 rox run -t pg
expect_contains 'large'
sed -i 's/^31;.*/31;1;32;31,50/' exports/Sale.csv
expect_exit 0 rox run -t pg --json
loads ''
rm -r checks

# Without the right to make temporary tables all is made whole.
psql -qc 'CREATE ROLE loader LOGIN; GRANT CREATE ON DATABASE postgres TO loader; REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC'
rm -rf lent && mkdir lent
cp -r model.toml marts exports lent/
sed 's/schema = "loja"/schema = "lent"/' rox.toml >lent/rox.toml
PGUSER=loader rox run -q -t pg -C lent
sed -i 's/^31;.*/31;1;32;32,50/' lent/exports/Sale.csv
PGUSER=loader expect_exit 0 rox run -t pg -C lent --json
expect_equal "$(jq -r '.steps[] | select(.step == "transform.bought") | .how' "$STDOUT")" 'made whole: rox may make no temporary tables (GRANT TEMPORARY ON DATABASE)'
expect_equal "$(psql -Atc 'SELECT max(amount) FROM lent.amounts WHERE amount = 32.5')" 32.50

# Killed at any moment of an update or of publishing, or with the connection lost there, the next run makes the rest.
customer=70
choose 3 'CREATE TABLE loja_rox_next.rox_moved' 'CREATE VIEW loja_rox_next.bought' 'CREATE VIEW loja_rox_next.numbered' \
  'LOCK TABLE loja.bought' 'DELETE FROM loja.bought' 'INSERT INTO loja.bought' 'DELETE FROM loja.amounts' 'INSERT INTO loja.numbered' \
  'INSERT INTO loja_rox.steps' 'UPDATE loja_rox.writers' '"step":"publish","status":"done"'
for text in "${chosen[@]}"; do
  sed -i "s/^30;1;.*/30;1;$((++customer));$customer,25/" exports/Sale.csv
  expect_exit 137 signal_after KILL "$text" run -q -t pg
  if ((customer % 2)); then sed -i "s/^31;1;[0-9]*;/31;1;$customer;/" exports/Sale.csv; fi
  expect_exit 0 rox run -t pg --json
  loads ''
done
psql -q <<'SQL'
CREATE FUNCTION loja_rox.die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
CREATE TRIGGER die BEFORE INSERT ON loja_rox.steps FOR EACH STATEMENT EXECUTE FUNCTION loja_rox.die();
SQL
sed -i 's/^30;1;[0-9]*;/30;1;90;/' exports/Sale.csv
expect_exit 3 rox run -t pg
psql -qc 'DROP TRIGGER die ON loja_rox.steps'
expect_exit 0 rox run -t pg --json
expect_json '.steps[] | select(.step == "transform.bought") | .status' resumed
loads ''
