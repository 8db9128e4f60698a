#!/usr/bin/env bash
# Without a policy for drift, an export of another shape stops the run; the plan and the report say what drifted.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop

export_csv Sale 'SaleID;Line;Amount;Note' '1;1;10,50;x'
expect_exit 0 rox run --dry-run
expect_stdout 'drift: Sale.Note: new in Sale.csv: not loaded so'
expect_stdout 'drift: Sale.CustomerID: missing in Sale.csv'
expect_refused 1 Sale.csv Note CustomerID
expect_exit 1 rox run --json
expect_json '[.drift[] | .column + " " + .kind + " " + .action] | join(", ")' \
  'Note new_column refused, CustomerID missing_column refused'
expect_exit 0 rox status --json
expect_json '.[0].drift | length' 2

# A type below the data: rejects with reasons, said as drift, and the limit keeps the old warehouse.
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;1234567,50' '1;2;1;x' '2;1;1;7,00'
sed -i 's/DECIMAL(9,2)/DECIMAL(5,2)/' model.toml
sed -i '/^null/a max_rejects = 1' rox.toml
expect_refused 1 max_rejects
expect_stdout 'drift: Sale.Amount: 1 value is no DECIMAL(5,2)'
sed -i 's/max_rejects = 1/max_rejects = 2/' rox.toml
expect_exit 0 rox run
expect_stdout 'drift: Sale.Amount: 2 values are no DECIMAL(5,2) (rox model infer --diff shows what the exports prove): rejected'
expect_equal "$(rows 'SELECT code FROM rox.rejects ORDER BY line')" $'out_of_range\nunparsable'
