#!/bin/bash
# A password comes from the environment, ~/.netrc or a command; it is in no file, message, log line or process list, and
# rox.toml takes none.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_ftps
orders 1 10 >"$there/out/orders_1.csv"
secret=$ROX_SOURCE_PASSWORD
remote_project . "$ftps_url/*.csv" "${ftps_settings[@]}"
expect_exit 0 rox run --verbose
expect_not_contains "$secret"
expect_contains 'ftp: '
unset ROX_SOURCE_PASSWORD
export NETRC=$scratch/netrc
expect_exit 3 rox source fetch
printf 'machine other login erp password no\nmachine 127.0.0.1 login erp password "%s"\n' "${secret//\"/\\\"}" >"$NETRC"
expect_exit 0 rox source fetch
sed -i /^user/d rox.toml
expect_exit 0 rox source fetch # the user, too
rm "$NETRC"
sed -i '1a user = "erp"' rox.toml
printf '%s\nsomething else\n' "$secret" >"$scratch/secret"
sed -i "1a password_command = \"cat $scratch/secret\"" rox.toml
orders 11 20 >"$there/out/orders_2.csv"
expect_exit 0 rox run -v
expect_not_contains "$secret"
expect_equal "$(rows)" 20
sed -i "s|cat $scratch/secret|cat $scratch/secret; false|" rox.toml
expect_exit 3 rox run -v
expect_not_contains "$secret"
expect_stderr 'password_command ended with exit code 1'
! grep -rqF "$secret" . || fail 'the password is in a file of the project'

# Nor does the command line show it while rox runs.
sed -i "s|; false||; 1a bandwidth = \"50KB\"" rox.toml
head -c 1000000 /dev/urandom >"$there/out/orders_3.csv"
"$ROX" source fetch -q &
fetch=$!
at_exit end_job "$fetch"
is_fetching() { compgen -G '.rox/inbox/partial/*' >/dev/null; }
await_from "$fetch" "$servers/ftps.log" 'a fetch' is_fetching
! tr '\0' '\n' <"/proc/$fetch/cmdline" | grep -qF "$secret" || fail 'the password is in the process list'
kill "$fetch" && wait "$fetch" 2>/dev/null || true

for line in "url = \"sftp://erp:$secret@host/out/\"" 'url = "https://host/out/?sig=hunter2"' 'url = "sftp://hunter2@host/"' \
  $'url = "sftp://host/"\npassword = "hunter2"' $'url = "sftp://host/"\nuser = "erp:hunter2"'; do
  mkdir -p refused && printf '[source]\n%s\n' "${line//\"word\"/word}" >refused/rox.toml
  expect_exit 2 rox plan -C refused
  expect_not_contains hunter2
  expect_not_contains p4ss
done
