#!/usr/bin/env bash
# Errors, hints and notes are wrapped at the terminal's width, between words; commands to copy stay whole. What is piped,
# and JSON, is as it was written.
source "$(dirname "$0")/fixtures/lib.sh"
need python3

mkdir exports
printf 'id;v\n1;x\n2;y\n' >exports/a.csv
expect_exit 0 "$ROX" init exports --into project
expect_exit 0 "$ROX" run -C project
printf 'id,v\n1,x\n2,y\n' >exports/a.csv

# on_terminal WIDTH COMMAND…: what it shows on a terminal of that many columns.
on_terminal() {
  python3 - "$@" <<'END'
import fcntl, os, pty, struct, sys, termios
width, command = int(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
shown = b""
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part
os.waitpid(child, 0)
sys.stdout.write(shown.decode().replace("\r\n", "\n"))
END
}
unset COLUMNS
export NO_COLOR=1
# The width is set a moment after the program began, so its own is named.
COLUMNS=60 on_terminal 60 "$ROX" run -C project --quiet >wrapped
expect_equal "$(grep -c '`dialect = { delimiter = "," }`' wrapped)" 1
expect_equal "$(grep -v '`' wrapped | awk 'length > 60' | wc -l)" 0
expect_exit 1 "$ROX" run -C project --quiet
joined() { tr '\n' ' ' <"$1" | tr -s ' '; }
expect_equal "$(joined wrapped)" "$(joined "$STDERR")"
COLUMNS=60 on_terminal 60 "$ROX" run -C project --json >json
expect_equal "$(tail -n 1 json | jq -r .error.kind)" data
