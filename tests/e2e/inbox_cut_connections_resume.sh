#!/bin/bash
# What is cut off goes on where it was: within a fetch, and in the next one after rox was killed.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
start_https
start_ftps
{ echo id,amount; awk 'BEGIN { for (i = 1; i <= 1500000; ++i) print i "," i % 1000 ".50" }'; } >"$there/out/orders_1.csv"
size=$(stat -c %s "$there/out/orders_1.csv")

# A dozen connections in a row are cut, each in the middle of something else.
for kind in sftp https; do
  port=${kind}_port url=${kind}_url settings="${kind}_settings[@]"
  start_cutter "${!port}" 1300000 12
  sed "s/:${!port}/:$cutter_port/" "$servers/known_hosts" >"$servers/cutter_hosts" && cat "$servers/cutter_hosts" >>"$servers/known_hosts"
  sed "s/]:[0-9]* /]:$cutter_port /" "$servers/cutter_hosts" >>"$servers/known_hosts"
  url=${!url}
  remote_project $kind "${url/:${!port}/:$cutter_port}/*.csv" "${!settings}"
  expect_exit 0 rox source fetch -C $kind --json
  expect_json .bytes "$size"
  cmp "$there/out/orders_1.csv" $kind/.rox/inbox/exports/orders_1.csv
  stop_cutter
done

# Killed on the way: no part is among the exports, and the next fetch brings only what is left.
is_half_here() { (($(stat -c %s "$1"/.rox/inbox/partial/* | sort -n | tail -n 1) > 2000000)); }
for kind in sftp https ftps; do
  url=${kind}_url settings="${kind}_settings[@]"
  remote_project killed_$kind "${!url}/*.csv" "${!settings}" 'bandwidth = "2MB"'
  "$ROX" source fetch -C killed_$kind -q &
  fetch=$!
  at_exit end_job "$fetch"
  await_from "$fetch" "$servers/sshd.log" 'two megabytes' is_half_here killed_$kind
  kill -KILL "$fetch" && wait "$fetch" 2>/dev/null || true
  expect_equal "$(find killed_$kind/.rox/inbox/exports -type f)" ''
  sed -i /bandwidth/d killed_$kind/rox.toml
  expect_exit 0 rox source fetch -C killed_$kind --json
  expect_json ".bytes <= $size - 2000000" true
  cmp "$there/out/orders_1.csv" killed_$kind/.rox/inbox/exports/orders_1.csv
done
