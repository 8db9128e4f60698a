#!/bin/bash
# Rows that Redshift refuses: file, line, column, value and reason are in the message and in the rejects, and the tables stay as they were.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
bikes . 0.01
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml
expect_exit 0 rox infra up -t aws --yes -q
expect_exit 0 rox run -t aws -q
before=$(rox query -t aws --csv 'SELECT COUNT(*) FROM Product')

faults '[{"column": "product.name", "longest": 30}]'
expect_exit 1 rox run -t aws --full-refresh
expect_stderr 'Redshift refuses rows of Product'
expect_stderr 'staged/Product/part-0001-'
expect_stderr 'column name'
expect_stderr 'String length exceeds DDL length'
expect_equal "$(psql -d rox_bikes -tAc "SELECT count(*) > 0, bool_and(code = 'refused' AND length(value) > 30 AND line > 0) FROM public_rox.rejects")" 't|t'
faults '[]'
expect_equal "$(rox query -t aws --csv 'SELECT COUNT(*) FROM Product')" "$before"
expect_exit 0 rox run -t aws --full-refresh -q
expect_equal "$(psql -d rox_bikes -tAc 'SELECT count(*) FROM public_rox.rejects')" 0
# No next tables and no files of the failed run are left.
expect_equal "$(psql -d rox_bikes -tAc "SELECT count(*) FROM pg_tables WHERE tablename LIKE '%\_\_2%'")" 0
bucket=$(rox infra status -t aws --json | jq -r .outputs.Bucket)
expect_equal "$(s3 list_objects_v2 "Bucket=$bucket" | jq '[.Contents[].Key | select(contains("copy-") or endswith(".parquet") or endswith("manifest.json") | not)] | length')" 0
