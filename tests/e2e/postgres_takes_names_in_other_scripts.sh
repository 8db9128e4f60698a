#!/bin/bash
# Names of tables and columns in other scripts, as init makes them, are the same on PostgreSQL, however long the header was.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
start_postgres

mkdir shop
printf 'клиент_id;Имя клиента\n1;Анна\n2;Борис\n3;Вера\n' >shop/клиенты.csv
long=$(printf '订单编号与买家会员名及收货地址的完整说明文字%.0s' 1 2)
printf 'Номер;клиент_id;Сумма заказа;%s甲;%s乙\n' "$long" "$long" >shop/заказы.csv
printf '10;1;1,50;a;b\n11;2;2,50;c;d\n12;1;3,50;e;f\n13;3;4,50;g;h\n' >>shop/заказы.csv
expect_exit 0 rox init shop
postgres_target shop pg shop
expect_exit 0 rox run -C shop -t pg
expect_exit 0 rox reconcile -C shop -t pg
expect_exit 0 rox query -C shop -t pg --csv \
  'SELECT имя_клиента, sum(сумма_заказа) AS сумма FROM заказы JOIN "клиенты" USING (клиент_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 1'
expect_stdout 'Анна,5.00'
