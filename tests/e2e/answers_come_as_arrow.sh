#!/bin/bash
# Large results as Arrow IPC streams, read by Apache Arrow's own library: every value is the one that JSON has.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

[[ -d $REPO/build/deps/test-tools/node_modules/apache-arrow ]] || skip "no Arrow library (scripts/setup)"
bikes p 0.1
expect_exit 0 rox run -C p
cat >p/analyses/odd.sql <<'SQL'
-- title: Every type, missing values, the ends of what there is
SELECT
    CASE WHEN n % 3 = 0 THEN NULL ELSE n % 2 = 0 END AS yes,
    CASE n WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807 ELSE n END AS whole,
    CAST(n AS HUGEINT) * 10000000000000000000000000000 AS huge,
    CAST(CASE WHEN n % 5 = 0 THEN NULL ELSE -n / 8.0 END AS DECIMAL(18, 4)) AS money,
    CAST(-1234567890123456789012345678.0123456789 AS DECIMAL(38, 10)) AS wide,
    n / 3.0e0 AS share,
    DATE '1969-12-30' + CAST(n AS INTEGER) AS day,
    TIMESTAMP '1969-12-31 23:59:58.5' + n * INTERVAL 1 SECOND AS moment,
    CASE WHEN n % 7 = 0 THEN NULL WHEN n % 7 = 1 THEN '' ELSE 'é ' || n END AS word,
    uuid '12345678-9abc-def0-1234-56789abcdef0' AS id
FROM (SELECT UNNEST(RANGE(1, 70001)) AS n) AS numbers
ORDER BY n
SQL
printf -- '-- title: None\nSELECT 1 AS one, NULL AS nothing FROM Customer WHERE 1 = 0\n' >p/analyses/none.sql
printf -- "-- title: Endless\nSELECT DATE 'infinity' AS day\n" >p/analyses/endless.sql
start_dashboard p
PATH=$PATH:$REPO/build/deps/venv/bin node "$REPO/tests/web/arrow.mjs"
