#!/bin/bash
# The same as changes_are_as_a_full_load.sh, for two hundred days.
# labels: nightly first
ROX_RANDOM_DAYS=200 ROX_SEED=7 exec bash "$(dirname "$0")/changes_are_as_a_full_load.sh"
