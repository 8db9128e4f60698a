#!/bin/bash
# Times of day arrive in Redshift, whose COPY takes none from Parquet, cell by cell. Texts that are longer than any was when the project was made are loaded into Redshift: a load makes its table by the texts of today.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
mkdir data
printf 'id,name,since\n' >data/customers.csv
for i in {1..50}; do printf '%s,Ann %s,%02d:15:00.%s\n' $i $i $((i % 24)) $i; done >>data/customers.csv
expect_exit 0 rox init data --into .
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml
expect_exit 0 rox infra up -t aws --yes -q
expect_exit 0 rox run -t aws -q
expect_exit 0 rox run -q
times='SELECT id, since FROM customers ORDER BY since, id'
expect_equal "$(rox query -t aws --csv "$times")" "$(rox query --csv "$times")"
expect_exit 0 rox reconcile -t aws
{
  printf '51,%05000d,12:00\n' 1
  echo "52,$(printf 'é%.0s' {1..200}),12:00" # 400 bytes
} >>data/customers.csv
expect_exit 0 rox run -t aws -q
expect_equal "$(rox query -t aws --csv 'SELECT count(*), max(length(name)) FROM customers' | tail -1)" 52,5000
expect_exit 0 rox model infer --diff
expect_silent
