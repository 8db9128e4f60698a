#!/bin/bash
# Attacks on the dashboard: SQL and paths in every parameter, foreign names and origins, a missing or wrong token, too
# much of everything, clients that are slow on purpose. None gets in, and others are served meanwhile.
# labels: sanitize browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

bikes p
expect_exit 0 rox run -C p
start_dashboard p
before=$(sha256sum p/warehouse.duckdb)

# status WANTED CURL-ARGUMENT...: the response has this status.
status() {
  local wanted=$1 got
  shift
  got=$(curl -s -o "$STDOUT" -w '%{http_code}' --max-time 20 "$@") || true
  [[ $got == "$wanted" ]] || fail "status $got, expected $wanted: $*"
}
api=${DASHBOARD}api/v1

status 200 "$api/status"
# SQL in every parameter: refused as no number, day or word that is known, or taken for the text that it is.
choose 3 "1'" "1;DROP TABLE fact_sales" "1) OR (1=1" "1 UNION SELECT 1" "-1 OR 1=1" "'; ATTACH 'x' --" "read_csv('/etc/passwd')"
for attack in "${chosen[@]}"; do
  for parameter in from to period time compare grain where.territory not.customer min.revenue max.total_due missing.channel where.nowhere; do
    status 400 -G "$api/pages/sales" --data-urlencode "$parameter=$attack"
  done
  for parameter in measure by sort top bins fact time from where.territory format locale; do
    [[ $parameter == fact ]] || set -- -d fact=fact_orders
    status 400 -G "$api/figures" "$@" --data-urlencode "$parameter=$attack"
    set --
  done
  for parameter in sort offset limit fact min.total_due; do
    [[ $parameter == fact ]] || set -- -d fact=fact_orders
    status 400 -G "$api/rows" "$@" --data-urlencode "$parameter=$attack"
    set --
  done
  # A text is a text.
  status 200 -G "$api/figures" -d fact=fact_sales --data-urlencode "where.product_line=$attack"
  expect_json '.rows_selected' 0
  status 200 -G "$api/rows" -d fact=fact_sales --data-urlencode "where.product_line=$attack"
  expect_json '.total' 0
  status 200 -G "$api/values" -d fact=fact_sales -d dimension=product --data-urlencode "search=$attack"
  expect_json '.values | length' 0
  status 200 -G "$api/search" --data-urlencode "q=$attack"
  status 400 -G "$api/values" -d fact=fact_sales --data-urlencode "dimension=$attack"
  status 400 -G "$api/origin" -d table=SalesOrderDetail --data-urlencode "key.SalesOrderID=$attack"
  status 400 -G "$api/origin" -d key.CustomerID=1 --data-urlencode "table=$attack"
  status 400 -G "$api/answers/q5" --data-urlencode "param.month=$attack"
  status 400 -G "$api/answers/q5" --data-urlencode "param.over=$attack"
  status 200 -G "$api/quality/rejects" --data-urlencode "table=$attack"
  expect_json '.rows | length' 0
  name=$(jq -rn --arg text "$attack" '$text | @uri')
  status 400 "$api/origin?table=SalesOrderDetail&key.$name=1"
  status 400 "$api/pages/sales?where.$name=1"
  for path in pages answers model/tables runs quality/checks; do
    got=$(curl -s -o /dev/null -w '%{http_code}' "$api/$path/$name")
    [[ $got == 400 || $got == 404 ]] || fail "$path/$attack: status $got"
  done
done

# The console reads the warehouse, and nothing else: no file, no other database, no setting, no write, no end of time.
: >secret.csv
for attack in "DROP TABLE fact_sales" "CREATE TABLE t AS SELECT 1" "CREATE TEMP TABLE t AS SELECT 1" "DELETE FROM Customer" \
  "UPDATE Customer SET CustomerID = 1" "INSERT INTO Customer SELECT * FROM Customer" "COPY Customer TO 'out.csv'" \
  "COPY (SELECT 1) TO '$PWD/out.csv'" "EXPORT DATABASE 'out'" "ATTACH '$PWD/other.duckdb' AS o" "DETACH warehouse" "USE rox" \
  "SET memory_limit = '100GB'" "RESET memory_limit" "PRAGMA enable_external_access" "INSTALL httpfs" "LOAD httpfs" "CHECKPOINT" \
  "CALL pragma_version()" "VACUUM" "BEGIN" "SELECT * FROM '/etc/passwd'" "SELECT * FROM '$PWD/secret.csv'" \
  "SELECT * FROM read_csv('/etc/passwd')" "SELECT * FROM read_text('/etc/passwd')" "SELECT * FROM read_blob('$PWD/p/rox.toml')" \
  "SELECT * FROM read_parquet('/etc/passwd')" "SELECT * FROM glob('/etc/*')" "SELECT * FROM sniff_csv('/etc/passwd')" \
  "SELECT 1; DROP TABLE fact_sales" "WITH a AS (SELECT 1) DELETE FROM Customer" "SELECT * FROM query('DROP TABLE Customer')" \
  "EXPLAIN ANALYZE DELETE FROM Customer" "SELECT" "" "'" ")" "SELECT getenv('HOME')"; do
  got=$(curl -s -o "$STDOUT" -w '%{http_code}' -G "$api/query" --data-urlencode "sql=$attack")
  [[ $got == 400 || $got == 503 ]] || fail "the console answers $got: $attack"
  expect_not_contains root:
  for format in csv arrow; do
    got=$(curl -s -o "$STDOUT" -w '%{http_code}' -G "$api/query" -d "format=$format" --data-urlencode "sql=$attack")
    [[ $got == 400 || $got == 503 ]] || fail "the console streams $got: $attack"
  done
