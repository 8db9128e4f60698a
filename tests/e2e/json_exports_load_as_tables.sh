#!/usr/bin/env bash
# JSON lines and arrays of objects load as tables: keys of all objects, nested ones too, numbers digit by digit. A line
# that is no object is a reject, a damaged array stops the run.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
cat >exports/sale.jsonl <<'END'
{"id":1,"amount":1234567890123.45,"buyer":{"name":"Zoë","city":null},"tags":["a","b"]}
{"id":2,"amount":0.10,"buyer":{"name":"two\nlines"}}
{"id":3,"amount":7,"paid":true}
END
printf '[{"id":1,"day":"2024-01-31"},{"id":2,"day":"2024-02-01"}]' | gzip >exports/day.json.gz
expect_exit 0 "$ROX" init exports --into project
expect_exit 0 "$ROX" run -C project
rows() { "$ROX" query -C project "$1" --csv | tail -n +2; }
expect_equal "$(rows 'SELECT sum(amount) FROM sale')" 1234567890130.55
expect_equal "$(rows 'SELECT buyer_name, tags FROM sale WHERE id = 1')" 'Zoë,"[""a"",""b""]"'
expect_equal "$(rows 'SELECT count(*) FROM sale WHERE paid')" 1
expect_equal "$(rows 'SELECT max(day) FROM day')" 2024-02-01

printf '{"id":4,\n{"id":5,"amount":1}\n' >>exports/sale.jsonl
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT file, line FROM rox.rejects')" "sale.jsonl,4"
expect_equal "$(rows 'SELECT count(*) FROM sale')" 4

cp project/warehouse.duckdb before
printf '[{"id":1,"day":"2024-01-31"},{"id":2,' | gzip >exports/day.json.gz
expect_exit 1 "$ROX" run -C project
expect_stderr "day.json.gz"
cmp before project/warehouse.duckdb
