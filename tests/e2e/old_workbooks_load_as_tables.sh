#!/usr/bin/env bash
# The sheets of an old workbook (.xls) are tables as those of a new one are: a bad cell is a reject that names it, a
# second run does nothing; a workbook that is cut off stops the run, and init goes on without it.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
# The records of a sheet alone, as scripts of web pages write them: texts, floats.
make_book() { # FILE, then rows of fields with ';' between them
  python3 - "$@" <<'END'
import struct, sys
out = struct.pack("<6H", 0x809, 8, 0, 0x10, 0, 0)
for row, line in enumerate(sys.argv[2:]):
    for column, text in enumerate(line.split(";")):
        try:
            out += struct.pack("<5Hd", 0x203, 14, row, column, 0, float(text))
        except ValueError:
            raw = text.encode("cp1252")
            out += struct.pack("<6H", 0x204, 8 + len(raw), row, column, 0, len(raw)) + raw
open(sys.argv[1], "wb").write(out + struct.pack("<2H", 0x0A, 0))
END
}
make_book exports/vendas.xls 'Relatório de vendas' '' 'id;cidade;valor' '1;São Paulo;10.1' '2;Belém;20.2' '3;Natal;30.3'
expect_exit 0 "$ROX" init exports --into project
expect_stderr 'vendas.xls!Sheet1: the header is row 3'
expect_exit 0 "$ROX" run -C project
rows() { "$ROX" query -C project "$1" --csv | tail -n +2; }
expect_equal "$(rows 'SELECT count(*), sum(valor), min(cidade) FROM vendas')" '3,60.60,Belém'
expect_exit 0 "$ROX" reconcile -C project
cp project/warehouse.duckdb before
expect_exit 0 "$ROX" run -C project
cmp before project/warehouse.duckdb

make_book exports/vendas.xls 'Relatório de vendas' '' 'id;cidade;valor' '1;São Paulo;10.1' '2;Belém;vinte' '3;Natal;30.3'
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT file, line, field FROM rox.rejects')" 'vendas.xls!Sheet1,5,3'
rows 'SELECT reason FROM rox.rejects' | grep -qF '(vendas.xls!Sheet1!C5)'

head -c 100 exports/vendas.xls >cut && mv cut exports/vendas.xls
expect_exit 1 "$ROX" run -C project
expect_stderr 'vendas.xls'
expect_stderr 'cut off'
expect_equal "$(rows 'SELECT count(*) FROM vendas')" 2
printf 'id;n\n1;2\n' >exports/other.csv
expect_exit 0 "$ROX" init exports --into whole
expect_stderr 'passed over: vendas.xls'
