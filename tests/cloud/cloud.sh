# AWS for one test, on this machine; source it after lib.sh:
#
#     source "$REPO/tests/cloud/cloud.sh"
#     start_aws                        # everything
#     start_seaweed; use_keys          # only S3
#     start_seaweed lake; use_keys     # and an Iceberg catalogue at $LAKE_URI, with the warehouse s3://lake
#
# S3 is SeaweedFS, which checks signatures. IAM, STS and EC2 are moto's server, with its checks of signatures on. The rest is a
# double (tests/cloud/aws_double) in front of them and of a PostgreSQL. All listen on free ports of 127.0.0.1, keep their files in the
# test's scratch folder and end with the test. rox finds them by AWS's own variables.

CLOUD=$REPO/tests/cloud
CLOUD_VENV=$REPO/build/deps/cloud-venv
[[ -x $CLOUD_VENV/bin/weed ]] || skip "nothing stands in for AWS (scripts/setup installs it)"
cloud=$scratch/cloud # what the services keep
mkdir -p "$cloud"
need curl
export AWS_REGION=eu-central-1 AWS_EC2_METADATA_DISABLED=true
export AWS_CONFIG_FILE=$cloud/no-config AWS_SHARED_CREDENTIALS_FILE=$cloud/no-credentials
# What SeaweedFS and moto take.
user_key=AKIAROXTESTUSER00001 user_secret=user/secret+of+the+test/0123456789abcdef
service_key=AKIAROXTESTSERVICE01 service_secret=service/secret+of+the+test/0123456789

# free_ports N: that many, one a line.
free_ports() {
  python3 - "$1" <<'PYTHON'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in held:
    one.bind(("127.0.0.1", 0))
    print(one.getsockname()[1])
PYTHON
}

