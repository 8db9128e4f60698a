#!/bin/bash
# Uploads through a network that fails: refusals, resets and slowness are outlasted, a killed upload isn't begun anew, a second one sends nothing,
# and what arrived is what was staged.
# labels: sanitize aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_seaweed
use_keys
start_s3_faults
s3 create_bucket Bucket=lake >/dev/null
bikes . 0.02
printf '\n[target.aws]\nengine = "redshift"\nbucket = "lake"\n' >>rox.toml
rox stage -q
head -c 64000000 /dev/urandom >staged/Product/big.parquet
python3 - <<'PYTHON'
import json
m = json.load(open("staged/manifest.json"))
table = next(t for t in m["tables"] if t["table"] == "Product")
table["files"].append({"path": "Product/big.parquet", "rows": 0, "bytes": 64000000, "xxh3": "00112233445566778899aabbccddeeff"})
json.dump(m, open("staged/manifest.json", "w"), indent=1)
PYTHON

# Killed while the parts of the big file go out.
s3_faults '[{"query": "partNumber=9&", "delay": 60}, {"query": "partNumber=10&", "delay": 60}]'
"$ROX" upload -t aws -q --part-size 5 --connections 2 &
upload=$!
eight_parts_are_there() { (($(grep -c 'partNumber=.* 200$' "$cloud/s3.log") >= 8)); }
await_from "$upload" "$cloud/s3.log" 'eight parts of the big file' eight_parts_are_there
kill -KILL "$upload" && wait "$upload" 2>/dev/null || true
expect_equal "$(s3 list_objects_v2 Bucket=lake | jq '[.Contents[]?.Key | select(endswith("manifest.json"))] | length')" 0

s3_faults '[{"method": "PUT", "times": 2, "status": 503, "code": "SlowDown", "headers": {"Retry-After": "1"}},
  {"method": "PUT", "query": "partNumber=11&", "times": 2, "reset": true},
  {"method": "PUT", "query": "partNumber=12&", "times": 1, "status": 500},
  {"method": "PUT", "query": "partNumber=13&", "times": 1, "delay": 3},
  {"method": "HEAD", "times": 1, "status": 500}, {"method": "POST", "times": 1, "reset": true}]'
grep -o 'partNumber=[0-9]*.* 200$' "$cloud/s3.log" | sed 's/&.*//' | sort >before.txt
: >"$cloud/s3.log"
expect_exit 0 rox upload -t aws --part-size 5 --connections 2 --json
grep -o 'partNumber=[0-9]*.* 200$' "$cloud/s3.log" | sed 's/&.*//' | sort >after.txt
expect_equal "$(comm -12 before.txt after.txt)" '' # no part twice
expect_equal "$(sort -u before.txt after.txt | wc -l)" 13

: >"$cloud/s3.log"
expect_exit 0 rox upload -t aws --json
expect_json .bytes_sent 0
expect_equal "$(grep -c 'partNumber' "$cloud/s3.log" || true)" 0
for file in $(jq -r '.tables[].files[].path' staged/manifest.json); do
  curl -fsS --aws-sigv4 aws:amz:eu-central-1:s3 -u "$service_key:$service_secret" "$AWS_ENDPOINT_URL_S3/lake/rox-bikes/staged/$file" | cmp - "staged/$file"
done
expect_equal "$(s3 get_object Bucket=lake Key=rox-bikes/staged/manifest.json | jq -r .Body | jq -S .tables)" "$(jq -S .tables staged/manifest.json)"

# An end whose answer is lost counts; another project's files are left alone.
s3 delete_object Bucket=lake Key=rox-bikes/staged/Product/big.parquet >/dev/null
s3_faults '[{"method": "POST", "query": "big.parquet?uploadId", "times": 1, "cut": 0}]'
expect_exit 0 rox upload -t aws -q
s3_faults '[]'
sed 's/"rox-bikes"/"other"/; s|^path = .*|path = "'"$WORK"'/exports"|' rox.toml >"$scratch/rox.toml" && mkdir ../other && mv "$scratch/rox.toml" ../other/
printf 'prefix = "rox-bikes"\n' >>../other/rox.toml && cp model.toml ../other/
(cd ../other && rox stage -q && expect_exit 2 rox upload -t aws && expect_stderr "here is what project 'rox-bikes' staged")

# What goes from the manifest goes from the bucket, last.
rm staged/Product/big.parquet && rox stage -q --full-refresh
expect_exit 0 rox upload -t aws -q
expect_equal "$(s3 list_objects_v2 Bucket=lake | jq '[.Contents[].Key | select(contains("big"))] | length')" 0
