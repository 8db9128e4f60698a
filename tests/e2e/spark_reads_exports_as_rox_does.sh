#!/bin/bash
# Spark's own reading of raw exports and rox's give the same values, whatever the exports' ways: signs and separators,
# currencies, orders of dates, offsets, line ends in texts, quotes, missing and empty texts, several files, encodings. What
# rox rejects, Spark refuses.
# labels: first heavy spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
use_spark

# same_values PROJECT: Spark reads from the exports what rox has loaded.
same_values() {
  expect_exit 0 rox run -C "$1" --json
  expect_json '[.steps[].rejects // 0] | add' 0
  expect_exit 0 rox query -C "$1" 'SELECT * FROM "order" ORDER BY id' --json
  jq -c '.rows[]' "$STDOUT" >duckdb
  expect_exit 0 rox query -C "$1" --engine spark --from exports 'SELECT * FROM "order" ORDER BY id' --json
  jq -c '.rows[]' "$STDOUT" >spark
  diff duckdb spark || fail 'Spark (>) reads other values than rox (<)'
}

mkdir -p desktop/exports server/{exports,analyses}
cat >desktop/rox.toml <<'TOML'
[source]
path = "exports"
delimiter = ";"
decimal = ","
null = ["NULL", "-"]
encoding = "windows-1252"
[engine.spark]
master = "local[1]"
TOML
cat >desktop/model.toml <<'TOML'
[[table]]
name = "order"
file = "order_*.csv"
columns = [
  { name = "id", type = "INTEGER", nullable = false },
  { name = "Preço", type = "DECIMAL(18,4)", currency = "R$", group = "." },
  { name = "qty", type = "BIGINT", group = "." },
  { name = "select", type = "DECIMAL(9,2)" },
  { name = "day", type = "DATE", date_order = "dmy" },
  { name = "at", type = "TIMESTAMP", date_order = "dmy" },
  { name = "seen", type = "TIMESTAMP", date_order = "dmy", format = "offset" },
  { name = "clock", type = "TIME" },
  { name = "flag", type = "BOOLEAN" },
  { name = "token", type = "UUID" },
  { name = "note", type = "VARCHAR(20)" },
  { name = "free", type = "VARCHAR" },
]
TOML
header='id;Preço;qty;select;day;at;seen;clock;flag;token;note;free'
guid=694215B7-08F7-4C0D-ACB1-D734BA44C0C8
{
  printf "$header\r\n"
  printf '1;R$ 1.234,5600;1.234.567;1,5;30/09/2013;30/09/2013 10:01:36,827;NULL;08:30;Sim;%s;  padded ;"two\r\nlines; ""q"""\r\n' $guid
  printf '2;(R$ 12,00);12;-0,10000;1/2/2013 00:00;1/2/2013 3:05 PM;NULL;8:30:15,250;não;{%s};"";€ “x”\r\n' ${guid,,}
  printf '3;R$ -1,00;-7; NULL  ;-;NULL;30/09/2013 10:01:36-03:00;NULL;T;NULL;;\r\n'
  printf '4;1,00-;0;9999999,99;31.12.9999;31-12-9999 23:59:59.999999;NULL;23:59:59.999999;0;NULL;NULL;\\n $1 ${x} \\\r\n'
} | iconv -t windows-1252 >desktop/exports/order_1.csv
{
  printf "$header\n"
  printf '5;-R$ 3,5; 1 ; 2,50 ;29/02/2012 00:00:00.000;29/02/2012;-;-;S;"%s";ção;NULL\n' $guid
  printf '6;12345,6;"1.000";,5;01/01/0001;01/01/0001 00:00;NULL; 00:00:00.000 ;f;NULL;-;"-x"\n'
  printf '7;7R$;NULL;5,0;01/01/1900 12:00:00 AM;NULL;01/06/1900T12:00:00.5Z;12:05;yes;NULL;12345678901234567890;"two\r\nlines"\n'
  printf '8;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;"";""\n'
} | iconv -t windows-1252 >desktop/exports/order_2.csv
same_values desktop
expect_equal "$(wc -l <spark)" 8

cat >server/rox.toml <<'TOML'
[source]
path = "exports"
delimiter = "\t"
encoding = "utf-16"
header = false
[engine.spark]
master = "local[1]"
TOML
cat >server/model.toml <<'TOML'
[[table]]
name = "order"
file = "order.txt"
columns = [
  { name = "id", type = "SMALLINT", nullable = false },
  { name = "at", type = "TIMESTAMP", date_order = "mdy" },
  { name = "total", type = "DECIMAL(38,10)", group = "," },
  { name = "text", type = "VARCHAR" },
]
TOML
printf '\ufeff1\t9/30/2013 11:59:59 PM\t1,234.0000000001\t日本 🚲\n2\t\t-9999999999999999999999999999.9999999999\t""\n3\t12/31/2013\t\t\n' |
  iconv -t utf-16le >server/exports/order.txt
same_values server

# What rox rejects: a missing id, a day that isn't, decimals too many, another row's fields. Questions that don't need the
# value are answered.
printf '\ufeff\t2/30/2013\t1.00000000005\tx\n' | iconv -t utf-16le >server/exports/order.txt
for column in id at total text; do
  printf -- '-- title: One column\nSELECT %s FROM "order" WHERE %s IS NOT NULL\n' $column $column >server/analyses/$column.sql
done
expect_exit 1 rox analyze -C server --compare local spark-exports --json
expect_json '[.questions[] | "\(.analysis) \(.answers[1].verdict)"] | join(", ")' 'at failed, id failed, text different, total failed'
expect_contains 'order.id is missing'
expect_contains '2013-2-30'
expect_contains "order.total (DECIMAL(38,10)) can't be 1.00000000005"

# A session more for the one way to be wrong that no column has: with --all.
[[ -n ${ROX_TEST_ALL:-} ]] || exit 0
printf '\ufeff1\t\t1\n' | iconv -t utf-16le >server/exports/order.txt
expect_exit 1 rox query -C server --engine spark --from exports 'SELECT id FROM "order"'
expect_stderr 'MALFORMED_CSV_RECORD'
