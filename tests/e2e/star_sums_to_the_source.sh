#!/bin/bash
# The star's facts are what the exports say, to the last digit: worked out a second time by check_star.py, on a sample
# company and on the real one. Sums over all orders are compared too, orders without lines by themselves.
source "$(dirname "$0")/fixtures/lib.sh"

# star EXPORTS: loads them, makes the marts, compares.
star() {
  expect_exit 0 rox run --source "$1"
  rox query 'FROM fact_sales' --csv >sales.csv
  rox query 'FROM fact_orders' --csv >orders.csv
  expect_exit 0 python3 "$REPO/tests/e2e/fixtures/check_star.py" "$1" sales.csv orders.csv
  cat "$STDOUT"
  local sums='sum(%s), sum(%s), sum(%s), sum(%s)' source fact
  # shellcheck disable=SC2059
  source=$(rox query "SELECT $(printf "$sums" SubTotal TaxAmt Freight TotalDue) FROM SalesOrderHeader" --csv | tail -1)
  # shellcheck disable=SC2059
  fact=$(rox query "SELECT $(printf "$sums" sub_total tax_amt freight total_due) FROM
      (SELECT sub_total, tax_amt, freight, total_due FROM fact_sales UNION ALL
       SELECT sub_total, tax_amt, freight, total_due FROM fact_orders WHERE line_count = 0)" --csv | tail -1)
  expect_equal "$fact" "$source"
}

bikes sample 0.02
cd sample
star exports
raw=$(raw_data) || exit $?
star "$raw"
expect_stdout '56046 lines and 28963 orders as the exports make them; 3799 orders without lines'
