#!/bin/bash
# Exports on an SFTP server: a run fetches what is new and loads it, says what came, and leaves what was loaded there as it
# was asked to.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
orders 1 10 >"$there/out/orders_1.csv"
orders 11 20 | gzip >"$there/out/orders_2.csv.gz"
echo nothing >"$there/out/README"
remote_project . "$sftp_url/*.csv*" "${sftp_settings[@]}"
expect_exit 0 rox source check --json
expect_json '[.files[].new] | all' true
expect_json .others 1
expect_exit 0 rox run
expect_contains 'fetched 2 files'
expect_equal "$(rows)" 20
expect_exit 0 rox run
expect_not_contains 'fetched'
expect_contains 'nothing to do'

# The account says it, in the warehouse too.
expect_exit 0 rox source list --json
expect_json '[.[].state] | unique | join(",")' taken
run=$(jq -r '.[0].run' "$STDOUT")
expect_equal "$(rox query --csv 'SELECT file, run FROM rox.arrivals ORDER BY file')" "file,run
orders_1.csv,$run
orders_2.csv.gz,$run"
expect_equal "$(jq -r '.[0].hash' "$STDOUT")" "$(sha256sum <"$there/out/orders_1.csv" | cut -d' ' -f1)"

# One is replaced, one is new, one goes: what was fetched stays.
orders 1 5 >"$there/out/orders_1.csv"
orders 21 30 >"$there/out/orders_3.csv"
rm "$there/out/orders_2.csv.gz"
sed -i '1a max_shrink = "100%"' rox.toml
expect_exit 0 rox run
expect_contains 'fetched 2 files'
expect_equal "$(rows)" 25
expect_exit 0 rox source list --json
expect_json '[.[] | .file + " " + .state + " " + (.there | tostring)] | join(", ")' \
  'orders_1.csv replaced true, orders_1.csv taken true, orders_2.csv.gz taken false, orders_3.csv taken true'
sed -i '1a gone = "drop"' rox.toml
expect_exit 0 rox run
expect_equal "$(rows)" 15

# Moved once they are published, and not before; a file of the same name doesn't replace the one that was moved.
sed -i '1a after_load = "move"' rox.toml
expect_exit 0 rox run
expect_equal "$(cd "$there/out" && ls loaded)" "orders_1.csv
orders_3.csv"
expect_equal "$(rows)" 15
expect_exit 0 rox run
expect_equal "$(rows)" 15
orders 31 40 >"$there/out/orders_3.csv"
expect_exit 0 rox run
expect_equal "$(rows)" 15
expect_equal "$(find "$there/out/loaded" -type f | wc -l)" 3
sed -i 's/after_load = "move"/after_load = "delete"/' rox.toml
orders 41 50 >"$there/out/orders_4.csv"
echo 'id,amount,comment' >"$there/out/other.csv"
expect_exit 0 rox run
expect_equal "$(cd "$there/out" && ls)" "README
loaded
other.csv"
expect_equal "$(rows)" 25
expect_exit 0 rox source list --json
expect_json '.[] | select(.file == "other.csv") | .why' "no table's load has read it"

# Without the network nothing changes, and there is a way on.
stop_sshd
expect_exit 3 rox run
expect_stderr '--no-fetch goes on with the'
expect_exit 0 rox run --no-fetch
expect_equal "$(rows)" 25
