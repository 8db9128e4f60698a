#!/bin/bash
# Bytes of the warehouse, of an answer or of a staged file that change on the disk, with the old time and size, are
# noticed: by `rox check --storage`, and by a run before it builds on them.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

# Another byte at the place $2 of file $1, which keeps its time.
flip() {
  touch -r "$1" stamp
  local byte
  byte=$(dd if="$1" bs=1 skip="$2" count=1 status=none | od -An -tu1)
  printf "\\x$(printf %x $(((byte + 1) % 256)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
  touch -r stamp "$1"
}

shop
rox run -q && rox stage -q
expect_exit 0 rox check --storage
expect_stdout '4 files: 4 intact'

cp -p warehouse.duckdb whole
for place in 100 300000 $(($(stat -c %s whole) - 1)); do
  flip warehouse.duckdb "$place"
  expect_exit 1 rox check --storage
  expect_stdout 'warehouse.duckdb: damaged'
  expect_equal "$(rox check --storage --json | jq -r '.[] | select(.verdict == "damaged").file')" warehouse.duckdb
  sed -i 's/1;1;1;[0-9]*,/1;1;1;9,/' exports/Sale.csv
  echo "9;9;1;$place,00" >>exports/Sale.csv
  expect_exit 3 rox run
  expect_stderr 'is damaged' '--full-refresh'
  dd if=whole of=warehouse.duckdb conv=notrunc status=none
  touch -r whole warehouse.duckdb
done
expect_exit 0 rox run
flip warehouse.duckdb 300000
expect_exit 0 rox run --full-refresh
expect_exit 0 rox check --storage

answer=$(echo answers/*.csv)
flip "$answer" 3
expect_exit 1 rox check --storage
expect_stdout "$answer: damaged"
echo damaged >"$answer"
expect_exit 0 rox run
expect_exit 0 rox check --storage

rox stage -q
staged=$(echo staged/Sale/*.parquet)
cp "$staged" good.parquet
flip "$staged" 50
expect_exit 1 rox check --storage
expect_stdout "$staged: damaged"
touch "$staged"
expect_exit 0 rox stage
cmp "$staged" good.parquet

echo x >>warehouse.duckdb
expect_exit 0 rox check --storage
expect_stdout 'warehouse.duckdb: changed'
