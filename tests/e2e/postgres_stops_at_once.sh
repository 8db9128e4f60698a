#!/bin/bash
# Ctrl-C ends what PostgreSQL is doing for a run within a moment: making a table or a key, a mart, a check. Nothing is left
# working on the server, what was published stays, and the next run resumes.
# labels: postgres sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/interrupted.sh"

start_postgres
bikes . 0.02
postgres_target . pg bikes
rox run -q -t pg
published=$(psql -Atc 'SELECT count(*) FROM bikes.fact_sales')

works_on() {
  [[ $(psql -Atc "SELECT count(*) FROM pg_stat_activity
    WHERE state = 'active' AND pid <> pg_backend_pid() AND query ~ '$1' AND wait_event = 'PgSleep'") != 0 ]]
}

# interrupted_in PATTERN SIGNAL: a full refresh, which gets the signal while the server sleeps in a statement like that (for
# ten minutes, if nobody ends it).
interrupted_in() {
  interrupted "$2" "works_on '$1'" run -q -t pg --full-refresh
  await 'the server to be idle' idle
  expect_equal "$(psql -Atc 'SELECT count(*) FROM bikes.fact_sales')" "$published"
}
idle() { [[ $(psql -Atc "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() AND backend_type = 'client backend'") == 0 ]]; }

# Each CREATE TABLE, or ALTER TABLE, of the next tables sleeps before it returns.
for tag in 'CREATE TABLE' 'ALTER TABLE'; do
  psql -q <<SQL
CREATE OR REPLACE FUNCTION public.sleep() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN
  PERFORM pg_sleep(600) FROM pg_event_trigger_ddl_commands() WHERE schema_name ~ ''next'' LIMIT 1;
END';
CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('$tag') EXECUTE FUNCTION public.sleep();
SQL
  interrupted_in "$([[ $tag == CREATE* ]] && echo 'CREATE TABLE' || echo 'PRIMARY KEY')" INT
  psql -qc 'DROP EVENT TRIGGER slow'
done

echo 'SELECT CAST(pg_sleep(600) AS VARCHAR) AS slept' >marts/slow.sql
interrupted_in 'pg_sleep' TERM
rm marts/slow.sql
printf -- '-- title: slow\nSELECT CAST(pg_sleep(600) AS VARCHAR) AS slept\n' >checks/slow.sql
interrupted_in 'pg_sleep' INT
rm checks/slow.sql

expect_exit 0 rox retry -t pg --json
expect_json .status 'done'

# What is asked of the published warehouse, too: an answer.
echo 'SELECT CAST(pg_sleep(600) AS VARCHAR) AS slept' >analyses/slow.sql
interrupted_in 'pg_sleep' INT
rm analyses/slow.sql
expect_exit 0 rox retry -t pg
expect_exit 0 rox run -t pg --json
expect_json .status unchanged
expect_equal "$(psql -Atc "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%next'")" 0
