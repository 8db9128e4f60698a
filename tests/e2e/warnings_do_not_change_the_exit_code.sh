#!/bin/bash
# A check of severity warn shows its rows and ends with 0; with --warn-error it fails. Orphans warn unless enforced.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '1;2;NULL;0,50' '2;1;9;7,00'
expect_exit 0 rox run
mkdir checks
printf -- '-- severity: warn\nSELECT SaleID FROM Sale WHERE Amount < 1\n' >checks/small.sql
expect_exit 0 rox check
expect_stdout 'warn: small: small'
expect_stdout 'warn: Sale.CustomerID.references.Customer'
expect_stdout '2 warnings, 0 failed'
expect_exit 0 rox check --json
expect_json .status warn
expect_json '[.checks[] | select(.status == "warn") | .failures] | tostring' '[1,1]'
expect_exit 0 rox check --severity error --json
expect_json '.status + " " + ([.checks[].severity] | unique | join(" "))' 'pass error'
expect_exit 1 rox check --warn-error
expect_stdout '0 warnings, 2 failed'
expect_exit 2 rox check --severity warning
expect_stderr "unknown severity 'warning'"
