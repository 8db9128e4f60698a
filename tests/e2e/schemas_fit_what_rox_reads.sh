#!/usr/bin/env bash
# The JSON schemas of rox.toml and model.toml take the files of the example and of rox init, and refuse unknown keys and values
# of another kind, as rox does.
source "$(dirname "$0")/fixtures/lib.sh"

python=$REPO/build/deps/notebook-venv/bin/python
"$python" -c 'import jsonschema, tomllib' 2>/dev/null || skip "no jsonschema in build/deps/notebook-venv (scripts/setup)"
"$ROX" schema rox.toml >rox.json
"$ROX" schema model.toml >model.json
cat >validate.py <<'END'
import json, sys, tomllib
from jsonschema import Draft202012Validator as Validator

schema = json.load(open(sys.argv[1]))
Validator.check_schema(schema)
problems = [error.message for error in Validator(schema).iter_errors(tomllib.load(open(sys.argv[2], "rb")))]
print("\n".join(problems))
sys.exit(bool(problems))
END
valid() { expect_exit 0 "$python" validate.py "$@"; }
refused() {
  printf '%s\n' "$2" >wrong.toml
  expect_exit 1 "$python" validate.py "$1" wrong.toml
  expect_stdout "$3"
}

valid rox.json "$REPO/projects/rox-bikes/rox.toml"
valid model.json "$REPO/projects/rox-bikes/model.toml"
mkdir exports
printf 'Titel;;\nid;name;v\n1;a;1,5\n2;b;2,5\n3;c;3,5\n' >exports/a.csv
printf 'id,a_id\n1,1\n2,2\n3,2\n4,3\n' >exports/b_2023.csv
printf 'id,a_id\n5,1\n6,2\n7,2\n8,3\n' >exports/b_2024.csv
expect_exit 0 "$ROX" init exports --into project --recursive
valid rox.json project/rox.toml
valid model.json project/model.toml
sed -i 's/^file = "b_#.csv"/&\ndialect = { from_name = "b_{year}.csv", header = true }/' project/model.toml
valid model.json project/model.toml

printf '[source]\npath = "e"\nmax_rejects = 10\nheader = ["a", "b"]\nnull = "NULL"\n[target.here]\nengine = "duckdb"\n[target.there]\nengine = "postgres"\nport = 5432\n' >right.toml
valid rox.json right.toml
refused rox.json $'[source]\npath = 3' "3 is not of type 'string'"
refused rox.json $'[source]\npath = "e"\nrecursiv = true' "'recursiv' was unexpected"
refused rox.json $'[target.x]\nengine = "duckdb"\npasword = "x"' "'pasword' was unexpected"
refused model.json $'[[table]]\nname = "t"\nfile = "t.csv"\ncolumns = [{ name = "a", typ = "INTEGER" }]' "'typ' was unexpected"
# Each key that rox names when it meets an unknown one is in the schema.
mkdir known
known() {
  printf '%s\n' "$2" >known/rox.toml
  expect_exit 2 "$ROX" plan -C known
  sed -n 's/^ *hint: the keys that .* takes are: //p' "$STDERR" | tr -d ' ' | tr ',' '\n' | sort >takes
  jq -r "$1 | keys[]" rox.json | sort >says
  [[ -s takes ]] || fail "no list of keys"
  diff takes says >&2 || fail "the schema's keys of $1 are others"
}
known .properties.source.properties $'[source]\npath = "e"\nzzz = 1'
known .properties.run.properties $'[source]\npath = "e"\n[run]\nzzz = 1'
known .properties.lineage.properties $'[source]\npath = "e"\n[lineage]\nzzz = 1'
known .properties $'zzz = 1'
expect_exit 2 "$ROX" schema other.toml
expect_stderr "use rox.toml, model.toml or expect.toml"
"$ROX" schema expect.toml >expect.json
printf '[calendar]\ndays = ["mon"]\n[[guard]]\nmart = "m"\nrows = "as usual"\ntolerance = 3\n' >right.toml
valid expect.json right.toml
refused expect.json $'[[guard]]\nrow = "as usual"' "'row' was unexpected"
