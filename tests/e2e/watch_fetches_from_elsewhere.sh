#!/bin/bash
# `rox watch` of exports on a server: what comes is fetched and loaded, once. A server that is away for a moment is nobody's
# business; for a quarter of an hour it is told, once, and so is its end.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/clock.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
orders 1 10 >"$there/out/orders_1.csv"
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}"
cat >>rox.toml <<'TOML'
[notify.to.file]
type = "command"
command = ["sh", "-c", "cat >>told"]
TOML
touch told
# watch TIME [WANTED]: a look; it runs for that reason, or doesn't.
watch() {
  expect_exit 0 at 0 "$1" rox watch --once --json
  expect_equal "$(jq -rs 'map(.reason + ": " + .status) | join(", ")' "$STDOUT")" "${2:-}"
}
told() { expect_equal "$(jq -rs '[.[] | .notices[] | .state + " " + .kind] | join(", ")' told)" "$1"; : >told; }

watch 06:00                         # fetched, and not yet still
watch 06:01 'exports arrived: done'
expect_equal "$(rows)" 10
orders 11 20 >"$there/out/orders_2.csv"
watch 06:02
watch 06:03 'exports arrived: done'
expect_equal "$(rows)" 20
watch 06:04
told ''

stop_sshd
watch 07:00
expect_stderr 'sftp://127.0.0.1'
watch 07:05
expect_equal "$(cat "$STDERR")" '' # it is the same trouble
told ''
watch 07:16
told 'new failure'
watch 07:20
told ''
start_sshd
watch 07:30 'it is tried again: unchanged'
told 'fixed failure'
watch 07:31
told ''
