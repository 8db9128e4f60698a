#!/bin/bash
# rox plan: what a run would do and why, the same that the run then does, and which step needs which; it changes nothing.
source "$(dirname "$0")/fixtures/lib.sh"

bikes .
expect_exit 0 rox plan
expect_stdout 'load.Person'
expect_stdout "it isn't loaded yet"
[[ ! -e .rox && ! -e warehouse.duckdb ]] || fail 'a plan changed something'
expect_exit 0 rox plan --json
cp "$STDOUT" plan.json
expect_json '[.steps[].step] - [.steps[] | select(.due) | .step] | length' 0
expect_json '.steps[] | select(.step == "relations") | .needs | length' 6
expect_json '.steps[] | select(.step == "transform.fact_sales") | .needs | index("load.SalesOrderDetail") != null' true
expect_json '.steps[] | select(.step == "analyze.q1") | .needs | join(" ")' publish
# Every need is a step that comes before.
expect_json '. as $p | [range(.steps | length)] | map(. as $i | $p.steps[$i].needs - [$p.steps[0:$i][].step]) | add | length' 0

expect_exit 0 rox run --json
expect_equal "$(jq -r '.steps[].step' "$STDOUT" | sort)" "$(jq -r '.steps[].step' plan.json | sort)"
expect_exit 0 rox plan --json
expect_json '[.steps[] | select(.due)] | length' 0
printf -- '-- title: changed\nSELECT COUNT(*) AS n FROM Person\n' >analyses/q1.sql
expect_exit 0 rox plan --json
expect_json '[.steps[] | select(.due) | .step] | join(" ")' analyze.q1
expect_exit 0 rox plan --dot
dot -Tsvg -o plan.svg <"$STDOUT" && grep -q 'transform.dim_date' plan.svg || fail 'Graphviz reads no plan'
expect_stdout '"analyze.q1" [fillcolor = gold'
expect_stdout '"load.Person" -> "relations"'
expect_exit 0 rox plan --full-refresh --json
expect_json '[.steps[] | select(.due | not)] | length' 0
