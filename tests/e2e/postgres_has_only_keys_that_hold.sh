#!/bin/bash
# A declared key that the rows break is none on the server, and the load says so; one that lacks values holds.
source "$(dirname "$0")/lib.sh"
source "$REPO/tests/e2e/postgres.sh"

start_postgres
mkdir exports
cat >rox.toml <<'TOML'
[source]
path = "exports"
delimiter = ";"
null = ["NULL"]
[target.pg]
engine = "postgres"
schema = "loja"
TOML
cat >model.toml <<'TOML'
[[table]]
name = "Item"
file = "Item.csv"
primary_key = ["id"]
unique = [["code"], ["label"], ["shelf", "place"], ["shelf", "label"]]
columns = [
  { name = "id", type = "INTEGER", nullable = false },
  { name = "code", type = "VARCHAR(10)", nullable = false },
  { name = "label", type = "VARCHAR(10)" },
  { name = "shelf", type = "INTEGER" },
  { name = "place", type = "INTEGER" },
]
TOML
printf 'id;code;label;shelf;place\n1;a;x;1;1\n2;b;y;1;2\n3;a;NULL;2;1\n4;c;NULL;2;1\n5;d;z;NULL;1\n6;e;w;NULL;1\n' >exports/Item.csv
keys() {
  psql -Atc "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'loja.item'::regclass ORDER BY 1" | tr '\n' ';'
}
expect_exit 0 rox load -t pg
expect_stderr '(code) of Item is not unique, so the server has no such key'
expect_stderr '(shelf, place) of Item is not unique'
expect_equal "$(keys)" 'PRIMARY KEY (id);UNIQUE (label);UNIQUE (shelf, label);'

# Once they hold, they are there.
sed -i 's/^3;a;NULL;2;1/3;f;NULL;2;3/' exports/Item.csv
expect_exit 0 rox load -t pg
! grep -F 'not unique' "$STDERR" || fail 'a key that holds is said to be none'
expect_equal "$(keys)" 'PRIMARY KEY (id);UNIQUE (code);UNIQUE (label);UNIQUE (shelf, label);UNIQUE (shelf, place);'
