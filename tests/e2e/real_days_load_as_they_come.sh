#!/bin/bash
# The real company's exports, cut by OrderDate into days: from rox init on what there was by one evening, thirty days load
# without a reject, to the same rows.
# labels: nightly heavy
source "$(dirname "$0")/fixtures/lib.sh"

raw=$(raw_data) || exit $?
python3 "$REPO/tests/e2e/fixtures/replay_real_days.py" "$ROX" "$raw" 2015-01-31 30
