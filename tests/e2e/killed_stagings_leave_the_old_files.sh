#!/bin/bash
# kill -9 at any moment: the manifest and every file that it names are whole, the old ones or the new ones, and the next
# rox stage ends as if nothing had happened.
source "$(dirname "$0")/fixtures/lib.sh"

files() { find staged -type f -name '*.parquet' -exec sha256sum {} + | sort; }
# Every file of the manifest is there, with the content that its name tells.
whole() {
  jq -r '.tables[].files[] | "\(.bytes) staged/\(.path)"' staged/manifest.json | while read -r bytes path; do
    expect_equal "$(stat -c %s "$path")" "$bytes"
  done
}

bikes . 0.2
cp -r exports exports.old
rox sample exports --scale 0.2 --seed 2 --force >/dev/null 2>&1
start=$(date +%s%N)
rox stage -q
took=$((($(date +%s%N) - start) / 1000000))
files >new
mv exports exports.new && mv exports.old exports
rox stage -q
files >old
cmp -s old new && fail 'both samples are the same'

RANDOM=11
killed=0
for round in 1 2 3 4 5 6 7 8; do
  mv exports exports.old && mv exports.new exports
  "$ROX" stage -q &
  run=$!
  sleep "$(printf '0.%03d' $((RANDOM % (took < 999 ? took : 999))))"
  kill -9 $run 2>/dev/null && killed=$((killed + 1))
  wait $run 2>/dev/null || true

  whole
  expect_exit 0 rox stage -q
  files | diff new - || fail "round $round: other files"
  expect_equal "$(find . -name '.staging-*' -o -name '*.tmp' -o -path './.rox/tmp/*' | wc -l)" 0
  mv exports exports.new && mv exports.old exports
  expect_exit 0 rox stage -q
  files | diff old - || fail "round $round: other files than before"
done
((killed > 0)) || fail 'no staging was killed'
echo "$killed of 8 stagings were killed on their way"
