#!/usr/bin/env bash
# A pipe, a folder or a dangling link named like an export neither hangs a run nor passes for data.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop

rm exports/Sale.csv
mkfifo exports/Sale.csv
expect_exit 1 timeout 20 "$ROX" run
expect_stderr Sale.csv
expect_stderr hint:
expect_untouched

rm exports/Sale.csv
ln -s nowhere.csv exports/Sale.csv
expect_exit 3 rox run
expect_stderr Sale.csv
expect_untouched

rm exports/Sale.csv
mkdir exports/Sale.csv
expect_refused 1 Sale "are no exports"
