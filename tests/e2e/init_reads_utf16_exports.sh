#!/bin/bash
# UTF-16 as spreadsheets save it: little-endian with a mark, and big-endian without.
source "$(dirname "$0")/fixtures/lib.sh"

for kind in UTF-16LE UTF-16BE; do
  mkdir "$kind"
  {
    [[ $kind == UTF-16BE ]] || printf '\xef\xbb\xbf'
    printf 'id;name;price\r\n1;Zoë;1,50\r\n2;"a;b";2,25\r\n'
  } | iconv -f utf-8 -t "$kind" >"$kind/t.csv"
  expect_exit 0 rox init "$kind"
  expect_file "$kind/rox.toml" "encoding = \"${kind,,}\""
  expect_exit 0 rox model show -C "$kind" --json
  expect_json '.tables[0].rows' 2
  expect_json '[.tables[0].columns[] | "\(.name) \(.type)"] | join("; ")' \
    "id SMALLINT; name VARCHAR(3); price DECIMAL(3,2)"
done
