#!/bin/bash
# A project that the very first rox made and ran (fixtures/first, of 2026-11-25: rox.toml and model.toml by its `rox init`, a
# warehouse of DuckDB 1.5, a ledger without checks and changes): all of it is read as it is; the next run loads it anew, once, and
# what it rejected can be mended in the file that it wrote.
source "$(dirname "$0")/fixtures/lib.sh"

rows() { rox query -C shop --csv "$1" | tail -n +2; }
tar -xJf "$REPO/tests/e2e/fixtures/first/2026-11-25.tar.xz"
before=$(sha256sum shop/warehouse.duckdb)
expect_exit 0 rox status -C shop --json
expect_json '.[0].status' done
expect_json '.[0].steps[] | select(.step == "load.Sale") | .rejects' 1
expect_equal "$(rows 'SELECT SaleID, Line, CustomerID, Amount FROM Sale ORDER BY 1, 2')" $'1,1,1,10.50\n1,2,,0.50\n2,1,2,7.00'
expect_equal "$(rows 'SELECT file, line, value FROM rox.rejects')" 'Sale.csv,5,x'
expect_exit 0 rox model show -C shop
expect_exit 0 rox report -C shop --charts none
expect_equal "$(sha256sum shop/warehouse.duckdb)" "$before"

sed -i '2s/"4;1;2;x"\r$/"4;1;2;2,50"\r/' shop/rejects/Sale.csv
expect_exit 0 rox stage --replay -C shop
expect_exit 0 rox run -C shop --json
expect_json '[.steps[] | select(.step | startswith("load.")) | .step + " " + .status] | sort | join(", ")' 'load.Customer done, load.Sale done'
expect_equal "$(rows 'SELECT count(*), sum(Amount) FROM Sale')" '4,20.50'
expect_equal "$(rows 'SELECT count(*) FROM rox.rejects')" 0
expect_exit 0 rox run -C shop --json
expect_json .status unchanged

# What changes then is all of its table, once, and from then on what changes; and it can be proven.
printf '4;Di\r\n' >>shop/exports/Customer.csv
expect_exit 0 rox run -C shop
printf '5;Ed\r\n' >>shop/exports/Customer.csv
expect_exit 0 rox run -C shop --json
expect_json '.steps[] | select(.step == "load.Customer") | .changed | [.inserted, .updated, .deleted] | join(" ")' '1 0 0'
expect_exit 0 rox run -C shop --prove
expect_exit 0 rox check -C shop
expect_exit 0 rox reconcile -C shop
