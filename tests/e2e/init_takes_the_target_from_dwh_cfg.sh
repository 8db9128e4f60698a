#!/bin/bash
# The older layout's dwh.cfg becomes a target; keys and passwords stay out of every file and every message.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir shop
printf 'a,b\n1,2\n' >shop/t.csv
cat >dwh.cfg <<'INI'
[AWS]
KEY = AKIAEXAMPLE
SECRET = very/secret
REGION = us-west-2
[CLUSTER]
HOST = example.redshift.amazonaws.com
DB_PASSWORD = hunter2
[IAM_ROLE]
ARN = 'arn:aws:iam::1:role/x'
[S3]
LOG_DATA = 's3://my-bucket/raw'
INI
expect_exit 0 rox init shop --from-dwh-cfg dwh.cfg
expect_stderr "left out: [aws] key, [aws] secret, [cluster] db_password"
expect_file shop/rox.toml 'bucket = "my-bucket"'
expect_file shop/rox.toml 'region = "us-west-2"'
for secret in AKIAEXAMPLE very/secret hunter2; do
  expect_not_contains "$secret"
  ! grep -rqF "$secret" shop || fail "$secret was written"
done
expect_exit 0 rox model show -C shop
