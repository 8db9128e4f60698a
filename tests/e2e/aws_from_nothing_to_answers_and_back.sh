#!/bin/bash
# The whole way on AWS, or what stands in for it (tests/cloud): infrastructure, files, tables, marts, answers that are DuckDB's; a second run
# does nothing; and taking it down leaves nothing.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
bikes . 0.01
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "203.0.113.7"\n' >>rox.toml

expect_exit 0 rox infra plan -t aws --json
expect_json '[.changes[] | .action] | unique | join(" ")' create
expect_json '.changes | map(.type) | index("AWS::RedshiftServerless::Workgroup") != null' true
expect_exit 0 rox infra status -t aws --json
expect_json .status NONE

expect_exit 2 rox run -t aws
expect_stderr 'rox infra up -t aws'
expect_exit 0 rox infra up -t aws --yes
expect_stderr 'CREATE_COMPLETE'
expect_exit 0 rox infra up -t aws --yes --json
expect_json .changes 0

expect_exit 0 rox run -t aws --json
expect_json .status done
expect_exit 0 rox run -t aws --json
expect_json '.status, ([.steps[] | select(.status == "done")] | length)' $'unchanged\n0'

rox run -q
expect_exit 0 rox analyze --compare local aws --json
expect_json '.verdict, (.questions | length)' $'equal\n5'
expect_exit 0 rox reconcile -t aws --json
expect_exit 0 rox check -t aws --json
expect_exit 0 rox infra status -t aws --json
expect_json '.status, (.drift | length)' $'CREATE_COMPLETE\n0'

expect_exit 0 rox infra down -t aws --yes
expect_equal "$(s3 list_buckets | jq '.Buckets | length')" 0
expect_equal "$(moto iam list_roles | jq '.Roles | length')" 0
expect_equal "$(moto ec2 describe_vpcs 'Filters=[{"Name":"is-default","Values":["false"]}]' | jq '.Vpcs | length')" 0
expect_equal "$(psql -tAc "SELECT count(*) FROM pg_database WHERE datname = 'rox_bikes'")" 0
expect_exit 0 rox infra status -t aws --json
expect_json .status NONE
