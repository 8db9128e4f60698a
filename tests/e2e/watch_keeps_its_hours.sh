#!/bin/bash
# What the clock says, look by look (`rox watch --once`): cron expressions, also after a time without a look, runs that failed by
# something outside, exports that don't arrive, reports by schedule, and clocks that are put forward and back.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/clock.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
cat >>rox.toml <<'TOML'
[watch]
cron = ["30 6 * * mon-fri"]
[notify]
report = "0 8 * * mon"
[notify.to.file]
type = "command"
command = ["sh", "-c", "cat >>told"]
TOML
mkdir expect
printf '%s\n' '[[guard]]' 'table = "Sale"' 'arrives_by = "07:30"' >expect/sales.toml
touch -d '2026-01-05 05:00' exports/*
touch told
# watch DAY TIME [WANTED]: a look; it runs for that reason, or doesn't.
watch() {
  expect_exit 0 at "$1" "$2" rox watch --once --json
  expect_equal "$(jq -rs 'map(.reason + ": " + .status) | join(", ")' "$STDOUT")" "${3:-}"
}
told() { expect_equal "$(jq -rs '[.[] | .notices[] | .state + " " + .kind] | join(", ")' told)" "$1"; : >told; }

watch 0 06:00                         # seen, and not yet still
watch 0 06:01 'exports arrived: done' # for half a minute now
watch 0 06:29
watch 0 06:31 'its time has come: unchanged'
watch 0 06:32
told ''
# Days without a look: one run makes up for all of them; nothing came on Tuesday, Wednesday or Thursday. Nor did the report.
watch 3 09:00 'its time has come: unchanged'
told 'new arrival, once report'
touch -d '2026-01-08 09:30' exports/Sale.csv
watch 3 09:31
told 'fixed arrival'
watch 3 09:32 'exports arrived: unchanged'
# Weekends have their hour too, of arrivals; the report comes on Monday.
watch 5 08:00 'its time has come: unchanged'
told 'new arrival'
watch 5 08:05
touch -d '2026-01-12 07:00' exports/Sale.csv
watch 7 07:59 # what comes has to stand still, whatever the hour
told 'fixed arrival'
watch 7 08:01 'its time has come: unchanged'
told 'once report'
# The clock is put back, and forward again: nothing is due because of that.
watch 7 06:45
watch 7 08:02
told ''
# Something outside fails: tried again after a minute, then two.
rm -f .rox/lock && mkdir .rox/lock
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50'
touch -d '2026-01-12 08:03' exports/Sale.csv
watch 7 08:03
watch 7 08:04
expect_stderr 'lock'
watch 7 08:04
expect_not_contains lock
watch 7 08:05:30 # the first try may have come some seconds late
expect_stderr 'lock'
watch 7 08:06
expect_not_contains lock
rmdir .rox/lock
watch 7 08:08:30 'it is tried again: done'
# A folder that is empty for a while is no arrival, nor is what comes back as it was.
mkdir away && mv exports/* away
watch 7 09:00
watch 7 09:02
mv away/* exports
watch 7 09:03
watch 7 09:04
