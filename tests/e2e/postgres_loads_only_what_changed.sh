#!/bin/bash
# On PostgreSQL, of tables of which little changed only that travels: the tables stay, with all that hangs on them, and
# hold what a full load makes of the exports. So do marts that no change reaches.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres_shop.sh"

# here ARGUMENT...: rox on a local warehouse of the same exports.
here() {
  mkdir -p here
  cp -r model.toml exports here/
  sed '/^\[target.pg\]/,$d' rox.toml >here/rox.toml
  rox "$@" -C here
}

postgres_shop
loads ''
here load -q
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
here load -q
expect_equal "$(rox changes last Sale -t pg --csv)" "$(here changes last Sale --csv)"
expect_equal "$(rox changes last Sale -t pg --csv | grep update)" 'update,"10, 1","{""CustomerID"":""11"",""Amount"":""10.50""}","{""CustomerID"":""7"",""Amount"":""99.99""}"'
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
  expect_equal "$(how Sale), $(bought)" '0 inserted, 0 updated, 0 deleted, made whole: somebody else has changed it on the server'
  loads ''
done

# Texts of any kind are remembered as a local warehouse does; an older rox kept only numbers.
here load -q
printf '108;"Say ""hi"" \\ \tção / 日本"\n' >odd && sed -i -e '/^108;/{r odd' -e 'd}' exports/Customer.csv
loads ''
here load -q
expect_equal "$(rox changes last Customer -t pg --csv)" "$(here changes last Customer --csv)"
psql -qc 'DROP TABLE loja_rox.changes'
expect_exit 2 rox changes last Customer -t pg
expect_contains 'but not which'

# A part more, a part that is sent again, one that is gone; orphans that come and go.
part Sale_3 2001 2050
loads '50 inserted, 0 updated, 0 deleted'
sed -i 's/^2001;1;2;/2001;1;999;/' exports/Sale_3.csv
loads '0 inserted, 1 updated, 0 deleted'
expect_equal "$(psql -Atc 'SELECT orphans, examples FROM loja_rox.relations')" '1|999'
part Sale_3 2001 2050
loads '0 inserted, 1 updated, 0 deleted'
rm exports/Sale_3.csv
loads '0 inserted, 0 updated, 50 deleted; without Sale_3.csv (50 rows)'
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

# SQL that is PostgreSQL's own finds tables, with their keys.
sed 's/, c.Name$//' marts/bought.sql >marts/by_key.sql
loads ''
sed -i 's/^60;.*/60;1;7;3,00/' exports/Sale.csv
loads "whole: mart by_key reads it in SQL of PostgreSQL's own"
rm marts/by_key.sql
loads ''

# Each step by a process of its own, too.
sed -i -e 's/^41;1;/41;2;/' -e 's/^50;.*/50;1;7;3,00/' exports/Sale.csv
expect_exit 0 rox step begin -t pg
for step in $(rox plan -t pg --json | jq -r '.steps[].step'); do
  expect_exit 0 rox step "$step" -t pg --json
  [[ $step != load.Sale ]] || expect_equal "$(how Sale)" '1 inserted, 1 updated, 1 deleted'
done
loads ''
