#!/bin/bash
# The same as campaign_of_faults.sh of a run on Redshift (the double) and of uploads: a manifest in the bucket never names
# a file that isn't there.
# labels: nightly aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
s3 create_bucket Bucket=lake >/dev/null
export CAMPAIGN_S3="$CLOUD_VENV/bin/python $CLOUD/boto.py s3 $AWS_ENDPOINT_URL_S3 $service_key $service_secret"
"$REPO/tests/campaign/campaign" upload redshift --tries "${ROX_TRIES:-3}" --seed "${ROX_SEED:-1}" --report "$scratch/report.json" ||
  fail "$(jq -r '.failures[] | .command, "  " + .problems[]' "$scratch/report.json")"