done
[[ ! -e out.csv && ! -e other.duckdb && ! -e out ]] || fail "the console wrote a file"
status 200 -G "$api/query" --data-urlencode "sql=SELECT COUNT(*) AS n FROM fact_orders"
expect_json '.columns[0].name' n
status 200 -G "$api/query" -d limit=5 --data-urlencode "sql=SELECT UNNEST(RANGE(1000000)) AS n"
expect_json '.more' true
expect_json '.rows | length' 5

# Paths that lead out of what there is.
for path in ../../etc/passwd %2e%2e/%2e%2e/etc/passwd ..%2f..%2fetc%2fpasswd app.js/../../rox.toml rox.toml .rox/lock %00 warehouse.duckdb; do
  status 404 --path-as-is "$DASHBOARD$path"
  got=$(curl -s --path-as-is -o /dev/null -w '%{http_code}' "$api/quality/checks/$path")
  [[ $got == 400 || $got == 404 ]] || fail "quality/checks/$path: status $got"
done
expect_not_contains root:

# Another name (DNS rebinding), another site's page, another method.
status 403 -H 'Host: evil.example' "$DASHBOARD"
status 403 -H 'Host: evil.example:80' "$api/status"
status 403 -H 'Origin: http://evil.example' "$api/status"
status 403 -H 'Origin: null' "$api/status"
for method in POST PUT DELETE PATCH OPTIONS; do
  for path in healthz api/v1/status app.js nowhere; do status 405 -X "$method" "$DASHBOARD$path"; done
done
curl -s -o /dev/null -D headers -X POST "${DASHBOARD}healthz"
grep -qi '^allow: GET, HEAD' headers || fail "405 doesn't say what is allowed"
# Addresses that can be read in two ways, or not at all.
for query in 'token=a&token=b' token=%ff %ff=1; do status 400 "$DASHBOARD?$query"; done
status 400 "$api/quality/rejects?table=a&table=b"
status 400 "$api/quality/rejects?table=%ff"
# Answers that are downloads: whole, named by what no name breaks out of, and with all headers.
printf -- '-- title: Odd\nSELECT n FROM (SELECT UNNEST(RANGE(200000)) AS n) AS r\n' >'p/analyses/a"b ção.sql'
status 200 -D headers "$api/answers/a%22b%20%C3%A7%C3%A3o?format=csv"
expect_equal "$(wc -l <"$STDOUT")" 200001
grep -qi '^transfer-encoding: chunked' headers || fail "no stream"
grep -qiF "filename=\"a_b ____o.csv\"; filename*=UTF-8''a%22b%20%C3%A7%C3%A3o.csv" headers || fail "the name: $(grep -i disposition headers)"
rm 'p/analyses/a"b ção.sql'
curl -sI "$DASHBOARD" >headers
for header in "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';" "x-frame-options: DENY" \
  "x-content-type-options: nosniff" "cross-origin-resource-policy: same-origin"; do
  grep -qiF "$header" headers || fail "no header $header"
done
curl -s "$DASHBOARD" >page
! grep -Eq '<script[^>]*>[^<]| style=| on[a-z]+=|https?://' page || fail "the page has something inline or from elsewhere"

# A project that somebody made to get at what isn't its own: a report of checks, SQL files that are links.
mkdir -p p/.rox/checks
printf '{"run":"9","checks":[{"check":"forged","file":"/etc/passwd"}]}' >p/.rox/checks/9.json
status 400 "$api/quality/checks/forged"
status 200 "$api/quality"
expect_contains 9.json
for damaged in '{}' '[]' '{"checks":[{}]}' '{"checks":[{"check":"forged"}]}'; do
  printf '%s' "$damaged" >p/.rox/checks/9.json
  status 400 "$api/quality/checks/forged"
  status 200 "$api/quality"
