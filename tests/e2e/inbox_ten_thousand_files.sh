#!/bin/bash
# Ten thousand files in a folder: all of them come, only the new ones after that, and more than are allowed stop the fetch.
# labels: first
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
start_https
python3 - "$there/out" <<'PYTHON'
import sys
for i in range(10000):
    with open("%s/orders_%05d.csv" % (sys.argv[1], i), "w") as file:
        file.write("id,amount\n%d,1.50\n" % i)
PYTHON
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}" 'connections = 8'
expect_exit 0 rox source fetch --json
expect_json .exports 10000
expect_json '[.fetched[].hash] | unique | length' 10000
expect_exit 0 rox source fetch --json
expect_json .bytes 0
echo id,amount >"$there/out/orders_new.csv"
expect_exit 0 rox source fetch --json
expect_json '.fetched | length' 1
sed -i '1a max_files = 9999' rox.toml
expect_exit 3 rox source fetch
expect_stderr 'there are more than 9999 files'
expect_equal "$(find .rox/inbox/exports -type f | wc -l)" 10001

remote_project web "$https_url/orders_00*.csv" "${https_settings[@]}" 'connections = 8'
expect_exit 0 rox source fetch -C web --json
expect_json .exports 1000
