#!/usr/bin/env bash
# A run that widens the model is killed before each change of a file in turn: model.toml is never ahead of the warehouse,
# and the next run ends as if nothing had happened.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

mkdir exports
{ echo 'id;zip'; seq -f '%.0f;90210' 1 40; } >exports/sale.csv
expect_exit 0 "$ROX" init exports --into before
expect_exit 0 "$ROX" run -C before -q
cp -r before narrow
printf '41;SW1A 1AA\n42;SW1A 2AA\n' >>exports/sale.csv
changes=$(cp -r before counted && count_changes run -C counted -q)
zip_of() { grep -o 'name = "zip", type = "[A-Z]*"' "$1/model.toml"; }
expect_equal "$(zip_of counted)" 'name = "zip", type = "VARCHAR"'

choose 15 $(seq 1 "$changes")
for change in "${chosen[@]}"; do
  rm -rf killed
  cp -r before killed
  expect_exit 137 signal_before KILL "$change" run -C killed -q
  held=$("$ROX" query -C killed -q --csv 'SELECT count(*) FROM sale' | tail -n 1)
  [[ $held == 42 ]] || cmp killed/model.toml narrow/model.toml
  expect_exit 0 "$ROX" run -C killed -q
  expect_equal "$(zip_of killed)" 'name = "zip", type = "VARCHAR"'
  expect_equal "$("$ROX" query -C killed -q --csv 'SELECT count(*), max(zip) FROM sale' | tail -n 1)" '42,SW1A 2AA'
  [[ ! -e killed/.rox/drafts/local.json ]]
  expect_exit 0 "$ROX" run -C killed
  expect_contains 'nothing to do'
done
