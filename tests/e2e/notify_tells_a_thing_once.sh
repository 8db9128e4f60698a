#!/bin/bash
# Messages: a failure is told once, again after a day, and its end; so are held runs, rejects and what doesn't arrive. All that is
# new at a time is one message. A signed webhook gets it as JSON, another in Portuguese, a command by its standard input.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/clock.sh"
source "$REPO/tests/e2e/fixtures/notify.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
start_hook "$WORK/heard"
export HOOK_KEY=a-key HOOK_URL=$HOOK/services/T0/B0/x
cat >>rox.toml <<TOML
[notify]
link = "https://dashboard.example.com/"
[notify.to.hook]
type = "webhook"
url = "$HOOK/rox?to=all"
signed_by = "env:HOOK_KEY"
[notify.to.chat]
type = "slack"
language = "pt"
url_from = "env:HOOK_URL"
on = ["hold"]
[notify.to.own]
type = "command"
command = ["sh", "-c", "cat >>told; echo \$ROX_SUBJECT >>subjects"]
on = ["failure"]
TOML
heard() { jq -rs "[.[] | select(.path | startswith(\"/rox\"))] | $1" heard 2>/dev/null; }
messages() { expect_equal "$(heard length)" "$1"; }
touch heard
expect_exit 0 at 0 08:00 rox run
messages 0

# A failure: once, and again after a day.
cp exports/Sale.csv Sale.csv
echo '7;1;1' >exports/Sale.csv
expect_exit 1 at 0 09:00 rox run
messages 1
expect_equal "$(heard '.[0].body.notices | map(.state + " " + .kind) | join(",")')" 'new failure'
expect_equal "$(heard '.[0].body.notices[0].link | test("^https://dashboard.example.com/#/runs\\?run=2026")')" true
expect_equal "$(heard '.[0].path')" '/rox?to=all'
python3 - <<'PY'
import hashlib, hmac, json

heard = [json.loads(line) for line in open("heard")][0]
headers = heard["headers"]
signed = hmac.new(b"a-key", f"{headers['x-rox-timestamp']}.{heard['raw']}".encode(), hashlib.sha256).hexdigest()
assert headers["x-rox-signature"] == "sha256=" + signed
PY
expect_file subjects '[shop] failed: run 2026'
expect_exit 1 at 0 10:00 rox run
messages 1
expect_exit 1 at 1 09:01 rox run
expect_equal "$(heard '.[1].body.notices | map(.state + " " + .kind + " " + .since) | join(",")')" 'still failure 2026-01-05 09:00'
cp Sale.csv exports/Sale.csv
expect_exit 0 at 1 10:00 rox run
messages 3
expect_equal "$(heard '.[2].body.notices | map(.state + " " + .kind) | join(",")')" 'fixed failure'
expect_equal "$(heard '.[2].body.subject | test("^\\[shop\\] fixed: run 2026")')" true
expect_exit 0 at 1 10:01 rox notify send
messages 3

# What keeps a run from beginning is told too, until one has begun.
cp model.toml model.right
echo 'zzz = 1' >>model.toml
expect_exit 2 at 1 11:00 rox run
messages 4
expect_equal "$(heard '.[3].body.notices | map(.state + " " + (.what | test("nothing can run: .*model.toml.*zzz") | tostring)) | join(",")')" 'new true'
expect_exit 2 at 1 11:01 rox run
mv model.right model.toml
expect_exit 0 at 1 11:02 rox notify send
messages 4
expect_exit 0 at 1 11:03 rox run
messages 5
expect_equal "$(heard '.[4].body.notices | map(.state + " " + .kind) | join(",")')" 'fixed failure'
head -n 3 heard >first && mv first heard

# Held, with rejects of another table: one message of the first; the chat hears of it in Portuguese. Released, the rejects come.
mkdir expect
printf '%s\n' '[[guard]]' 'table = "Sale"' 'rows = "at least 3"' 'meaning = "sales are missing"' 'owner = "Ana"' \
  '[[guard]]' 'table = "Customer"' 'arrives_by = "07:30"' >expect/sales.toml
