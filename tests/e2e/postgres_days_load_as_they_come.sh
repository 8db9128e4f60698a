#!/bin/bash
# Five weeks of daily exports on PostgreSQL: its tables are widened and filled as a local warehouse is, and a stopped run
# leaves them as they were.
# labels: nightly postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
python3 "$REPO/tests/e2e/fixtures/replay_days.py" "$ROX" 35 0.02 1 company
