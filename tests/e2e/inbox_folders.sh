#!/bin/bash
# A folder of this machine that others fill and empty (a share): what came once stays when it is moved away there, what is
# still written waits, and a share that isn't mounted changes nothing.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

there=$scratch/share
mkdir -p "$there/out"
for month in 01 02 03; do
  { echo 'id;day;amount' && for day in 1 2 3 4 5 6 7; do echo "$month$day;2024-$month-0$day;1$day,50"; done; } >"$there/out/sales_2024-$month.csv"
done
echo unfinished >"$there/out/sales_2024-04.csv.part"
rows() { rox query -C shop --csv 'SELECT count(*) FROM sales' | tail -n 1; }

# A folder as if it were a file, a host: both have a way on.
expect_exit 2 rox init "file://$there/out" --into shop --set 'still = 0'
expect_stderr "write it with a '/' at the end: url = \"file://$there/out/\""
expect_exit 2 rox init "file://server/out/" --into shop
expect_stderr "'file://server/out/' names a host"
expect_exit 3 rox init "file://$there/in/*.csv" --into shop
expect_stderr 'is the share mounted?'

expect_exit 0 rox init "file://$there/out/*.csv" --into shop --set 'still = 0'
expect_exit 0 rox run -C shop
expect_equal "$(rows)" 21

# The ERP keeps two months: what is gone there stays, and is said to be gone there by the account.
rm "$there/out/sales_2024-01.csv"
mv "$there/out/sales_2024-04.csv.part" "$there/out/sales_2024-04.csv"
{ echo 'id;day;amount' && echo '041;2024-04-01;7,00'; } >"$there/out/sales_2024-04.csv"
expect_exit 0 rox run -C shop
expect_contains 'fetched 1 file'
expect_equal "$(rows)" 22
expect_exit 0 rox source list -C shop --json
expect_json '[.[] | .file + " " + (.there | tostring)] | join(", ")' \
  'sales_2024-01.csv false, sales_2024-02.csv true, sales_2024-03.csv true, sales_2024-04.csv true'
expect_exit 0 rox run -C shop
expect_contains 'nothing to do'

# Not mounted, or mounted and empty: the warehouse stays.
mv "$there/out" "$there/off"
expect_exit 3 rox run -C shop
expect_stderr 'is the share mounted?'
expect_equal "$(rows)" 22
mkdir "$there/out"
sed -i '/^url = /a gone = "drop"' shop/rox.toml
rox run -C shop >/dev/null 2>&1 || true
expect_equal "$(rows)" 22
rmdir "$there/out"
mv "$there/off" "$there/out"

# What is published is moved out of the way, as asked for.
sed -i 's/^gone = .*/after_load = "move"/' shop/rox.toml
expect_exit 0 rox run -C shop
expect_equal "$(cd "$there/out" && find . -type f | sort | xargs)" \
  './loaded/sales_2024-02.csv ./loaded/sales_2024-03.csv ./loaded/sales_2024-04.csv'
expect_equal "$(rows)" 22
expect_exit 2 rox source trust -C shop
expect_stderr 'a folder of this machine has no key'
