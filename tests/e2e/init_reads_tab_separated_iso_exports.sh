#!/bin/bash
# Tabs, ISO timestamps with zones, \N for nothing, codes with leading zeros, integers past 64 bits.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir lab
{
  printf 'id\tcode\ttaken_at\treading\tbig\tparent\n'
  printf '1\t007\t2023-05-01T10:00:00Z\t1.5E-3\t12345678901234567890123\t\\N\n'
  printf '2\t042\t2023-05-01T12:30:00.123456+02:00\t2.25\t7\t\\N\n'
} >lab/samples.tsv
expect_exit 0 rox init lab
expect_file lab/rox.toml 'delimiter = "\t"'
expect_exit 0 rox model show -C lab --json
expect_json '[.tables[0].columns[] | "\(.name) \(.type)"] | join("; ")' \
  "id SMALLINT; code VARCHAR(3); taken_at TIMESTAMP; reading DECIMAL(5,4); big DECIMAL(23,0); parent VARCHAR"
