#!/usr/bin/env bash
# A disk that fills up during a run fails it with 3, and the old warehouse is still there and answers.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
mkdir disk
mount -t tmpfs -o size=12m none disk 2>/dev/null || skip "this user can't mount a small disk"
at_exit umount "$WORK/disk"
cd disk
shop
mv exports ..
sed -i 's|^path = "exports"|path = "../exports"|' rox.toml
expect_exit 0 rox run
remember
cp ../exports/Sale.csv ..

# A million rows that don't compress.
awk 'BEGIN { srand(1); print "SaleID;Line;CustomerID;Amount"
  for (i = 1; i <= 1000000; i++) printf "%d;1;%d;%d,%02d\n", i, rand() * 2^31, rand() * 1e7, rand() * 100 }' >../exports/Sale.csv
expect_refused 3 "free some space"
expect_equal "$(rows 'SELECT count(*) FROM Sale')" 3

# Not a byte left: not even the record of the run can be written.
cp ../Sale.csv ../exports
echo '3;1;1;5,00' >>../exports/Sale.csv
dd if=/dev/zero of=ballast bs=64k status=none 2>/dev/null || true
expect_refused 3 "free some space"

rm ballast
expect_exit 0 rox run
