#!/bin/bash
# On PostgreSQL, of tables of which little changed only that travels: the tables stay, with all that hangs on them, and
# hold what a full load makes of the exports. What somebody else has changed is loaded whole.
# labels: sanitize postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

start_postgres
shop
postgres_target . pg loja
sed -i 's/^primary_key = \["CustomerID"\]/&\nunique = [["Name"]]/' model.toml
mkdir -p marts
cat >marts/bought.sql <<'SQL'
-- title: What each customer bought
-- key: CustomerID
SELECT c.CustomerID, c.Name, COUNT(s.SaleID) AS Sales, SUM(s.Amount) AS Amount
FROM Customer AS c
LEFT JOIN Sale AS s ON c.CustomerID = s.CustomerID
GROUP BY c.CustomerID, c.Name
SQL
seq -f '%.0f' 1 200 | awk 'BEGIN { print "CustomerID;Name" } { print $1 ";Name " $1 }' >exports/Customer.csv
part() { # part NAME FROM TO: sales of these numbers
  seq -f '%.0f' "$2" "$3" | awk 'BEGIN { print "SaleID;Line;CustomerID;Amount" } { print $1 ";1;" $1 % 200 + 1 ";" $1 ",50" }' >"exports/$1.csv"
}
part Sale 1 500
part Sale_2 501 900

# how TABLE: how the last run loaded it.
how() { jq -r ".steps[] | select(.step == \"load.$1\") | .how // \"\"" "$STDOUT"; }
tables='customer sale bought'
contents() { # contents SCHEMA
  local table
  for table in $tables; do psql -Atc "SELECT * FROM $1.$table ORDER BY 1, 2"; done
  psql -Atc "SELECT columns, orphans, keys, examples FROM $1_rox.relations" -c "SELECT file, records, rows FROM $1_rox.files ORDER BY 1"
}
# loads HOW: a run that loads the sales so, after which all is as a full load makes it and a second run does nothing.
loads() {
  expect_exit 0 rox run -t pg --json
  expect_equal "$(how Sale)" "$1"
  expect_exit 0 rox run -t pg --json
  expect_json .status unchanged
  rm -rf whole && mkdir whole
  cp -r model.toml rox.toml marts exports whole/
  sed -i 's/schema = "loja"/schema = "whole"/' whole/rox.toml
  rox run -C whole -t pg -q --full-refresh
  expect_equal "$(contents loja)" "$(contents whole)"
  expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
}
oid() { psql -Atc "SELECT 'loja.$1'::regclass::oid"; }

loads ''
psql -q <<'SQL'
CREATE ROLE reader;
GRANT SELECT ON loja.sale TO reader;
CREATE INDEX by_amount ON loja.sale (amount);
CREATE MATERIALIZED VIEW public.kept AS SELECT count(*) AS n FROM loja.sale;
CREATE TABLE public.notes (saleid INT, line SMALLINT, FOREIGN KEY (saleid, line) REFERENCES loja.sale ON DELETE CASCADE);
INSERT INTO public.notes VALUES (10, 1);
SQL
sale=$(oid sale)

# Rows come, change and go, and the file is in another order.
sed -i -e 's/^10;.*/10;1;7;99,99/' -e '/^20;/d' exports/Sale.csv
echo '1001;1;3;1,00' >>exports/Sale_2.csv
(head -1 exports/Sale.csv && tail -n +2 exports/Sale.csv | tac) >shuffled
mv shuffled exports/Sale.csv
loads '1 inserted, 1 updated, 1 deleted'
expect_equal "$(oid sale)" "$sale"
expect_equal "$(psql -Atc 'SELECT count(*) FROM public.notes')" 1
expect_equal "$(psql -Atc "SELECT convalidated FROM pg_constraint WHERE conrelid = 'public.notes'::regclass")" t
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_indexes WHERE indexname = 'by_amount'")" 1
expect_equal "$(psql -Atc "SELECT has_table_privilege('reader', 'loja.sale', 'SELECT')")" t
expect_equal "$(rox changes last -t pg --csv | tail -n +2)" 'Sale,changes,1,1,1'
expect_exit 2 rox changes last Sale -t pg
expect_contains 'but not which'
psql -qc 'DROP TABLE public.notes; DROP MATERIALIZED VIEW public.kept'