touch -d '2026-01-07 06:00' exports/*
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '1;2;1;x'
touch -d '2026-01-07 06:00' exports/*
expect_exit 1 at 2 08:00 rox run
messages 4
expect_equal "$(heard '.[3].body.notices | map(.state + " " + .kind + ": " + .means) | join(",")')" \
  'new hold: Ana: sales are missing. Whoever looks at the dashboard sees the data of before'
expect_equal "$(jq -rs '[.[] | select(.path | startswith("/services"))] | length' heard)" 1
expect_equal "$(jq -rs '[.[] | select(.path | startswith("/services"))][0].body.text | test("RETIDA: a execução .*Sale tem 1 linha; espera-se ao menos 3")' heard)" true
expect_exit 0 at 2 08:05 rox release
messages 5
expect_equal "$(heard '.[4].body.notices | map(.state + " " + .kind) | join(",")')" 'fixed hold,new rejects'

# What doesn't arrive is told by whoever asks first, and that it came.
expect_exit 1 at 3 07:31 rox expect check
messages 6
expect_equal "$(heard '.[5].body.notices | map(.state + " " + .kind + ": " + .what) | join(",")')" \
  'new arrival: the newest export of Customer came 26 hours ago; one was due by 2026-01-08 07:30'
expect_exit 0 at 3 07:40 rox run
messages 6
touch -d '2026-01-08 08:00' exports/Customer.csv
expect_exit 0 at 3 08:01 rox run
messages 7
expect_equal "$(wc -l <told)" 5 # the command is only told of failures: new, still, fixed, new, fixed

# In quiet hours nothing is sent. What began and ended in them is told as over.
sed -i 's|^link = .*|&\nquiet = "22:00-07:00"|' rox.toml
cp exports/Sale.csv Sale.csv
echo '7;1;1' >exports/Sale.csv
expect_exit 1 at 3 23:00 rox run
messages 7
expect_exit 0 rox notify show
expect_stdout 'until the quiet hours are over'
cp Sale.csv exports/Sale.csv
expect_exit 0 at 4 06:00 rox run
messages 7
expect_exit 0 at 4 07:00 rox notify send
messages 8
expect_equal "$(heard '.[7].body.notices | map(.state + " " + .kind) | sort | join(",")')" 'fixed failure,still rejects'

# A receiver that is away is no reason to fail; it is told later. No key and no secret address is ever shown or kept.
kill "$HOOK_PID"
wait "$HOOK_PID" 2>/dev/null || true
echo '7;1;1' >exports/Sale.csv
expect_exit 1 at 4 08:00 rox run --verbose
expect_stderr '[notify.to.hook] a message waits in .rox/outbox: no answer from http://127.0.0.1:'
cp Sale.csv exports/Sale.csv
expect_exit 0 at 4 09:00 rox run --verbose
expect_not_contains services/T0
[[ -f .rox/outbox/hook.json ]]
! grep -rqF -e services/T0 -e a-key .rox || fail 'a secret is kept'
expect_exit 3 rox notify test hook
expect_stdout 'hook: no answer from'
HOOK_URL='' expect_exit 3 rox notify test chat
expect_stdout "the variable HOOK_URL isn't set"
expect_exit 2 rox notify test nobody
mv heard heard.before
start_hook "$WORK/heard"
sed -i "s|^url = .*|url = \"$HOOK/rox\"|" rox.toml
expect_exit 0 at 4 11:00 rox notify send
expect_equal "$(heard '.[0].body.notices | map(.state + " " + .kind) | join(",")')" 'fixed failure,new arrival'
[[ ! -f .rox/outbox/hook.json ]]
expect_exit 0 rox notify test hook
expect_stdout 'hook: sent'
