#!/bin/bash
# Hours of guards are those of [project] time_zone, wherever the machine is.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/clock.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

[[ -e /usr/share/zoneinfo/America/Sao_Paulo ]] || skip 'no time zones (Debian: tzdata)'
shop
mkdir expect
printf '[[guard]]\ntable = "Sale"\narrives_by = "07:30"\n' >expect/sales.toml
sales 0
expect_exit 0 at 0 08:00 rox run
expect_exit 1 at 1 08:00 rox expect check # by UTC it is missing
sed -i '/^\[project\]/a time_zone = "America/Sao_Paulo"' rox.toml
expect_exit 0 at 1 08:00 rox expect check # there it is five o'clock
expect_exit 1 at 1 10:31 rox expect check
sed -i 's|America/Sao_Paulo|Nowhere/Else|' rox.toml
expect_exit 2 rox expect check
expect_stderr "this machine knows no time zone 'Nowhere/Else'"
