#!/bin/bash
# Ctrl-C ends what Redshift is doing for a run within a moment, over a connection and by the Data API: a COPY's table, a
# mart, a check. Nothing is left working there, what was published stays, and the next run resumes.
# labels: first aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/interrupted.sh"

start_aws
bikes . 0.01
printf '\n[target.aws]\nengine = "redshift"\naccess = "direct"\n[target.aws.infra]\nallow_from = "127.0.0.1"\n' >>rox.toml
expect_exit 0 rox infra up -t aws --yes -q
expect_exit 0 rox run -t aws -q
ask() { psql -d rox_bikes -tAc "$1"; }
published=$(ask 'SELECT count(*), sum(linetotal) FROM salesorderdetail')

works() { [[ $(ask "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep'") != 0 ]]; }
rests() { [[ $(ask "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'") == 0 ]]; }

# interrupted_by SIGNAL: a full refresh, which gets the signal while the warehouse sleeps (for ten minutes, if nobody ends it).
interrupted_by() {
  interrupted "$1" works run -q -t aws --full-refresh
  await 'the warehouse to rest' rests
  expect_equal "$(ask 'SELECT count(*), sum(linetotal) FROM salesorderdetail')" "$published"
}

for access in direct data-api; do
  sed -i "s/^access = .*/access = \"$access\"/" rox.toml
  echo 'SELECT CAST(pg_sleep(600) AS VARCHAR) AS slept' >marts/slow.sql
  interrupted_by INT
  rm marts/slow.sql
  printf -- '-- title: slow\nSELECT CAST(pg_sleep(600) AS VARCHAR) AS slept\n' >checks/slow.sql
  interrupted_by TERM
  rm checks/slow.sql
  expect_exit 0 rox retry -t aws --json
  expect_json .status 'done'
done
