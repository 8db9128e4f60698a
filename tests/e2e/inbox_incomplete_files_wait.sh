#!/bin/bash
# A file that is still written isn't taken: it has to stand still, or what the source's rule wants is beside it.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
orders 1 10 >"$there/out/orders_1.csv"
orders 11 20 >"$there/out/orders_2.csv"
: >"$there/out/orders_3.csv"
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}"
sed -i 's/^still = .*/still = 2/' rox.toml

# One grows as long as it is looked at.
(n=20; while :; do n=$((n + 1)); echo "$n,$n.50" >>"$there/out/orders_2.csv"; sleep 0.05; done) &
writer=$!
at_exit end_job "$writer"
expect_exit 0 rox source fetch --json
expect_json '[.fetched[].file] | join(",")' orders_1.csv
expect_json '.waiting[] | select(.file == "orders_2.csv") | .why' 'it changed while it was fetched: somebody still writes it'
expect_json '.waiting[] | select(.file == "orders_3.csv") | .why' 'it is empty'
expect_exit 0 rox run
expect_stderr 'not complete yet: orders_2.csv'
expect_equal "$(rows)" 10
kill "$writer" && wait "$writer" 2>/dev/null || true
expect_exit 0 rox run
expect_equal "$(rows)" "$(($(cat "$there"/out/orders_[12].csv | wc -l) - 2))"
cmp .rox/inbox/exports/orders_2.csv "$there/out/orders_2.csv"

# A companion says that a file is complete; names say that it isn't.
rm "$there"/out/* && rm -rf .rox warehouse.duckdb
sed -i 's/^still = .*/take = "done"/' rox.toml
orders 1 10 >"$there/out/orders_1.csv"
orders 11 20 >"$there/out/orders_2.csv"
orders 21 30 >"$there/out/orders_3.csv.part"
touch "$there/out/orders_1.csv.done"
expect_exit 0 rox run
expect_stderr "orders_2.csv (orders_2.csv.done isn't there yet)"
expect_equal "$(rows)" 10
touch "$there/out/orders_2.done"
expect_exit 0 rox run
expect_equal "$(rows)" 20

# A sum has to be right; one that isn't is told, and taken when it is.
rm "$there"/out/* && rm -rf .rox warehouse.duckdb
sed -i 's/^take = .*/take = "checksum"/' rox.toml
orders 1 10 >"$there/out/orders_1.csv"
orders 11 20 >"$there/out/orders_2.csv"
orders 21 30 >"$there/out/orders_3.csv"
(cd "$there/out" && sha256sum orders_1.csv >orders_1.csv.sha256 && md5sum orders_1.csv | sed 's/orders_1/orders_2/' >orders_2.csv.md5)
expect_exit 0 rox run
expect_stderr "orders_2.csv (it can't be fetched: its md5 isn't the one that its companion says)"
expect_stderr "orders_3.csv.sha256 isn't there yet"
expect_equal "$(rows)" 10
(cd "$there/out" && md5sum orders_2.csv >orders_2.csv.md5)
sed -i '1a after_load = "delete"' rox.toml
expect_exit 0 rox run
expect_equal "$(rows)" 20
expect_equal "$(ls "$there/out")" orders_3.csv
