#!/bin/bash
# The same as killed_runs_go_on_where_they_were.sh, fifty times and at random.
# labels: nightly first
ROX_KILLS=50 exec bash "$(dirname "$0")/killed_runs_go_on_where_they_were.sh"