# What a mart doesn't read doesn't touch it, unless somebody else did.
bought() { jq -r '.steps[] | select(.step == "transform.bought") | .how // ""' "$STDOUT"; }
mart=$(oid bought)
sed -i 's/^40;1;/40;2;/' exports/Sale.csv
expect_exit 0 rox run -t pg --json
expect_equal "$(how Sale), $(bought)" '1 inserted, 0 updated, 1 deleted, no change reaches it'
expect_equal "$(oid bought)" "$mart"
for change in 'UPDATE loja.bought SET sales = 0 WHERE customerid = 1' 'ALTER TABLE loja.bought ADD note TEXT' 'DROP TABLE loja.bought'; do
  psql -qc "$change"
  (head -1 exports/Sale.csv && tail -n +2 exports/Sale.csv | tac) >shuffled
  mv shuffled exports/Sale.csv
  expect_exit 0 rox run -t pg --json
  expect_equal "$(how Sale), $(bought)" '0 inserted, 0 updated, 0 deleted, '
  loads ''
done

# A part more, a part that is sent again, one that is gone; orphans that come and go.
part Sale_3 2001 2050
loads '50 inserted, 0 updated, 0 deleted'
sed -i 's/^2001;1;2;/2001;1;999;/' exports/Sale_3.csv
loads '0 inserted, 1 updated, 0 deleted'
expect_equal "$(psql -Atc 'SELECT orphans, examples FROM loja_rox.relations')" '1|999'
part Sale_3 2001 2050
loads '0 inserted, 1 updated, 0 deleted'
rm exports/Sale_3.csv
loads '0 inserted, 0 updated, 50 deleted'
sed -i '/^5;/d' exports/Customer.csv
loads ''
expect_equal "$(psql -Atc 'SELECT orphans, keys FROM loja_rox.relations')" '5|1'
expect_equal "$(oid sale)" "$sale"

# Alternate keys that break and heal are the server's or not, as after a full load.
unique() { psql -Atc "SELECT count(*) FROM pg_constraint WHERE conrelid = 'loja.customer'::regclass AND contype = 'u'"; }
sed -i 's/^7;.*/7;Name 8/' exports/Customer.csv
expect_exit 0 rox run -t pg --json
expect_equal "$(how Customer)" "whole: (Name) isn't unique any more"
expect_equal "$(unique)" 0
sed -i 's/^9;.*/9;Nine/' exports/Customer.csv
expect_exit 0 rox run -t pg --json
expect_equal "$(how Customer)" '0 inserted, 1 updated, 0 deleted'
expect_contains '(Name) of Customer is not unique'
sed -i 's/^7;.*/7;Name 7/' exports/Customer.csv
expect_exit 0 rox run -t pg --json
expect_equal "$(how Customer)" 'whole: (Name) is unique now'
expect_equal "$(unique)" 1

# Somebody else: before a run, and while one goes on.
day=0
for change in 'UPDATE loja.sale SET amount = 0 WHERE saleid = 1' 'DELETE FROM loja.sale WHERE saleid = 2' \
  'ALTER TABLE loja.sale ADD note TEXT' \
  'CREATE TRIGGER same BEFORE UPDATE ON loja.sale FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()' \
  'ALTER TABLE loja.sale ADD CHECK (amount > 0) NOT VALID' 'TRUNCATE loja.sale'; do
  psql -qc "$change"
  echo "$((3000 + ++day));1;1;1,00" >>exports/Sale_2.csv
  loads 'whole: somebody else has changed it on the server'
done
for change in 'UPDATE loja.sale SET amount = 0 WHERE saleid = 1' 'ALTER TABLE loja.sale DROP COLUMN amount CASCADE' 'DROP TABLE loja.sale CASCADE'; do
  echo "$((4000 + ++day));1;1;1,00" >>exports/Sale_2.csv
  run_until '"step":"checks","status":"done"' run -t pg
  psql -qc "$change" 2>/dev/null
  kill -CONT "$running"
  status=0
  wait "$running" || status=$?
  expect_equal "$status" 1
  expect_stderr 'was changed on the server while its new rows were made'
  loads 'whole: somebody else has changed it on the server'
done

# Killed anywhere, it goes on, or begins anew.
for moment in '"step":"load.Sale","status":"done"' '"step":"relations","status":"done"' '"step":"transform.bought","status":"done"' \
  'COPY loja_rox_next.rox_come' 'CREATE VIEW loja_rox_next' 'LOCK TABLE loja.sale' 'RETURNING 1' 'UPDATE loja_rox.writers'; do
  echo "$((5000 + ++day));1;1;1,00" >>exports/Sale_2.csv
  sed -i "s/^$((30 + day));.*/$((30 + day));1;1;2,00/" exports/Sale.csv
  expect_exit 137 signal_after KILL "$moment" run -q -t pg
  expect_exit 0 rox run -t pg --json
  expect_contains '"status":"done"'
  loads ''
done
