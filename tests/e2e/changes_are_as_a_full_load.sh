#!/bin/bash
# Random days of a shop, some of them with a run that is killed: a warehouse that follows them by what changed holds the
# same as one that is loaded whole every day. Then `rox run --prove` says so too, and `rox changes` tells each row.
# labels: heavy
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

SIGNAL_AT=$scratch/signal_at.so python3 "$REPO/tests/e2e/fixtures/random_days.py" "$ROX" "$REPO" "${ROX_RANDOM_DAYS:-$(with_all 12 4)}" "${ROX_SEED:-20}"

cd by-changes
expect_exit 0 rox run --prove
expect_contains 'proven in'

# One row of each kind of change.
python3 - <<'PY'
from pathlib import Path

orders = Path("../exports/orders.csv")
lines = orders.read_bytes().decode().splitlines(keepends=True)
end = "\r\n" if lines[0].endswith("\r\n") else "\n"
fields = lines[1].rstrip("\r\n").split(";")
lines[1] = ";".join([*fields[:3], "returned"]) + end
del lines[2]
lines.append(f"900001;{fields[1]};2024-12-31;new" + end)
orders.write_bytes("".join(lines).encode())
PY
expect_exit 0 rox run
expect_equal "$(rox changes last orders --csv | cut -d, -f1 | tail -n +2)" $'delete\ninsert\nupdate'
expect_equal "$(rox query "SELECT after FROM rox.changes WHERE change = 'update' AND run = (SELECT max(run) FROM rox.changes)" --csv | tail -n +2)" \
  '"{""status"":""returned""}"'
expect_equal "$(rox changes last --csv | tail -n +2)" 'orders,changes,1,1,1'

expect_exit 2 rox changes last nothing
expect_contains "loaded no table 'nothing'"
expect_exit 2 rox changes 1999
expect_contains 'of those whose changes are kept'

# With nothing to remember, nothing is.
sed -i 's/^\[source\]/[source]\nkeep = 0/' rox.toml
printf '900002;1;2024-12-31;new\n' >>../exports/orders.csv
expect_exit 0 rox run
expect_exit 2 rox changes last
