#!/bin/bash
# Exports in a bucket: fetched once, resumed after a cut, and moved or deleted there once they are published.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"
source "$REPO/tests/cloud/cloud.sh"

start_seaweed
use_keys
store=$AWS_ENDPOINT_URL_S3
s3 create_bucket Bucket=lake >/dev/null
put() { curl -fsS --aws-sigv4 aws:amz:eu-central-1:s3 -u "$service_key:$service_secret" -T - "$store/lake/$1" >/dev/null; }
keys() { s3 list_objects_v2 Bucket=lake | jq -r '[.Contents[]?.Key] | join(",")'; }
orders 1 10 | put out/orders_1.csv
orders 11 20 | gzip | put out/orders%202%20%C3%A7.csv.gz
orders 21 30 | put out/deep/orders_3.csv
orders 31 40 | put elsewhere/orders_4.csv
remote_project . 's3://lake/out/*.csv*' 'after_load = "move"
files = "all"' # a large one that comes has the rows of a small one again
sed -i '/^still/d' rox.toml # what a bucket lists is whole
expect_exit 0 rox run
expect_equal "$(rows)" 20
expect_equal "$(keys)" 'elsewhere/orders_4.csv,out/deep/orders_3.csv,out/loaded/orders 2 ç.csv.gz,out/loaded/orders_1.csv'
orders 41 50 | put out/orders_1.csv
expect_exit 0 rox run
expect_equal "$(rows)" 20
expect_equal "$(s3 list_objects_v2 Bucket=lake Prefix=out/loaded/ | jq '.Contents | length')" 3
expect_exit 0 rox run
expect_contains 'nothing to do'

# Cut off after a megabyte; the rest comes, and no more.
orders 1 100000 >big.csv
put out/orders_5.csv <big.csv
start_s3_faults
s3_faults '[{"method": "GET", "query": "orders_5.csv", "times": 1, "cut": 500000}]'
expect_exit 0 rox source fetch --json
expect_json .bytes "$(stat -c %s big.csv)"
cmp big.csv .rox/inbox/exports/orders_5.csv
s3_faults '[]'
AWS_SECRET_ACCESS_KEY=wrong expect_exit 3 rox run
expect_not_contains wrong
expect_equal "$(s3 list_objects_v2 Bucket=lake Prefix=out/orders_5 | jq '.Contents | length')" 1

# One that goes between listing and fetching is told, and the others come.
orders 200000 200009 | put out/orders_6.csv
orders 200010 200019 | put out/orders_7.csv
s3_faults '[{"method": "GET", "query": "orders_6.csv", "status": 404, "code": "NoSuchKey"}]'
sed -i 's/after_load = "move"/after_load = "keep"/' rox.toml
expect_exit 0 rox run
expect_stderr "orders_6.csv (it can't be fetched"
s3_faults '[]'
expect_exit 0 rox run
expect_equal "$(rows)" 100020 # twenty of the others have ids of the big one

# Keys with characters that XML can't have or that an encoding changes: what can be a file's name comes, the rest is refused, and
# stops nobody else.
orders 300000 300009 | put 'odd/orders%20a%2Bb%20%2520%26%3C.csv'
orders 300010 300019 | put 'odd/orders%01x.csv'
sed -i 's|lake/out/|lake/odd/|' rox.toml
expect_exit 0 rox source fetch
expect_contains 'control character'
expect_equal "$(ls .rox/inbox/exports | grep '^orders a')" 'orders a+b %20&<.csv'
expect_exit 0 rox run
expect_equal "$(rox query --csv 'SELECT count(*) FROM orders WHERE id BETWEEN 300000 AND 300019' | tail -n 1)" 10
