#!/bin/bash
# libpq's TLS settings hold, whether rox.toml or the environment says them: a server with the right certificate is taken,
# one with another is not.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

start_postgres
data=$scratch/postgres
certificate() { # NAME: a key and a certificate of its own for localhost
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$1.key" -out "$1.crt" >/dev/null 2>&1
}
certificate server
certificate other
cp server.key server.crt "$data"
chmod 600 "$data/server.key"
if [[ $(id -u) == 0 ]]; then chown 65534:65534 "$data"/server.*; fi
sed -i '1i hostnossl all all 127.0.0.1/32 reject' "$data/pg_hba.conf"
psql -qc 'ALTER SYSTEM SET ssl = on'
psql -qc 'SELECT pg_reload_conf()' >/dev/null
await 'a server that speaks TLS' env PGHOST=localhost PGSSLMODE=require psql -qc ''

shop
printf '\n[target.pg]\nengine = "postgres"\nschema = "loja"\nhost = "localhost"\nsslmode = "verify-full"\nsslrootcert = "%s"\n' "$PWD/server.crt" >>rox.toml
expect_exit 0 rox run -t pg
expect_equal "$(PGHOST=localhost PGSSLMODE=require psql -Atc 'SELECT count(*) FROM loja.sale')" 3

sed -i "s|server.crt|other.crt|" rox.toml
expect_exit 3 rox run -t pg --full-refresh
expect_stderr 'certificate verify failed'

sed -i '/^ssl/d' rox.toml
PGSSLMODE=verify-full PGSSLROOTCERT=$PWD/server.crt expect_exit 0 rox run -t pg --full-refresh
PGSSLMODE=verify-full PGSSLROOTCERT=$PWD/other.crt expect_exit 3 rox run -t pg --full-refresh
PGSSLMODE=disable expect_exit 3 rox run -t pg --full-refresh
expect_stderr 'pg_hba.conf'
