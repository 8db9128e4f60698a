#!/usr/bin/env bash
# The exports have to be those of the model: a missing file and an extra one are named, both at once.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop

mv exports/Customer.csv .
expect_refused 1 Customer.csv missing

export_csv Returns 'ID' '1'
expect_refused 1 Customer.csv missing Returns.csv "not in the model" ignore

mv Customer.csv exports
expect_refused 1 Returns.csv "not in the model" ignore

# The way out that the message names works.
sed -i 's/^path = "exports"/&\nignore = ["Returns.*"]/' rox.toml
expect_exit 0 rox run
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3
