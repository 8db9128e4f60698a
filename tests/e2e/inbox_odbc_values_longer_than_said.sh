#!/bin/bash
# A driver that says of a column how wide it is, and sends more: SQLite keeps what it gets, whatever VARCHAR(5) says. Nothing is
# cut, and each row comes once.
source "$(dirname "$0")/fixtures/lib.sh"

[[ -f /etc/odbcinst.ini ]] && grep -q '^\[SQLite3\]' /etc/odbcinst.ini || skip 'no ODBC driver for SQLite (Debian: libsqliteodbc)'
python3 - <<'PY'
import sqlite3

base = sqlite3.connect("erp.db")
base.execute("CREATE TABLE names (id integer PRIMARY KEY, name varchar(5))")
base.execute("CREATE TABLE parts (id integer PRIMARY KEY, name integer REFERENCES names (id), code varchar(9))")
base.executemany("INSERT INTO names VALUES (?, ?)", ((i, "é😀" * (i % 200)) for i in range(1, 3001)))
base.execute("INSERT INTO parts VALUES (1, 1, ''), (2, 2, NULL)")
base.commit()
PY
expect_exit 0 rox init "odbc://localhost/$PWD/erp.db" --into shop --set 'driver = "SQLite3"'
expect_stderr "rox doesn't know how to ask SQLite for a snapshot"
python3 - <<'PY'
import csv

rows = list(csv.reader(open("shop/.rox/inbox/exports/names.csv")))
assert rows == [["id", "name"]] + [[str(i), "é😀" * (i % 200)] for i in range(1, 3001)]
PY
expect_equal "$(cat shop/.rox/inbox/exports/parts.csv)" $'id,name,code\n1,1,""\n2,2,'
expect_exit 0 rox model show -C shop --json
expect_json '.tables[] | select(.file == "parts.csv") | .relations[] | .columns + [.references.table] | join(",")' name,names
