#!/bin/bash
# What was never that large, that long or missing when the project was made is loaded into PostgreSQL like any other row,
# and rows that the user's own limits refuse are not.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
mkdir data
{
  echo 'id,name,phone,status,amount,points,since'
  for i in {1..50}; do echo "$((32700 + i)),Ann $i,1198765$i,new,$i.50,$i,2024-01-31"; done
} >data/customers.csv
expect_exit 0 rox init data --into .
postgres_target . pg shop
expect_exit 0 rox run -t pg
count() { psql -Atc "SELECT count(*) FROM shop.customers"; }
expect_equal "$(count)" 50

cat >>data/customers.csv <<'END'
32768,Ann,1,new,1.50,1,2024-01-31
32769,Maximiliana-Theodora von und zu Hohenstein-Bracciolini,1,new,1.50,1,2024-01-31
32770,Ann,,new,1.50,1,2024-01-31
32771,Ann,1,waiting for the goods to come back,1.50,1,2024-01-31
32772,Ann,1,new,98765432109876.50,1,2024-01-31
3000000000,Ann,1,new,1.50,1,2024-01-31
32774,Ann,1,new,1.50,2147483647,2024-01-31
32775,,,,,,
END
expect_exit 0 rox run -t pg
expect_equal "$(count)" 58
expect_equal "$(psql -Atc 'SELECT max(id), max(points), max(length(name)), max(amount) FROM shop.customers')" \
  '3000000000|2147483647|54|98765432109876.50'
expect_equal "$(psql -Atc 'SELECT count(*) FROM shop.customers WHERE phone IS NULL')" 2
expect_exit 0 rox model infer --diff
expect_silent

# A limit is one where a person wrote it.
sed -i 's/\({ name = "name", .*\) }/\1, max_length = 40, required = true }/' model.toml
expect_exit 0 rox run -t pg
expect_equal "$(count)" 56
