#!/bin/bash
# Of an export that begins as it did the day before, only the rest is cut into records again. However it changed, the
# warehouse is then what a full load makes of it.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
change() {
  python3 - "$@" <<'PY'
import sys
from pathlib import Path

file = Path("exports/note.csv")
how = sys.argv[1]
if how == "new":  # 3 MB, with line ends within quotes
    rows = [f'{i};"note {i}\n{"x" * (i % 90)}";{i * 7 % 1000}' for i in range(50000)]
    file.write_bytes(("id;text;amount\n" + "\n".join(rows) + "\n").encode())
    sys.exit()
data = file.read_bytes()
half = data.index(b"\n25000;") + 1
if how == "append":
    data += f'{90000 + len(data)};"one more\nof two lines";5\n'.encode()
elif how == "middle":
    data = data[:half] + data[half:].replace(b'"note 25000', b'"Note 25000', 1)
elif how == "insert":
    data = data[:half] + b"91000;between;1\n" + data[half:]
elif how == "front":
    data = data.replace(b"\n0;", b"\n92000;first;1\n0;", 1)
elif how == "truncate":
    data = data[:data.index(b"\n49990;") + 1]
elif how == "quote":  # a record that begins a block may be another one now
    data = data[:half] + data[half:].replace(b'x";', b'x""\ny";', 1)
file.write_bytes(data)
PY
}

change new
expect_exit 0 rox init exports --into .
expect_exit 0 rox run
for how in append append middle insert front truncate quote append; do
  change "$how"
  expect_exit 0 rox run --json --prove
  expect_json '.steps[] | select(.step | startswith("load")) | .status' done
  expect_json '[.steps[] | select(.step | startswith("load")) | .how | test("inserted")] | all' true
done
