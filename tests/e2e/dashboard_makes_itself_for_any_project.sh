#!/bin/bash
# A shop that nobody has configured: its pages are there after init and run, right to the last digit, say how far they can
# be trusted, and lead to the lines of the exports. Its user changes a file, and breaks one.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

mkdir shop
printf 'id_cliente;nome;uf\n1;Ana;PE\n2;José;SP\n3;"=1+1";SP\n' >shop/clientes.csv
{
  echo 'id_pedido;data_pedido;id_cliente;status;total'
  for n in $(seq 1 400); do
    printf '%d;%s;%d;%s;%d,%02d\n' "$n" "$(date -u -d "2023-01-01 + $((n * 2)) days" +%d/%m/%Y)" $((n % 3 + 1)) "$([[ $((n % 5)) == 0 ]] && echo cancelado || echo pago)" $((n * 10)) $((n % 100))
  done
} >shop/pedidos.csv
printf 'id_item;id_pedido;qtd;total_item\n' >shop/itens.csv
for n in $(seq 1 150); do printf '%d;%d;%d;%d,50\n' "$n" $((n / 2 + 1)) $((n % 4 + 1)) "$n"; done >>shop/itens.csv
expect_exit 0 rox init shop
[[ -f shop/dashboard/overview.toml ]] || fail "init wrote no page"
expect_exit 0 rox run -C shop
start_dashboard shop
get() { # PATH [CURL-ARGUMENT...]
  local path=$1
  shift
  curl -sf -G "${DASHBOARD}api/v1/$path" "$@" >"$STDOUT" || fail "no answer: $path $*"
}
refused() { # PATH TEXT
  [[ $(curl -s -o "$STDOUT" -w '%{http_code}' "${DASHBOARD}api/v1/$1") == 400 ]] || fail "$1 is no 400"
  expect_contains "$2"
}

# The overview is about the orders, and its figures are SQL's.
get dashboard
expect_json '.pages[0].fact' pedidos
expect_json '.pages[0].file' dashboard/overview.toml
get pages/overview -d period=all
expect_json '.charts[0].title_pt' Faturamento
figure=$(jq -r '.charts[0].rows[0][0]' "$STDOUT")
rox query -C shop --csv "SELECT SUM(total) AS total FROM pedidos" >"$STDOUT"
expect_contains "$figure"
# Whole months against whole months, the rest of a bucket left out.
get pages/overview -d from=2024-03-01 -d to=2024-03-31
expect_json '.compare | .from + " " + .to' '2024-02-01 2024-02-29'
get pages/overview -d from=2024-03-10 -d to=2024-04-05 -d grain=month -d compare=year
expect_json '.compare | .from + " " + .to' '2023-03-10 2023-04-05'
expect_json '.charts[] | select(.kind == "time") | .partial | join(" ")' '0 1'
refused 'pages/overview?from=2024-04-05&to=2024-03-10' 'before it begins'
refused 'pages/overview?from=banana' "isn't a date"

# Orders without lines lead to their lines in the file as well as the others.
get rows -d fact=pedidos -d sort=-id_pedido -d limit=1
expect_json '.total' 400
expect_json '.keys[0].id_pedido' 400
get origin -d table=pedidos -d key.id_pedido=400
expect_json '.file' pedidos.csv
expect_json '.line' 401
expect_json '.raw' "$(tail -n 1 shop/pedidos.csv)"

# Downloads are whole, and written for who opens them.
get rows -d fact=itens -d format=csv
expect_equal "$(wc -l <"$STDOUT")" 151
get rows -d fact=clientes -d format=csv -d locale=pt -d sort=id_cliente
expect_equal "$(head -c 3 "$STDOUT" | xxd -p)" efbbbf
expect_contains "3;'=1+1;SP"
get figures -d fact=pedidos -d by=clientes -d format=csv -d locale=pt
expect_contains 'Ana;26' # the decimal comma is in the amount
[[ $(sed -n 2p "$STDOUT") == *,[0-9][0-9] ]] || fail "no decimal comma"
get rows -d fact=clientes -d format=csv
expect_contains '3,=1+1,SP'

# What is known of it: all loaded, up to when, and how the last run went.
get status
expect_json '.freshness | .until + " " + .of' "2025-03-11 pedidos"
expect_json '.quality.verdict' loaded
expect_json '.last_run.status' done
printf '401;14/03/2025;1;pago;viele\n' >>shop/pedidos.csv
sed -i 's/^.*max_rejects = .*/max_rejects = "50%"/' shop/rox.toml
rox run -C shop >/dev/null 2>&1 || true
get status
expect_json '.quality | "\(.verdict) \(.rejected)"' 'rejected 1'
echo 'nonsense' >shop/itens.csv
rox run -C shop >/dev/null 2>&1 && fail "a broken export ran"
get status
expect_json '.last_run.status' failed
expect_json '.last_run.error | length > 10' true
get pages/overview
expect_json '[.charts[] | select(.failed != null)] | length' 0

# A mart that can't be read takes nothing else down.
mkdir -p shop/marts
echo 'SELECT * FROM nowhere' >shop/marts/fact_broken.sql
get model
expect_json '.tables | length' 3
expect_json '.problem | contains("fact_broken.sql:1")' true
get dashboard
rm -r shop/marts

# The page's file is the user's: a change shows at once, a mistake says where it is, and the others stand.
before=$(curl -s "${DASHBOARD}api/v1/status" | jq -r .warehouse.id)
sed -i '0,/^title = .*/s//title = "My shop"/' shop/dashboard/overview.toml
printf '\n[[filter]]\ndimension = "status"\nnot = ["cancelado"]\n' >>shop/dashboard/overview.toml
get dashboard
expect_json '.pages[0].title' 'My shop'
get status
[[ $(jq -r .warehouse.id "$STDOUT") != "$before" ]] || fail "pages don't hear of the change"
get pages/overview -d period=all
expect_json '.rows' 320
expect_json '.filters[0].op' not
printf '[[chart]]\nkind = "pie"\n' >>shop/dashboard/overview.toml
get dashboard
expect_json '.pages[0].problem // "" | contains("there is no kind of chart")' true
refused pages/overview "overview.toml:"
get pages/itens

# Nothing to show is no mistake.
mkdir empty
printf 'id;nome;valor;data\n' >empty/vazio.csv
expect_exit 0 rox init empty
expect_exit 0 rox run -C empty
start_dashboard empty
get dashboard
page=$(jq -r '.pages[0].name' "$STDOUT")
get "pages/$page"
expect_json '.rows' 0
expect_json '[.charts[] | select(.failed != null)] | length' 0
