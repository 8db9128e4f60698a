#!/usr/bin/env bash
# `rox model infer --diff` shows what infer would change, as text or as a list, and writes nothing.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
expect_exit 0 rox model infer
expect_exit 0 rox model infer --diff
expect_silent
export_csv Sale 'SaleID;Line;CustomerID;Amount;Note' '1;1;1;10,505;x' '1;2;NULL;0,50;y'
export_csv Refund 'RefundID' '1'
touch -d '2020-01-01' model.toml
files=$(find . -type f | sort | xargs stat -c '%n %i %Y %s')
expect_exit 0 rox model infer --diff
expect_stdout 'Sale.Note: new VARCHAR(1) not null'
expect_stdout 'Refund: new table Refund.csv, 1 column'
expect_exit 0 rox model infer --diff --json
expect_json '.[] | select(.column == "Note") | [.table, .what, .before, .after] | map(. // "-") | join(" ")' \
  'Sale column - VARCHAR(1) not null'
expect_equal "$(find . -type f | sort | xargs stat -c '%n %i %Y %s')" "$files"
expect_exit 0 rox model infer
expect_exit 0 rox model infer --diff
expect_silent
expect_exit 0 rox run

# The model names a column that is nowhere: it was edited in, so it stays, and is said.
sed -i 's/  { name = "Name"/  { name = "Birthday", type = "DATE" },\n&/' model.toml
expect_exit 0 rox model infer --diff
expect_silent
expect_stderr 'Customer.Birthday: the exports no longer have it'
expect_exit 1 rox run
expect_stderr "missing: 'Birthday'"
expect_stderr 'rox model infer --diff'
