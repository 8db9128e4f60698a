#!/bin/bash
# A disk that fills up while files are fetched: exit code 3 with the way out, the old warehouse stays, and what is here is
# kept for the next fetch.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
mkdir disk
mount -t tmpfs -o size=16m none disk 2>/dev/null || skip "this user can't mount a small disk"
at_exit umount "$WORK/disk"
orders 1 10 >"$there/out/orders_1.csv"
remote_project disk "$sftp_url/*.csv" "${sftp_settings[@]}"
expect_exit 0 rox run -C disk
{ echo id,amount; awk 'BEGIN { for (i = 11; i <= 1500000; ++i) print i "," i % 1000 ".50" }'; } >"$there/out/orders_2.csv"
expect_exit 3 rox run -C disk
expect_stderr 'free some space'
expect_equal "$(rows disk)" 10
mount -o remount,size=400m disk
expect_exit 0 rox source fetch -C disk --json
expect_json ".bytes < $(stat -c %s "$there/out/orders_2.csv") - 5000000" true
expect_exit 0 rox run -C disk --no-fetch
expect_equal "$(rows disk)" 1500000
