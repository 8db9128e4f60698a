#!/bin/bash
# rox diff tells what changed since any run that is remembered, and rox rollback publishes one again: its tables, marts and
# answers. A rollback that is killed leaves what was there, and goes on. What was loaded whole since then is no guess.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

shop
mkdir -p marts analyses
echo 'SELECT CustomerID, SUM(Amount) AS total FROM Sale GROUP BY CustomerID' >marts/totals.sql
echo 'SELECT COUNT(*) AS sales, SUM(total) AS total FROM totals' >analyses/total.sql

# Forty sales and four days, on each of which one is added, one changed and one gone.
sales() {
  {
    echo 'SaleID;Line;CustomerID;Amount'
    for ((sale = 1 + $1; sale <= 40 + $1; sale++)); do echo "$sale;1;$((sale % 2 + 1));$((sale == 20 ? $1 : 9)),90"; done
  } >exports/Sale.csv
}
content() {
  rows 'FROM Sale ORDER BY ALL'
  rows 'FROM Customer ORDER BY ALL'
  rows 'FROM totals ORDER BY ALL'
  cat answers/total.csv
}
for day in 0 1 2 3; do
  sales $day
  expect_exit 0 rox run
  cp -r exports "day$day"
  content >"content$day"
done
rox diff last~3 last Sale --csv >changed.csv || true
expect_equal "$(cut -d, -f1 changed.csv | sort | uniq -c | tr -s ' \n' ' ')" ' 1 change 3 delete 3 insert 1 update '
expect_exit 1 rox diff last~1 last
for day in 0 1 2 3; do
  expect_exit 0 rox diff "last~$((3 - day))" "day$day"
  expect_exit 0 rox diff "day$day" "day$day" Sale
done
expect_exit 1 rox diff day0 day3 --save differences.duckdb
expect_exit 2 rox diff day0 day3 --save differences.duckdb
expect_stderr 'a file of that name'

# A run is killed anywhere, also while it publishes: the next one goes on, and remembers the change once.
choose 3 {1..9}
for tenth in "${chosen[@]}"; do
  rm -rf twin && mkdir twin
  cp -r day2 rox.toml model.toml marts analyses twin && mv twin/day2 twin/exports
  (
    cd twin
    expect_exit 0 rox run
    cp ../day3/Sale.csv exports
    [[ -s ../changes ]] || (cp -r . ../counted && cd ../counted && count_changes run -q) >../changes
    signal_before KILL $(($(cat ../changes) * tenth / 10)) run -q || true
    expect_exit 0 rox run
    expect_equal "$(rox changes last --csv | tail -n +2)" 'Sale,changes,1,1,1'
  )
done

# Back and forth between the days; a run then loads what the exports hold.
runs=($(rows 'SELECT DISTINCT run FROM rox.change_counts ORDER BY run'))
for day in 2 0 3 1; do
  expect_exit 0 rox rollback "${runs[$day]}" --dry-run
  expect_stdout 'it goes back to what run'
  signal_before KILL $((20 + 25 * day)) rollback -q "${runs[$day]}" || true
  expect_exit 0 rox rollback "${runs[$day]}"
  content | diff - "content$day"
  expect_exit 0 rox diff "${runs[$day]}" local
done
expect_exit 0 rox run --prove
content | diff - content3

for wrong in nothing last~99 ''; do
  expect_exit 2 rox rollback "$wrong"
  expect_stderr 'hint:'
done
expect_exit 1 rox rollback "${runs[0]}"
expect_stderr "aren't known"
