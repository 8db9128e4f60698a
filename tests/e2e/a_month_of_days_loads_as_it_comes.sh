#!/bin/bash
# Five weeks of daily exports from rox init on, with every kind of event once (rox sample --day): after each day the
# warehouse holds what days.json says, what is broken is rejected or stops the run, and all of it is told.
# labels: first heavy
source "$(dirname "$0")/fixtures/lib.sh"

python3 "$REPO/tests/e2e/fixtures/replay_days.py" "$ROX" 35
