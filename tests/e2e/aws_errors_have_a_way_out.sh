#!/bin/bash
# What goes wrong on AWS: each error has the service's code and says what to do.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
start_s3_faults
bikes . 0.01
printf '\n[target.aws]\nengine = "redshift"\n' >>rox.toml

# A permission is missing.
faults '[{"action": "cloudformation:CreateChangeSet", "status": 403, "code": "AccessDenied", "message": "User: arn:aws:iam::123456789012:user/rox is not authorized to perform: cloudformation:CreateChangeSet"}]'
expect_exit 3 rox infra plan -t aws
expect_stderr 'AccessDenied'
expect_stderr 'cloudformation:CreateChangeSet'
expect_stderr 'request id double-request'

# A quota is reached: the creation is rolled back, says why, and can be done again.
faults '[{"resource": "Workgroup", "reason": "You have reached the limit of RPUs in this account (Service Quota)"}]'
expect_exit 3 rox infra up -t aws --yes
expect_stderr 'ROLLBACK_COMPLETE'
expect_stderr 'Workgroup (AWS::RedshiftServerless::Workgroup): You have reached the limit'
expect_stderr 'Service Quotas'
expect_stderr 'rox infra down -t aws'
faults '[]'
expect_exit 3 rox infra up -t aws --yes
expect_stderr 'only allows deleting it'
expect_exit 1 rox infra status -t aws
expect_stdout 'You have reached the limit'
expect_exit 3 rox run -t aws
expect_stderr 'not whole'
expect_exit 0 rox infra down -t aws --yes -q
expect_exit 0 rox infra up -t aws --yes -q

# Nobody is there to say yes.
expect_exit 2 rox infra down -t aws </dev/null
expect_stderr 'pass --yes'

# Temporary keys have run out.
echo "$user_key" >"$cloud/expired"
expect_exit 3 rox infra status -t aws
expect_stderr 'ExpiredToken'
expect_stderr 'expired'
rm "$cloud/expired"

# Somebody else's bucket; one elsewhere; none.
(
  use_keys AKIAROXREADSNOTHING1 reader
  printf 'bucket = "%s"\n' "$(s3 list_buckets | jq -r '.Buckets[0].Name')" >>rox.toml
  rox stage -q
  expect_exit 3 rox upload -t aws
  expect_stderr 'AccessDenied'
  expect_stderr 's3:'
)
s3_faults '[{"status": 301, "code": "PermanentRedirect", "headers": {"x-amz-bucket-region": "sa-east-1"}}]'
expect_exit 3 rox upload -t aws
expect_stderr 'sa-east-1'
s3_faults '[{"method": "PUT", "status": 404, "code": "NoSuchBucket"}]'  # SeaweedFS would make it
expect_exit 3 rox upload -t aws
expect_stderr 'NoSuchBucket'

# Keys that nobody knows, and none at all.
AWS_SECRET_ACCESS_KEY=wrong expect_exit 3 rox infra status -t aws
expect_stderr 'SignatureDoesNotMatch'
(
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
  expect_exit 2 rox infra status -t aws
  expect_stderr 'AWS_ACCESS_KEY_ID'
  export AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=y
  unset AWS_REGION
  expect_exit 2 rox infra status -t aws
  expect_stderr 'no AWS region'
)
