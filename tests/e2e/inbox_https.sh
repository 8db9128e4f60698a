#!/bin/bash
# Exports on a web server: what a folder's page links to, its JSON, or a list names. A name in a list leads nowhere else.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_https
orders 1 10 >"$there/out/orders 1 #ü%.csv"
orders 11 20 >"$there/out/orders_2.csv"
mkdir "$there/out/deep"
orders 21 30 >"$there/out/deep/orders_3.csv"
remote_project . "$https_url/*.csv" "${https_settings[@]}" 'recursive = true'
sed -i 's/file = "orders\*"/file = "*orders*"/' model.toml
expect_exit 0 rox run
expect_equal "$(rows)" 30
expect_equal "$(grep -c '"GET .*\.csv' "$servers/nginx/access.log")" 3
expect_exit 0 rox run
expect_equal "$(grep -c '"GET .*\.csv' "$servers/nginx/access.log")" 3 # only asked about
sed -i '1a after_load = "delete"' rox.toml
expect_exit 2 rox run
expect_stderr 'rox only reads over https'

# A list, with names that would leave the mirror.
echo secret >"$there/secret.csv"
printf '%s\n' orders_2.csv ../secret.csv /etc/passwd.csv 'a/../../secret.csv' "https://127.0.0.1:$https_port/secret.csv" \
  "$https_url/deep/../orders_2.csv" orders_2.csv $'tab\there.csv' missing.csv >"$there/out/files.txt"
remote_project list "$https_url/*.csv" "${https_settings[@]}" 'index = "files.txt"'
expect_exit 0 rox run -C list
expect_equal "$(rows list)" 10
expect_stderr 'its name leads out of its folder'
expect_equal "$(find list/.rox/inbox/exports -type f -o -type l | sort)" list/.rox/inbox/exports/orders_2.csv
expect_equal "$(ls list)" "model.toml
rox.toml
warehouse.duckdb"
end_server "$nginx"

start_https server.pem json
remote_project json "$https_url/*.csv" "${https_settings[@]}"
sed -i 's/file = "orders\*"/file = "*orders*"/' json/model.toml
expect_exit 0 rox run -C json
expect_equal "$(rows json)" 20
expect_exit 0 rox source fetch -C json --json
expect_json '.fetched | length' 0

# A project of what is there, by one command.
expect_exit 0 rox init "$https_url/*.csv" --into made --set "ca = \"$servers/ca.pem\"" --set 'copies = "skip"'
expect_file made/rox.toml "url = \"$https_url/*.csv\""
expect_exit 0 rox run -C made
expect_exit 2 rox init "$https_url/*.csv"
expect_stderr '--into'
