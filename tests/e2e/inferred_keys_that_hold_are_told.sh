#!/usr/bin/env bash
# An inferred key that held in ten runs is told of once by the run, and by rox status until it is confirmed; one that broke on
# the way isn't. Models of many tables are shown a line each.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
add() { printf '%s,%s,%s\n' "$1" "$2" "$3" >>exports/orders.csv; }
printf 'order_id,code,amount\n' >exports/orders.csv
for i in 1 2 3; do add "$i" "c$i" "$i.50"; done
printf 'id,name\n1,a\n2,b\n' >exports/shops.csv
expect_exit 0 "$ROX" init exports --into project
expect_file project/model.toml 'keys = "inferred"'
for i in $(seq 4 12); do
  add "$i" "c$i" "$i.50"
  printf '%s,n%s\n' $((i == 8 ? 7 : i)) "$i" >>exports/shops.csv
  expect_exit 0 "$ROX" run -C project
  expect_not_contains "rox model confirm orders"
done
add 13 c13 1.50
printf '20,n20\n' >>exports/shops.csv
expect_exit 0 "$ROX" run -C project
expect_stderr "the inferred keys of orders held in the last 10 runs: \`rox model confirm orders\`"
expect_exit 0 "$ROX" run -C project
expect_not_contains "rox model confirm"
expect_exit 0 "$ROX" status -C project
expect_stderr "the inferred keys of orders held in the last 10 runs"
expect_exit 0 "$ROX" model confirm orders -C project
expect_exit 0 "$ROX" status -C project
expect_not_contains "held in"

mkdir many
for name in {a..z} {A..E}t; do printf 'id,v%s\n1,2\n2,3\n' "$name" >"many/t$name.csv"; done
expect_exit 0 "$ROX" init many --into wide
expect_exit 0 "$ROX" model show -C wide
expect_equal "$(wc -l <"$STDOUT")" 33
expect_exit 0 "$ROX" model show tc TD -C wide
expect_stdout "tc  ("
expect_stdout "td  ("
expect_equal "$(grep -c ' rows, ' "$STDOUT")" 2
expect_exit 2 "$ROX" model show tcc -C wide
expect_exit 0 "$ROX" model infer --explain te -C wide
expect_stdout "te  ("
expect_equal "$(grep -c ' rows, 2 columns' "$STDOUT")" 1
