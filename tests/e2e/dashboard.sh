# A dashboard for one test; source it after lib.sh:
#
#     source "$REPO/tests/e2e/dashboard.sh"
#     start_dashboard PROJECT [OPTION...]   # of rox serve; sets $DASHBOARD (its address) and $DASHBOARD_PID
#     browse SCRIPT [ARGUMENT...]           # tests/web/SCRIPT.mjs in Chromium, with $DASHBOARD
#
# It listens on a free port of 127.0.0.1 and ends with the test.

start_dashboard() {
  local project=$1 log=$scratch/dashboard.log try
  shift
  # The log of the server before would be taken for this one's until this one has begun its own.
  rm -f "$log" "$log.err"
  "$ROX" serve -C "$project" --port 0 --json "$@" >"$log" 2>"$log.err" &
  DASHBOARD_PID=$!
  at_exit stop_dashboard "$DASHBOARD_PID"
  for ((try = 0; try < 200; try++)); do
    if [[ -s $log ]]; then break; fi
    kill -0 "$DASHBOARD_PID" 2>/dev/null || fail "rox serve ended: $(cat "$log.err")"
    sleep 0.05
  done
  export DASHBOARD ROX
  DASHBOARD=http://127.0.0.1:$(jq -r .port "$log")/
}

stop_dashboard() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

browse() {
  local script=$1
  shift
  command -v chromium >/dev/null || skip "no Chromium (Debian: chromium)"
  [[ -d $REPO/build/deps/test-tools/node_modules/playwright-core ]] || skip "no Playwright (scripts/setup)"
  SHOTS=${SHOTS:-$scratch} PATH=$PATH:$REPO/build/deps/venv/bin node "$REPO/tests/web/$script.mjs" "$@"
}
