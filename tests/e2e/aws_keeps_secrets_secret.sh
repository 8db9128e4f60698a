#!/bin/bash
# No key, token or password is ever in a file of the project, in what rox prints (verbose, too), or in a command line; the stack's policies allow no
# more than they have to; and no network is open to the world.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
bikes . 0.01
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml

# A role to assume, so that there is a session's token, too: the credentials file has the keys, the environment hasn't.
moto iam create_role RoleName=loader 'AssumeRolePolicyDocument="{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:user/rox\"}}]}"' >/dev/null
moto iam put_role_policy RoleName=loader PolicyName=all 'PolicyDocument="{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"' >/dev/null
cat >"$AWS_SHARED_CREDENTIALS_FILE" <<INI
[people]
aws_access_key_id = $AWS_ACCESS_KEY_ID
aws_secret_access_key = $AWS_SECRET_ACCESS_KEY
INI
printf '[profile loader]\nrole_arn = arn:aws:iam::123456789012:role/loader\nsource_profile = people\n' >"$AWS_CONFIG_FILE"

# All command lines that there are while rox works, without those of the services of this test.
python3 - "$ROX" >command-lines.txt <<'PYTHON' &
import os, pathlib, sys, time

seen = set()
while True:
    for process in os.listdir("/proc"):
        try:
            line = pathlib.Path("/proc", process, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # no process, or none any more
            continue
        if line.startswith(sys.argv[1]) and (process, line) not in seen:
            seen.add((process, line))
            print(line, flush=True)
    time.sleep(0.02)
PYTHON
watch=$!
at_exit end_service "$watch"

{
  rox infra template -t aws
  rox infra plan -t aws -v
  rox infra up -t aws -v --yes
  rox infra up -t aws --yes --json
  rox run -t aws -v
  rox run -t aws -v --full-refresh
  rox query -t aws -v 'SELECT COUNT(*) FROM Product'
  rox status
  rox infra status -t aws -v
  AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY}x rox infra status -t aws -v || true
  faults '[{"action": "redshift-serverless:GetCredentials", "status": 403, "code": "AccessDeniedException", "message": "no"}]'
  rox run -t aws -v --full-refresh || true
  faults '[]'
  PGSSLROOTCERT=/etc/ssl/certs/ca-certificates.crt rox run -t aws -v --full-refresh || true
  (
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    AWS_PROFILE=loader rox infra status -t aws -v
  )
} >printed.txt 2>&1
end_service "$watch" || true
expect_equal "$(grep -c 'infra up' command-lines.txt | awk '{print ($1 > 0)}')" 1 # it was watched

# What must be nowhere: the user's secret, all passwords that Redshift gave out, and the session's secret and token.
{
  echo "$user_secret"
  cat "$cloud/secrets-given"
} >"$cloud/secrets"
(($(wc -l <"$cloud/secrets") > 5)) || fail "no secrets were given out"
if grep -raFl -f "$cloud/secrets" . .rox; then fail "a secret is in these files"; fi
if grep -raF "$user_secret" /tmp/rox-*.log 2>/dev/null; then fail "a secret is in a log"; fi
for line in 'http: PUT .* for s3:PutObject of s3://' 'redshift: COPY .* FROM .s3://.* IAM_ROLE' 'duckdb: set '; do
  grep -qE "$line" printed.txt || fail "--verbose doesn't say: $line"
done
grep -q "$(cut -c1-4 <<<"$user_key")…${user_key: -4}" printed.txt || fail "the key isn't named"
if grep -F "$user_key" printed.txt; then fail "the whole key is named"; fi

# Policies: what is allowed is named, both actions and resources; what may be anything is only what is denied.
rox infra template -t aws >template.json
expect_equal "$(jq '[.. | objects | select(.Effect == "Allow") | .Action, .Resource // "-" | tostring | select(test("^\"?\\*|:\\*"))] | length' template.json)" 0
expect_equal "$(jq -r '[.. | objects | select(.Effect == "Allow") | .Action | if type == "array" then .[] else . end] | unique | join(" ")' template.json)" \
  's3:GetBucketLocation s3:GetObject s3:ListBucket sts:AssumeRole'
expect_equal "$(jq -r '[.. | objects | select(has("SecurityGroupIngress")) | .SecurityGroupIngress[] | .CidrIp] | join(" ")' template.json)" 127.0.0.1/32
expect_equal "$(jq '[.. | objects | select(has("MasterUserPassword") or has("AdminUserPassword"))] | length' template.json)" 0

for world in 0.0.0.0/0 ::/0 0.0.0.0/1 128.0.0.0/4; do
  sed -i "s|^allow_from.*|allow_from = \"$world\"|" rox.toml
  expect_exit 2 rox infra template -t aws
  expect_stderr 'would open Redshift to the world'
done
