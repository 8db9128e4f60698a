#!/bin/bash
# rox sample writes a company of the asked size, on one day or on many: the same bytes for a seed, in memory that does not
# grow with it, and never over files of others.
# labels: serial
source "$(dirname "$0")/fixtures/lib.sh"

expect_exit 0 rox sample one --scale 1 --seed 1 --json
expect_json '.files | map("\(.file) \(.rows)") | join(", ")' \
  'Person.Person.csv 19972, Production.Product.csv 504, Sales.Customer.csv 19820, Sales.SalesOrderDetail.csv 121317, Sales.SalesOrderHeader.csv 31465, Sales.SpecialOfferProduct.csv 538'
expect_equal "$(jq '[.files[].bytes] | add' "$STDOUT")" "$(cat one/*.csv | wc -c)"
rox sample again --scale 1 --seed 1 --threads 1 >/dev/null
diff -r one again || fail "the same seed gave other bytes"

# Headers and raw format are those of the real exports.
raw=${ROX_RAW_DATA:-$REPO/../shared/data/rox-raw}
for file in one/*.csv; do
  [[ ! -e $raw ]] || cmp <(head -n 1 "$raw/${file#one/}") <(head -n 1 "$file")
done

# Files of others stay, unless it is said.
mkdir mine && echo mine >mine/Sales.Customer.csv
expect_exit 2 rox sample mine --scale 0.01
expect_stderr "--force"
expect_equal "$(ls mine) $(cat mine/*)" "Sales.Customer.csv mine"
expect_exit 0 rox sample mine --scale 0.01 --force
expect_exit 0 rox sample mine --scale 0.02 --dirty
expect_exit 0 rox sample mine --scale 0.01
[[ ! -e mine/defects.json ]] || fail "defects.json of the dirty sample is left over"

expect_exit 2 rox sample other --scale 0
expect_stderr "0.001 to 5000"
[[ ! -e other ]] || fail "a folder was made for nothing"

expect_exit 0 rox sample other --dry-run
expect_stdout "121,317"
[[ ! -e other ]] || fail "a dry run made a folder"

# Days: all of them in folders, or one in the folder itself.
expect_exit 0 rox sample days --days 3 --scale 0.02 --json
expect_json '.files | length' 25
expect_exit 0 rox sample day --day 3 --scale 0.02
expect_stdout "large_order"
diff -r days/day-003 day --exclude '*.json' || fail "day 3 is not the third of all days"
expect_equal "$(jq -r '[.events[] | select(.day == 3) | .kind] | join(",")' days/days.json)" large_order
expect_exit 0 rox sample nothing --days 30 --scale 0.02 --dry-run
expect_stdout "encoding_switch"
[[ ! -e nothing ]] || fail "a dry run made a folder"
expect_exit 2 rox sample day --day 366
expect_stderr "from 0 to 365"
expect_exit 2 rox sample day --day 1 --days 2
expect_exit 2 rox sample day --day 1 --dirty

# Peak memory, in kilobytes, of a sample at a scale, and with other options.
peak() {
  python3 - "$ROX" "$@" <<'PYTHON'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "sample", "large", "--scale", *sys.argv[2:]], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PYTHON
}
small=$(peak 1) large=$(peak 6)
((large < small + 3 * 1024)) || fail "scale 1 takes $small KB, scale 6 takes $large KB"
rm -r large
small=$(peak 1 --day 300) large=$(peak 6 --day 300)
((large < small + 3 * 1024)) || fail "a day at scale 1 takes $small KB, at scale 6 $large KB"
