#!/bin/bash
# Tables of a SQL Server by FreeTDS, as a double of it has them (there is no server for Debian): every type as it is, keys and
# relations, a snapshot where the database allows it.
source "$(dirname "$0")/fixtures/lib.sh"

[[ -f /etc/odbcinst.ini ]] && grep -q '^\[FreeTDS\]' /etc/odbcinst.ini || skip 'no ODBC driver for SQL Server (Debian: tdsodbc)'
export ROX_SOURCE_PASSWORD='hun;t{er}2 =é'

start_double() {
  coproc double { exec python3 "$REPO/tests/e2e/fixtures/sql_server.py" "$scratch/trace" "$@"; }
  double_process=$double_PID
  read -r port <&"${double[0]}"
}
end_double() {
  exec {double[1]}>&-
  wait "$double_process" 2>/dev/null || true
}

start_double
expect_exit 0 rox init "sqlserver://127.0.0.1:$port/erp" --into . --set 'user = "rox"' --set 'driver = "FreeTDS"'
expect_not_contains snapshot
expect_file "$scratch/trace" 'SET TRANSACTION ISOLATION LEVEL SNAPSHOT'
exports=.rox/inbox/exports
expect_equal "$(ls $exports | xargs)" 'dbo.customers.csv sales.orders.csv'
big=$(python3 -c 'print("aé😀" * 70000)')
scan=$(printf '01%.0s' $(seq 70000))
expect_equal "$(cat $exports/sales.orders.csv)" "$(cat <<CSV
id,customer,amount,half,price,paid,ratio,share,due,at,shipped,placed,seen,tag,raw,scan,text,big
-9223372036854775808,1,1234567890123456789012345678.0123456789,-0.5000000000,-1.5000,true,0.33333334,0.1,2026-01-02,12:00:00.5,2026-01-02 01:00:00.5,2026-01-02 12:00:00.1234567,2026-01-02 09:00:00.5-03:00,6ccd780c-baba-1026-9564-5b8c656024db,\x00ff,\x$scan,é😀,$big
2,,,,,,,,,,,,,,,,,
CSV
)"
python3 - <<'PY'
import csv

rows = list(csv.reader(open(".rox/inbox/exports/dbo.customers.csv", newline="")))
assert rows == [["id", "code", "note"]] + [[str(i), f"C{i}", ["", "", 'a,b;"c"\nd 😀'][i % 3]] for i in range(1, 1501)]
PY
expect_exit 0 rox model show --json
expect_json '.tables[] | select(.file == "dbo.customers.csv") | .unique | tostring' '[["code"]]'
expect_json '.tables[] | select(.file == "sales.orders.csv") | .relations[] | .columns + [.references.table] | join(",")' customer,customers
expect_exit 0 rox run
expect_equal "$(rox query --csv "SELECT count(*), count(note), count(*) FILTER (WHERE note = '') FROM customers" | tail -n 1)" 1500,1000,500

ROX_SOURCE_PASSWORD='hunter2;}PWD={hunter2' expect_exit 3 rox run -v
expect_stderr 'Login failed'
expect_stderr 'ROX_SOURCE_PASSWORD'
expect_not_contains hunter2
expect_not_contains "$ROX_SOURCE_PASSWORD"
end_double
expect_exit 3 rox run
expect_stderr '--no-fetch goes on with the 2 files'

start_double --no-snapshots
sed -i "s|127.0.0.1:[0-9]*|127.0.0.1:$port|" rox.toml
expect_exit 0 rox source fetch
expect_stderr "the tables aren't of one moment: erp allows no snapshots; ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON does"
end_double
