#!/bin/bash
# What somebody else has changed on PostgreSQL is noticed, before a run and while one goes on, and loaded whole. A run that
# is killed anywhere while it applies changes loses nothing, and nothing is applied twice.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres_shop.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

postgres_shop
loads ''

# What keeps a server going changes nothing.
day=0
choose 2 'VACUUM FREEZE loja.sale' 'VACUUM FULL loja.sale' 'CLUSTER loja.sale USING sale_pkey' 'SELECT FROM loja.sale WHERE saleid < 50 FOR UPDATE'
for care in "${chosen[@]}"; do
  psql -qAtc "$care" >/dev/null
  echo "$((2000 + ++day));1;1;1,00" >>exports/Sale_2.csv
  loads '1 inserted, 0 updated, 0 deleted'
done

# What somebody else does is noticed: before a run,
choose 3 'UPDATE loja.sale SET amount = 0 WHERE saleid = 1' 'DELETE FROM loja.sale WHERE saleid = 2' \
  'ALTER TABLE loja.sale ADD note TEXT' \
  'CREATE TRIGGER same BEFORE UPDATE ON loja.sale FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()' \
  'ALTER TABLE loja.sale ADD CHECK (amount > 0) NOT VALID' 'TRUNCATE loja.sale'
for change in "${chosen[@]}"; do
  psql -qc "$change"
  echo "$((3000 + ++day));1;1;1,00" >>exports/Sale_2.csv
  loads 'whole: somebody else has changed it on the server'
done

# and while one goes on.
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
choose 3 '"step":"load.Sale","status":"done"' '"step":"relations","status":"done"' '"step":"transform.bought","status":"done"' \
  'COPY loja_rox_next.rox_come' 'CREATE VIEW loja_rox_next' 'LOCK TABLE loja.sale' 'RETURNING 1' 'UPDATE loja_rox.writers' 'DROP SCHEMA "loja_rox_next"'
for moment in "${chosen[@]}"; do
  echo "$((5000 + ++day));1;1;1,00" >>exports/Sale_2.csv
  sed -i "s/^$((30 + day));.*/$((30 + day));1;1;2,00/" exports/Sale.csv
  expect_exit 137 signal_after KILL "$moment" run -q -t pg
  expect_exit 0 rox run -t pg --json
  expect_contains '"status":"done"'
  loads ''
done
