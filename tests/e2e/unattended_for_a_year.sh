#!/bin/bash
# A year of daily exports, unattended: `rox watch` under a set clock, with the accidents of exports and of their delivery. Each is
# told on its day, as what it is; on ordinary days after the first weeks there is no alarm.
# labels: nightly first
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/clock.sh"

python3 "$REPO/tests/e2e/fixtures/unattended_year.py" "$ROX" 365 0.2 7
