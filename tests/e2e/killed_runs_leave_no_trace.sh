#!/bin/bash
# kill -9 at any moment: readers see the old warehouse or the new one, and the next run ends as if nothing had happened.
source "$(dirname "$0")/lib.sh"

orders() { rox query 'SELECT count(*), sum(OrderQty), max(rowguid) FROM SalesOrderDetail' --csv | tail -1; }

bikes . 0.2
rox run -q
old=$(orders)
cp -r exports exports.old
rox sample exports --scale 0.2 --seed 2 --force >/dev/null 2>&1
start=$(date +%s%N)
rox run -q
took=$((($(date +%s%N) - start) / 1000000))
new=$(orders)
[[ $old != "$new" ]] || fail 'both samples are the same'
mkdir wanted && cp answers/* wanted/

RANDOM=7
killed=0
for round in 1 2 3 4 5 6 7 8 9 10; do
  # Back to the old data, then a run towards the new that is killed on its way.
  mv exports exports.new && mv exports.old exports
  rox run -q
  mv exports exports.old && mv exports.new exports
  "$ROX" run -q &
  run=$!
  sleep "$(printf '0.%03d' $((RANDOM % (took < 999 ? took : 999))))"
  kill -9 $run 2>/dev/null && killed=$((killed + 1))
  wait $run 2>/dev/null || true

  seen=$(orders)
  [[ $seen == "$old" || $seen == "$new" ]] || fail "round $round: half a run is seen: $seen"
  expect_exit 0 rox run -q
  expect_equal "$(orders)" "$new"
  diff -r wanted answers || fail "round $round: other answers"
  expect_equal "$(find . -name '*.tmp*' -o -name '*.wal' | wc -l)" 0
  expect_exit 0 rox run --json
  expect_json .status unchanged
done
((killed > 0)) || fail 'no run was killed'
echo "$killed of 10 runs were killed on their way"
rox status --json -n 100 | jq -e 'map(.status) | unique - ["done", "unchanged", "killed"] == []' >/dev/null
