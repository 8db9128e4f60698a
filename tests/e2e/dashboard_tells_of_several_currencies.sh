#!/bin/bash
# Amounts of several currencies make no sum: a page says that they are added up, until one currency is chosen or said.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

mkdir shop
{
  echo 'id;dia;ccy;amount'
  for n in $(seq 1 90); do
    case $((n % 3)) in 0) ccy=EUR ;; 1) ccy=USD ;; *) ccy=JPY ;; esac
    printf '%d;%s;%s;%d.50\n' "$n" "$(date -u -d "2024-01-01 + $n days" +%F)" "$ccy" "$n"
  done
} >shop/payments.csv
expect_exit 0 rox init shop
expect_exit 0 rox run -C shop
start_dashboard shop
page() { # [CURL-ARGUMENT...]
  curl -sf -G "${DASHBOARD}api/v1/pages/overview" -d period=all "$@" >"$STDOUT" || fail "no answer: $*"
}
page
expect_json '[.notes[] | select(.kind == "currencies")] | length' 1
expect_json '.notes[] | select(.kind == "currencies") | .rows' 60
expect_json '.notes[] | select(.kind == "currencies") | .values | sort | join(" ")' 'EUR JPY USD'
page -d where.ccy=EUR
expect_json '[.notes[] | select(.kind == "currencies")] | length' 0
