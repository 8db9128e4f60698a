#!/bin/bash
# Killed, refused and starved at calls of every kind, in every job that needs no server, and then run again (also with
# its inputs put back, also killed again): all is as if nothing had happened (tests/campaign).
# labels: nightly first
source "$(dirname "$0")/fixtures/lib.sh"

"$REPO/tests/campaign/campaign" --tries "${ROX_TRIES:-5}" --seed "${ROX_SEED:-1}" --report "$scratch/report.json" ||
  fail "$(jq -r '.failures[] | .command, "  " + .problems[]' "$scratch/report.json")"