done
rm p/.rox/checks/9.json
ln -s /etc/passwd p/analyses/link.sql
status 400 "$api/answers"
expect_contains "leads out of the project"
expect_not_contains root:
rm p/analyses/link.sql

# Too much: headers, a body, an address, connections.
head -c 20000 /dev/zero | tr '\0' a >large
status 431 -H "X-Large: $(cat large)" "$api/status"
status 413 -X POST --data-binary @large "$api/status"
status 431 "$api/pages/sales?where.territory=$(cat large)"
port=${DASHBOARD##*:}
port=${port%/}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'rubbish\r\n\r\n' >&3
read -r line <&3
exec 3>&-
[[ $line == *" 400 "* ]] || fail "rubbish got: $line"

# Clients that send a byte a second, or nothing at all: 300 of them, and the page still comes; they are cut off.
/usr/bin/python3 - "$port" <<'PYTHON' || fail "slow clients are not dealt with"
import socket, sys, time, urllib.request

port = int(sys.argv[1])
slow = []
for i in range(300):
    client = socket.create_connection(("127.0.0.1", port))
    if i % 2:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    slow.append(client)
start = time.monotonic()
body = urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/pages/sales", timeout=5).read()
assert body.startswith(b"{"), body[:100]
assert time.monotonic() - start < 3, "others wait for the slow ones"
open_ones = set(range(len(slow)))
while open_ones and time.monotonic() - start < 30:
    for i in list(open_ones):
        try:
            slow[i].setblocking(False)
            if i % 2:
                slow[i].send(b"a")
            if slow[i].recv(1) == b"":
                open_ones.discard(i)
        except BlockingIOError:
            pass
        except OSError:
            open_ones.discard(i)
    time.sleep(0.5)
assert not open_ones, f"{len(open_ones)} slow clients still have their connection after 30 s"
# A client that asks and never reads.
deaf = socket.create_connection(("127.0.0.1", port))
deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
for i in range(50):
    deaf.send(b"GET /app.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read() == b"ok\n"
PYTHON
expect_equal "$(sha256sum p/warehouse.duckdb)" "$before"
kill -0 "$DASHBOARD_PID" || fail "the server is gone"

# A token: made where others reach the address, and asked for.
stop_dashboard "$DASHBOARD_PID"
start_dashboard p --address 0.0.0.0
api=${DASHBOARD}api/v1
token=$(grep -o 'token=[0-9a-f]*' "$scratch/dashboard.log.err")
token=${token#token=}
expect_equal "${#token}" 64
status 401 "$api/status"
status 401 "$DASHBOARD"
status 401 -H 'Authorization: Bearer 0000000000000000' "$api/status"
status 401 "$DASHBOARD?token=wrong"
for query in 'token=a&token=b' token=%ff "token=$token&token=$token"; do
  status 400 "$DASHBOARD?$query"
  expect_contains "the address is malformed"
done
status 405 -X POST "${DASHBOARD}healthz"
status 200 "${DASHBOARD}healthz"
status 200 -H "Authorization: Bearer $token" "$api/status"
status 303 -c cookies "$DASHBOARD?token=$token"
status 200 -b cookies "$api/status"
status 403 -H 'Host: evil.example' -b cookies "$api/status"
! tr '\0' ' ' <"/proc/$DASHBOARD_PID/cmdline" | grep -F "$token" || fail "the token is in the process list"
stop_dashboard "$DASHBOARD_PID"
ROX_TOKEN=0123456789abcdef0123456789abcdef start_dashboard p
status 401 "${DASHBOARD}api/v1/status"
status 200 -H 'Authorization: Bearer 0123456789abcdef0123456789abcdef' "${DASHBOARD}api/v1/status"
browse token 0123456789abcdef0123456789abcdef
stop_dashboard "$DASHBOARD_PID"
# A warehouse that is damaged: its pages say what is, and none calls it a bug.
cp p/warehouse.duckdb kept
head -c 5000 /dev/zero | tr '\0' x >p/warehouse.duckdb
start_dashboard p
for path in plan model quality answers/q1; do
  status 503 "${DASHBOARD}api/v1/$path"
  expect_json .error.code warehouse
  expect_contains warehouse.duckdb
done
stop_dashboard "$DASHBOARD_PID"
mv kept p/warehouse.duckdb
ROX_TOKEN=short expect_exit 2 rox serve -C p --port 0
expect_stderr "too short"
expect_exit 2 rox serve -C p --address nowhere --port 0
expect_stderr "no address of an interface"
