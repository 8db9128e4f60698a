#!/bin/bash
# Ctrl-C ends a fetch at once, whatever it waits for: bytes that are held back, or files that have to stand still.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
orders 1 200000 >"$there/out/orders_1.csv"
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}" 'bandwidth = "100KB"'
is_fetching() { compgen -G '.rox/inbox/partial/*' >/dev/null; }
# ends_by_ctrl_c WHAT CONDITION...
ends_by_ctrl_c() {
  local status=0 fetch since
  setsid "$ROX" run >"$STDOUT" 2>"$STDERR" &
  fetch=$!
  at_exit end_job "$fetch" KILL
  await_from "$fetch" "$STDERR" "$@"
  since=$SECONDS
  kill -INT "$fetch"
  wait "$fetch" || status=$?
  expect_equal "$status" 130
  ((SECONDS - since < 30)) || fail "it took $((SECONDS - since)) s"
}
ends_by_ctrl_c 'bytes that come' is_fetching
expect_equal "$(find .rox/inbox/exports -type f)" ''
sed -i '/bandwidth/d; s/^still = .*/still = 3000/' rox.toml
is_fetched() { [[ $(find .rox/inbox/content -type f | wc -l) == 1 ]]; }
ends_by_ctrl_c 'a file that is fetched' is_fetched
sed -i 's/^still = .*/still = 0/' rox.toml
expect_exit 0 rox run
expect_equal "$(rows)" 200000
