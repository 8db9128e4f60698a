#!/bin/bash
# A year of daily exports from rox init on, each fault in turn in one table after another: after each day the warehouse
# holds what days.json says, what is broken is rejected or stops the run, and all of it is told.
# labels: nightly first
source "$(dirname "$0")/fixtures/lib.sh"

python3 "$REPO/tests/e2e/fixtures/replay_days.py" "$ROX" 365 0.02 7
