#!/usr/bin/env bash
# A table t_pkey beside t, and a mart t_note_key: PostgreSQL would call the indexes of t's keys so.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
mkdir exports marts
cat >rox.toml <<'TOML'
[source]
path = "exports"
[target.pg]
engine = "postgres"
schema = "names"
TOML
for table in t t_pkey; do
  printf 'id,note\n1,a\n2,b\n' >exports/$table.csv
  cat >>model.toml <<TOML
[[table]]
name = "$table"
file = "$table.csv"
primary_key = ["id"]
unique = [["note"]]
columns = [{ name = "id", type = "INTEGER" }, { name = "note", type = "VARCHAR(9)" }]
TOML
done
printf -- '-- key: id\nSELECT id FROM t\n' >marts/t_note_key.sql
for _ in 1 2; do
  expect_exit 0 "$ROX" run -t pg --full-refresh
  expect_exit 0 "$ROX" query -t pg --csv "SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM t_pkey), (SELECT count(*) FROM t_note_key)"
  [[ $(tail -1 "$STDOUT") == 2,2,2 ]] || fail "not all rows are there"
done
"$ROX" model ddl --dialect postgres >ddl.sql 2>"$STDERR" || "$ROX" model ddl -t pg >ddl.sql
grep -q 'CONSTRAINT "primary key of t_pkey"' ddl.sql || fail "the script would make two of one name"
