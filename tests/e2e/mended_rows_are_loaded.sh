#!/bin/bash
# Rejects are corrected in rejects/*.csv, moved to mends/ by rox stage --replay, and loaded by the next run.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
export_csv Sale 'SaleID;Line;CustomerID;Amount' '1;1;1;10,50' '1;2;1;x' '2;1;2;y' '2;2;2' '3;1;1;"a;b"'
rox run -q
expect_equal "$(rows 'SELECT line, code FROM rox.rejects ORDER BY line')" \
  $'3,unparsable\n4,unparsable\n5,field_count\n6,unparsable'

# Corrects the second copy of a record, which is the column 'mended'.
mend() { sed -i "s/;\"$1\"\r\$/;\"$2\"\r/" rejects/Sale.csv; }
mend '1;2;1;x' '1;2;1;0,50'
mend '2;1;2;y' '2;1;2;z'
mend '3;1;1;""a;b""' '3;1;1;""8,25""'
expect_exit 1 rox stage --replay --dry-run
expect_stdout '2 mended rows would be moved to mends/, 1 still not good, 1 not corrected yet'
[[ ! -e mends ]] || fail 'a dry run wrote mends'
expect_exit 1 rox stage --replay
expect_stdout 'Sale.csv:4: still not good: column Amount'
expect_stdout '2 mended rows moved'
expect_exit 1 rox stage --replay --json
expect_json '"\(.mended) \(.untouched) \(.failed | length)"' '0 1 1'

rox run -q
expect_equal "$(rows 'SELECT SaleID, Line, Amount FROM Sale ORDER BY ALL')" $'1,1,10.50\n1,2,0.50\n3,1,8.25'
expect_equal "$(rows "SELECT mended, rejects FROM rox.files WHERE \"table\" = 'Sale'")" '2,2'
# The correction that wasn't good enough is still in its place.
expect_file rejects/Sale.csv '"2;1;2;z"'

# The ERP corrects the record itself: the mend has no use any more, and somebody is told.
sed -i 's/^1;2;1;x/1;2;1;0,60/' exports/Sale.csv
expect_exit 0 rox run
expect_stderr '1 of the mends in mends/Sale.csv no longer match'
expect_equal "$(rows 'SELECT Amount FROM Sale WHERE Line = 2')" '0.60'

printf 'nonsense\n' >rejects/Sale.csv
expect_exit 2 rox stage --replay
expect_stderr 'rejects/Sale.csv:1'
