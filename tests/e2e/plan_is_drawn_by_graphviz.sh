#!/bin/bash
# The graph of rox plan --dot is one that Graphviz reads. (What it says: tests/cases/plan.)
source "$(dirname "$0")/fixtures/lib.sh"

command -v dot >/dev/null || skip "no Graphviz"
bikes .
expect_exit 0 rox plan --dot
dot -Tsvg -o plan.svg <"$STDOUT" || fail 'Graphviz reads no plan'
expect_file plan.svg transform.dim_date
