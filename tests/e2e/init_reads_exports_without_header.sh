#!/bin/bash
# The first line is data already: columns get numbers for names, no row is lost.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir raw
printf '1,2023-01-02,x\n2,2023-01-03,y\n3,2023-01-04,\n' >raw/events.csv
expect_exit 0 rox init raw
expect_file raw/rox.toml 'header = false'
expect_exit 0 rox model show -C raw --json
expect_json '.tables[0].rows' 3
expect_json '[.tables[0].columns[] | "\(.name) \(.type)"] | join("; ")' \
  "column_1 SMALLINT; column_2 DATE; column_3 VARCHAR(1)"
