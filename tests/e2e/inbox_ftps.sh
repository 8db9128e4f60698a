#!/bin/bash
# Exports on an FTP server over TLS, whichever way that begins, and whether the server lists for programs or for people.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_ftps
orders 1 10 >"$there/out/orders 1 #ç.csv"
mkdir -p "$there/out/2026/november"
orders 11 20 >"$there/out/2026/november/orders_2.csv"
remote_project . "$ftps_url/*.csv" "${ftps_settings[@]}" 'recursive = true'
sed -i 's/file = "orders\*"/file = "*orders*"/' model.toml
expect_exit 0 rox run
expect_equal "$(rows)" 20
cmp "$there/out/orders 1 #ç.csv" '.rox/inbox/exports/orders 1 #ç.csv'
remote_project explicit "$ftpes_url/*.csv" "${ftps_settings[@]}" 'after_load = "move"'
expect_exit 0 rox run -C explicit
expect_equal "$(rows explicit)" 10
expect_equal "$(ls "$there/out/loaded")" 'orders 1 #ç.csv'
orders 21 30 >"$there/out/orders 1 #ç.csv"
expect_exit 0 rox run -C explicit
expect_equal "$(rows explicit)" 10
expect_equal "$(ls "$there/out/loaded" | wc -l)" 2
expect_exit 3 env ROX_SOURCE_PASSWORD=wrong "$ROX" run -C explicit
expect_stderr 'the password is ROX_SOURCE_PASSWORD'
expect_not_contains wrong
end_server "$ftps"
rm "$servers/ftps.ports"

start_ftps --no-mlsd
remote_project old "$ftpes_url/*.csv" "${ftps_settings[@]}" 'recursive = true' 'after_load = "delete"'
sed -i 's/file = "orders\*"/file = "*orders*"/' old/model.toml
orders 31 40 >"$there/out/orders_4.csv"
rm -r "$there/out/loaded"
expect_exit 0 rox run -C old
expect_equal "$(rows old)" 20
expect_equal "$(find "$there/out" -type f)" ''
