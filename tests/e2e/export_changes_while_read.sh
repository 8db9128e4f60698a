#!/usr/bin/env bash
# A file that shrinks, by bytes or by half, grows or is touched during the run fails it: no warehouse is made of half an export.
# The writer goes on for as long as the run does, so that whenever the file is looked at it has changed.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop
writer=

# change PYTHON: runs that over and over on the export (f: the open file, i: how often) until stopped.
change() {
  python3 -c "
import os, sys
path = sys.argv[1]
f = os.open(path, os.O_RDWR)
size = os.fstat(f).st_size
for i in range(1, 20_000_000):
    $1
    if i == 1: open('writing', 'w').close()
" exports/Sale.csv &
  writer=$!
  until [[ -e writing ]]; do sleep 0.01; done
}
stop() {
  kill $writer 2>/dev/null || true
  wait $writer 2>/dev/null || true
  rm -f writing
}

at_exit stop
for how in "os.ftruncate(f, size - i)" "os.ftruncate(f, size if i % 2 else size // 2)" "os.ftruncate(f, size + i)" "os.utime(path, ns=(i, i))"; do
  many_sales 400000
  change "$how"
  expect_refused 1 Sale.csv "while it was read"
  stop
done

many_sales 1000
expect_exit 0 rox run
