#!/bin/bash
# The same as campaign_of_faults.sh of a run on PostgreSQL, whose schemas hold nothing more in the end.
# labels: nightly postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
"$REPO/tests/campaign/campaign" pg pg-marts --tries "${ROX_TRIES:-5}" --seed "${ROX_SEED:-1}" --report "$scratch/report.json" ||
  fail "$(jq -r '.failures[] | .command, "  " + .problems[]' "$scratch/report.json")"