# At once: SeaweedFS would take its time to leave.
end_service() {
  kill -KILL "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

# A bucket's owner is who made it; both users may do everything in every bucket.
start_seaweed() {
  local ports pid iceberg=0
  mapfile -t ports < <(free_ports 9)
  if [[ ${1:-} == lake ]]; then iceberg=${ports[8]}; fi
  mkdir -p "$cloud/weed"
  cat >"$cloud/s3.json" <<JSON
{"identities": [
  {"name": "user", "actions": ["Admin"], "credentials": [{"accessKey": "$user_key", "secretKey": "$user_secret"}]},
  {"name": "service", "actions": ["Admin"], "credentials": [{"accessKey": "$service_key", "secretKey": "$service_secret"}]},
  {"name": "reader", "actions": ["Read:other"], "credentials": [{"accessKey": "AKIAROXREADSNOTHING1", "secretKey": "reader"}]}
]}
JSON
  "$CLOUD_VENV/bin/weed" -logtostderr=true -v=0 server -dir="$cloud/weed" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
    -master.port="${ports[0]}" -master.port.grpc="${ports[1]}" -volume.port="${ports[2]}" -volume.port.grpc="${ports[3]}" \
    -filer -filer.port="${ports[4]}" -filer.port.grpc="${ports[5]}" -master.volumeSizeLimitMB=256 -volume.max=0 \
    -s3 -s3.port="${ports[6]}" -s3.port.grpc="${ports[7]}" -s3.config="$cloud/s3.json" -s3.iam=false -s3.port.iceberg="$iceberg" -s3.port.lance=0 -master.telemetry=false \
    >"$cloud/weed.log" 2>&1 &
  pid=$!
  at_exit end_service "$pid"
  export AWS_ENDPOINT_URL_S3=http://127.0.0.1:${ports[6]}
  await_from "$pid" "$cloud/weed.log" SeaweedFS curl -s -o /dev/null "$AWS_ENDPOINT_URL_S3"
  await_from "$pid" "$cloud/weed.log" 'S3 of SeaweedFS' curl -fs --aws-sigv4 "aws:amz:$AWS_REGION:s3" \
    -u "$service_key:$service_secret" "$AWS_ENDPOINT_URL_S3"
  if [[ ${1:-} != lake ]]; then return; fi
  LAKE_URI=http://127.0.0.1:$iceberg
  "$CLOUD_VENV/bin/python" "$CLOUD/boto.py" s3tables "$AWS_ENDPOINT_URL_S3" "$service_key" "$service_secret" \
    create_table_bucket name=lake >/dev/null
  await_from "$pid" "$cloud/weed.log" "SeaweedFS's catalogue" curl -fsS -o /dev/null "$LAKE_URI/v1/config?warehouse=s3://lake"
}

# s3 OPERATION [KEY=VALUE...]: boto3's own, in the name of the service; prints the answer as JSON.
s3() { "$CLOUD_VENV/bin/python" "$CLOUD/boto.py" s3 "$AWS_ENDPOINT_URL_S3" "$service_key" "$service_secret" "$@"; }
# moto SERVICE OPERATION [KEY=VALUE...]: the same with what moto keeps.
moto() {
  local service=$1
  shift
  "$CLOUD_VENV/bin/python" "$CLOUD/boto.py" "$service" "$(jq -r .moto "$cloud/ready.json")" "$service_key" "$service_secret" "$@"
}

# The user's keys, in the environment.
use_keys() { export AWS_ACCESS_KEY_ID=${1:-$user_key} AWS_SECRET_ACCESS_KEY=${2:-$user_secret}; }

start_aws() {
  local pid
  source "$REPO/tests/e2e/fixtures/postgres.sh"
  start_postgres
  start_seaweed
  jq -n --arg folder "$cloud" --arg s3 "$AWS_ENDPOINT_URL_S3" --arg port "$PGPORT" \
    --arg key "$user_key" --arg secret "$user_secret" --arg skey "$service_key" --arg ssecret "$service_secret" \
    --arg region "$AWS_REGION" \
    '{folder: $folder, faults: ($folder + "/faults.json"), s3: $s3, region: $region,
      postgres: {host: "127.0.0.1", port: ($port | tonumber), user: "rox"},
      users: [{arn: "arn:aws:iam::123456789012:user/rox", access_key: $key, secret: $secret}],
      service: {access_key: $skey, secret: $ssecret}}' >"$cloud/double.json"
  PYTHONPATH=$CLOUD "$CLOUD_VENV/bin/python" -m aws_double.server "$cloud/double.json" >"$cloud/double.log" 2>&1 &
  pid=$!
  at_exit end_service "$pid"
  await_from "$pid" "$cloud/double.log" 'the double of AWS' test -s "$cloud/ready.json"
  export AWS_ENDPOINT_URL PGSSLROOTCERT
  AWS_ENDPOINT_URL=http://127.0.0.1:$(jq .http "$cloud/ready.json")
  PGSSLROOTCERT=$(jq -r .certificate "$cloud/ready.json")
  use_keys
}

# faults JSON: what the double refuses from now on (aws_double/faults.py).
faults() { echo "$1" >"$cloud/faults.new" && mv "$cloud/faults.new" "$cloud/faults.json"; }

# Puts s3_faults.py between rox and SeaweedFS. What passed is in $cloud/s3.log.
start_s3_faults() {
  local pid
  python3 "$CLOUD/s3_faults.py" "${AWS_ENDPOINT_URL_S3#http://}" "$cloud/s3.port" "$cloud/s3-rules.json" "$cloud/s3.log" \
    >"$cloud/s3-faults.log" 2>&1 &
  pid=$!
  at_exit end_service "$pid"
  await_from "$pid" "$cloud/s3-faults.log" 'the proxy with faults' test -s "$cloud/s3.port"
  export AWS_ENDPOINT_URL_S3
  AWS_ENDPOINT_URL_S3=http://127.0.0.1:$(cat "$cloud/s3.port")
}

# s3_faults JSON: what it does from now on.
s3_faults() { echo "$1" >"$cloud/s3-rules.new" && mv "$cloud/s3-rules.new" "$cloud/s3-rules.json"; }
