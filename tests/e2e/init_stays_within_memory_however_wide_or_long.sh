#!/bin/bash
# rox init takes little memory and ends, whatever is wide or long in an export: thousands of columns, keys in all of them,
# lines of hundreds of MB. Lines that end with CR alone are told as such by a run, and read once init has found them.
source "$(dirname "$0")/fixtures/lib.sh"

# peak COMMAND...: runs it, and prints the most MB that it took.
peak() {
  python3 -c '
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)' "$@"
}

# wide COLUMNS VALUE: 40 rows, VALUE in Python of row r, column c.
wide() {
  mkdir "wide$1$3"
  python3 -c '
import random, sys, uuid
columns = range(int(sys.argv[1]))
print(",".join(f"c{c}_id" for c in columns))
for r in range(40):
    print(",".join(str(eval(sys.argv[2])) for c in columns))' "$1" "$2" >"wide$1$3/t.csv"
}

wide 1500 '(r * c) % 17' few
if [[ -n ${ROX_TEST_ALL:-} ]]; then wide 1500 'r * 7 + c % 13' numbers; fi
wide 1500 'uuid.UUID(int=random.getrandbits(128))' guids
for folder in wide*; do
  most=$(peak "$ROX" init "$folder" 2>"$folder.txt")
  ((most < 400)) || fail "$folder: $most MB"
done
expect_file wide1500guids.txt "could be alternate keys, of which the likeliest 16 are stated"

# A line longer than a record may be is left out, in quotes or not, of one field or of many; as a header it is an error.
choose 2 plain fields quoted
for kind in "${chosen[@]}"; do
  mkdir "$kind"
  python3 - "$kind" >"$kind/t.csv" <<'PYTHON'
import sys

pieces = {"plain": ("", "x" * 1024, ""), "quoted": ('"', "x" * 1024, '"'), "fields": ("", 'x,"y",1,' * 128, "")}
before, piece, after = pieces[sys.argv[1]]
print("a,b\n1," + before, end="")
for _ in range(260):
    print(piece * 1024, end="")
print(after + "\n2,y")
PYTHON
  expect_exit 0 rox init "$kind"
  expect_stderr "1 records are longer than 256 MB and were left out"
  expect_stderr "t.csv:2; a run will reject them"
  sed -i 1d "$kind/t.csv"
  expect_exit 1 rox init "$kind" --force
  expect_stderr "t.csv:1: the first line has "
done

mkdir mac
printf 'a,b\n1,2\n' >mac/t.csv
expect_exit 0 rox init mac
printf 'a,b\r1,2\r3,4\r' >mac/t.csv
expect_exit 1 rox run -C mac
expect_stderr "t.csv:1: the lines end with CR alone"
expect_exit 0 rox init mac --force
expect_stderr 'line_end = "cr"'
expect_exit 0 rox run -C mac
