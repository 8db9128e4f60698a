#!/bin/bash
# Mail goes encrypted or not at all, by STARTTLS or TLS from the first byte, with a password that is nowhere but in the
# environment, a program or ~/.netrc. A certificate that isn't trusted and a wrong password are told with the way out, and the
# mail waits.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/notify.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
start_mail "$WORK/mails"
cp "$scratch/authority.pem" company.pem
cp rox.toml plain.toml
channel() { # LOGIN PORT [SCHEME [LINES]]
  cp plain.toml rox.toml
  cat >>rox.toml <<TOML
[notify]
language = "pt"
link = "https://painel.example.com"
[notify.to.sales]
type = "mail"
server = "${3:-smtp}://localhost:$2"
from = "rox@example.com"
to = ["ana@example.com", "joao@example.com"]
user = "rox"
login = "$1"
${4-ca = \"company.pem\"}
TOML
}
mails() { find mails -type f | wc -l; }

export MAIL_LOGIN=opensesame
channel env:MAIL_LOGIN "$MAIL_PORT"
expect_exit 0 rox run
expect_equal "$(mails)" 0
echo '7;1;1' >>exports/Sale.csv
expect_exit 0 rox run --verbose
expect_not_contains opensesame
expect_equal "$(mails)" 1
mail_text mails/1 >mail
expect_file mail 'ana@example.com, joao@example.com | rox@example.com | auto-generated'
expect_file mail '[shop] linhas rejeitadas: 1 linha de Sale foi rejeitada'
expect_file mail 'O que fazer: corrija a coluna `mended` de rejects/Sale.csv, depois `rox stage --replay`; ou a exportação'
expect_file mail 'Ver: https://painel.example.com/#/quality'
! grep -rq opensesame .rox || fail 'the password is kept'

# By a program, by ~/.netrc, and encrypted from the first byte on.
printf '#!/bin/sh\necho opensesame\n' >secret.sh && chmod +x secret.sh
channel 'command:./secret.sh' "$MAIL_PORT"
expect_exit 0 rox notify test
export HOME=$WORK
(umask 077 && echo 'machine localhost login rox password opensesame' >.netrc)
channel netrc "$MAIL_PORT"
sed -i '/^user/d' rox.toml
expect_exit 0 rox notify test
start_mail "$WORK/mails" smtps
channel env:MAIL_LOGIN "$MAIL_PORT" smtps
expect_exit 0 rox notify test
expect_equal "$(mails)" 4
mail_text mails/4 >mail
expect_file mail '[shop] teste: as mensagens do rox chegam aqui'

# Not to somebody else, and not without encryption.
channel env:MAIL_LOGIN "$MAIL_PORT" smtps ''
expect_exit 3 rox notify test
expect_stdout '`ca` names a file of certificates'
MAIL_LOGIN=wrongword channel env:MAIL_LOGIN "$MAIL_PORT" smtps
MAIL_LOGIN=wrongword expect_exit 3 rox notify test --verbose
expect_contains 'look at user and login'
expect_not_contains wrongword
python3 - >"$scratch/plain.port" <<'PY' &
import socketserver

class Plain(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 plain\r\n")
        for line in self.rfile:
            self.wfile.write(b"250-plain\r\n250 AUTH PLAIN LOGIN\r\n" if line[:4].upper() == b"EHLO" else b"502 no\r\n")

with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
PY
at_exit end_job $!
await 'the port of the plain server' test -s "$scratch/plain.port"
channel env:MAIL_LOGIN "$(cat "$scratch/plain.port")"
expect_exit 3 rox notify test
expect_stdout "it can't encrypt"
expect_equal "$(mails)" 4

# Passwords, and addresses that are secrets, have no place in rox.toml.
channel opensesame 25
expect_exit 2 rox run
expect_stderr "says where a secret is"
expect_not_contains opensesame
cp plain.toml rox.toml
printf '[notify.to.x]\ntype = "slack"\nurl = "https://hooks.slack.com/services/T0/B0/abc"\n' >>rox.toml
expect_exit 2 rox run
expect_stderr 'url_from = "env:NAME"'
expect_not_contains T0/B0
