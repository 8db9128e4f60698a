#!/bin/bash
# `rox model show` names the keys that a column is part of, what it refers to, and how the tables hang together.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
sed -i 's/^primary_key = \["CustomerID"\]/&\nunique = [["Name"]]/' model.toml
expect_exit 0 rox model show
grep -qE '^Customer  \(3 rows, 2 columns, Customer.csv\)$' "$STDOUT" || fail "no heading"
grep -qE '^  CustomerID +INTEGER +PK$' "$STDOUT" || fail "no primary key"
grep -qE '^  Name +VARCHAR\(20\) +null +AK$' "$STDOUT" || fail "no alternate key"
grep -qE '^  CustomerID +INTEGER +null +FK -> Customer\(CustomerID\)$' "$STDOUT" || fail "no relation at its column"
grep -qE '^  Sale \(CustomerID\) +-> +Customer \(CustomerID\) +many to one or none +reported$' "$STDOUT" ||
  fail "no relation in the overview"
expect_exit 0 rox model show --json
expect_json '.tables[0] | [.primary_key, .unique] | tostring' '[["CustomerID"],[["Name"]]]'
expect_json '.tables[1].relations[0] | tostring' \
  '{"columns":["CustomerID"],"references":{"table":"Customer","columns":["CustomerID"]},"enforce":false}'
sed -i '/^relations/,/^\]/d' model.toml
expect_exit 0 rox model show
expect_not_contains "Relations"
