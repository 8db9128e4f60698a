#!/bin/bash
# kill -9 at some points of a staging: the manifest and every file that it names are whole, the old ones or the new ones, and the next
# rox stage ends as if nothing had happened.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

files() { find staged -type f -name '*.parquet' -exec sha256sum {} + | sort; }
# Every file of the manifest is there, with the content that its name tells.
whole() {
  jq -r '.tables[].files[] | "\(.bytes) staged/\(.path)"' staged/manifest.json | while read -r bytes path; do
    expect_equal "$(stat -c %s "$path")" "$bytes"
  done
}

bikes . 0.02
cp -r exports exports.old
rox sample exports --scale 0.02 --seed 2 --force >/dev/null 2>&1
changes=$(count_changes stage -q)
files >new
mv exports exports.new && mv exports.old exports
rox stage -q
files >old
cmp -s old new && fail 'both samples are the same'

rounds=$(with_all 8 4)
for ((round = 1; round <= rounds; ++round)); do
  mv exports exports.old && mv exports.new exports
  expect_exit 137 signal_before KILL $((changes * (2 * round - 1) / (2 * rounds))) stage -q

  whole
  expect_exit 0 rox stage -q
  files | diff new - || fail "round $round: other files"
  expect_equal "$(find . -name '.staging-*' -o -name '*.tmp' -o -path './.rox/tmp/*' | wc -l)" 0
  mv exports exports.new && mv exports.old exports
  expect_exit 0 rox stage -q
  files | diff old - || fail "round $round: other files than before"
done
