#!/bin/bash
# Times of day are texts on a lake and to Spark, which have no type for them: equal to the local ones cell by cell, in
# the sums of all rows, and in staged files.
# labels: nightly aws spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
use_lake
start_catalogue
mkdir exports
{
  echo 'consulta;hora;chegada'
  for i in {1..60}; do printf '%s;%02d:%02d:00.%s;%02dh%02d\n' "$i" $((8 + i % 10)) $((i % 12 * 5)) "$i" $((7 + i % 10)) $((i % 60)); done
} >exports/agenda.csv
expect_exit 0 rox init exports --into .
lake_target . 'schema = "clinica"'
mkdir -p analyses
printf -- '-- title: Manhã\nSELECT consulta, hora, chegada FROM agenda ORDER BY hora, consulta\n' >analyses/manha.sql
expect_exit 0 rox run
expect_exit 0 rox run -t lake
expect_exit 0 rox analyze --compare local lake --json
expect_json .verdict equal
expect_exit 0 rox reconcile -t lake
expect_exit 0 rox reconcile --engine spark
expect_exit 0 rox analyze --compare local spark --json
expect_json .verdict equal
