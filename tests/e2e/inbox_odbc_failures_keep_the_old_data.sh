#!/bin/bash
# A MariaDB that refuses, vanishes in the middle of a table or falls silent, and a driver that isn't there: each is said with a
# way out and without the password, and the warehouse stays as it was.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/mariadb.sh"

start_mariadb
sql 'CREATE TABLE entries (id int PRIMARY KEY, text varchar(200)); INSERT INTO entries SELECT seq, REPEAT("x", 100) FROM seq_1_to_20000'
secret=$ROX_SOURCE_PASSWORD
expect_exit 0 rox init "mariadb://127.0.0.1:$mariadb_port/erp" --into . --set 'user = "erp"'
expect_exit 0 rox run --verbose
expect_contains 'odbc: SELECT'
expect_not_contains "$secret"
! grep -rqF "$secret" . || fail 'the password is in a file of the project'
before=$(rox query --csv 'SELECT count(*), max(id) FROM entries')
sql 'INSERT INTO entries VALUES (20001, "new")'

# refused EXIT TEXT: a run fails so, says nothing secret, and leaves the warehouse as it was.
refused() {
  expect_exit "$1" rox run --verbose
  expect_stderr "$2"
  expect_not_contains "$secret"
  expect_not_contains hunter2
  expect_equal "$(rox query --csv 'SELECT count(*), max(id) FROM entries')" "$before"
}
ROX_SOURCE_PASSWORD='hunter2;}PWD={hunter2' refused 3 'Access denied'
ROX_SOURCE_PASSWORD='' refused 3 'ROX_SOURCE_PASSWORD'
cp rox.toml good.toml
sed -i 's|/erp"|/nothing"|' rox.toml
refused 3 'nothing'
cp good.toml rox.toml
sed -i '/^user/a tables = ["erp.none"]' rox.toml
refused 2 '[source] tables'

# Another server than the one whose certificate is known.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem -out other.pem 2>/dev/null
sed '/^user/a ca = "other.pem"' good.toml >rox.toml
refused 3 '[source] ca'
sed "/^user/a ca = \"$scratch/ca.pem\"" good.toml >rox.toml
expect_exit 0 rox source check

# Cut in the middle of the table, and silent from there on.
through_proxy() {
  coproc proxy { exec python3 "$REPO/tests/e2e/fixtures/tcp_proxy.py" --answers "$mariadb_port" 500000 "$1"; }
  proxy_process=$proxy_PID
  read -r proxy_port <&"${proxy[0]}"
  sed "s|:$mariadb_port/|:$proxy_port/|; /^user/a driver_options = [\"READ_TIMEOUT=1\"]" good.toml >rox.toml
}
end_proxy() {
  exec {proxy[1]}>&-
  wait "$proxy_process" 2>/dev/null || true
}
through_proxy 100
refused 3 'is the server up and reachable?'
end_proxy
through_proxy hold
refused 3 'is the server up and reachable?'
end_proxy

# Ctrl-C ends what the server works on, here and there.
sql 'CREATE VIEW slow AS SELECT SLEEP(600) AS one'
sed '/^user/a tables = ["erp.slow"]' good.toml >rox.toml
setsid "$ROX" run >"$STDOUT" 2>"$STDERR" &
fetch=$!
at_exit end_job "$fetch" KILL
is_slow() { sql 'SHOW PROCESSLIST' | grep -q '`slow`'; }
await_from "$fetch" "$STDERR" 'a view that takes long' is_slow
kill -INT "$fetch"
status=0
wait "$fetch" || status=$?
expect_equal "$status" 130
is_over() { ! is_slow; }
await 'its end on the server' is_over

# No driver: with the package that has it. (unixODBC looks for what is installed where ODBCSYSINI says.)
cp good.toml rox.toml
mkdir none && touch none/odbcinst.ini
ODBCSYSINI=$PWD/none refused 3 'apt-get install odbc-mariadb'
printf '[MariaDB Unicode]\nDriver=libnothing.so\n' >none/odbcinst.ini
ODBCSYSINI=$PWD/none refused 3 'odbc-mariadb'
expect_exit 0 rox doctor
expect_stdout 'MariaDB Unicode'

# And then it is there again.
stop_mariadb
refused 3 '--no-fetch goes on with the 1 file'
restart_mariadb
expect_exit 0 rox run
expect_equal "$(rox query --csv 'SELECT count(*), max(id) FROM entries' | tail -n 1)" 20001,20001

# A password from a command; a data source of odbc.ini.
unset ROX_SOURCE_PASSWORD
printf '%s\n' "$secret" >"$scratch/secret"
sed -i "/^user/a password_command = \"cat $scratch/secret\"" rox.toml
expect_exit 0 rox source fetch
printf '[erp]\nDriver=MariaDB Unicode\nServer=127.0.0.1\nPort=%s\nDatabase=erp\n' "$mariadb_port" >"$scratch/odbc.ini"
sed -i 's|^url = .*|url = "odbc://erp"|' rox.toml
expect_exit 3 rox source fetch
expect_stderr 'odbc.ini'
ODBCINI=$scratch/odbc.ini expect_exit 0 rox source fetch -v
expect_not_contains "$secret"
