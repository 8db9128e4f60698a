#!/bin/bash
# --explain names the value, file and line that forced each choice; what stays text says why and the way out.
source "$(dirname "$0")/fixtures/lib.sh"

cat >rox.toml <<'TOML'
[source]
path = "exports"
delimiter = ";"
decimal = ","
null = ["NULL"]
TOML
mkdir exports
{
  echo 'id;price;weight;when;noted;zip'
  for i in $(seq 1 40); do echo "$i;$i,50;1.234;01/02/2023;2023-01-01;0123"; done
  echo '41;137721,3102;1.500;03/04/2023;unknown;9999'
} >exports/t.csv
expect_exit 0 rox model infer --explain
expect_stdout "6 before the decimal sign from '137721,3102' at t.csv:42"
expect_stderr "t.weight: '1.234' at t.csv:2 may have thousands or decimals"
expect_stderr "t.when: no date has a day past 12"
expect_stderr "t.noted: text, because 1 of 41 values is no date: first 'unknown' at t.csv:42"
expect_exit 0 rox model show --json
expect_json '[.tables[0].columns[].type] | join("; ")' \
  "SMALLINT; DECIMAL(10,4); VARCHAR(5); VARCHAR(10); VARCHAR(10); VARCHAR(4)"
