#!/bin/bash
# Random days of a shop, some of them with a run that is killed, some with somebody else who changes tables: PostgreSQL,
# followed by what changed, holds the same as a schema of it that is loaded whole every day.
# labels: sanitize postgres heavy
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

start_postgres
SIGNAL_AT=$scratch/signal_at.so python3 "$REPO/tests/e2e/fixtures/random_days.py" "$ROX" "$REPO" "${ROX_RANDOM_DAYS:-$(with_all 12 4)}" "${ROX_SEED:-20}" postgres
