#!/bin/bash
# Tables of a MariaDB as exports, by ODBC: of one snapshot, with the keys and relations that the database declares; what is as
# before isn't loaded again, and every value comes as it is.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/mariadb.sh"

start_mariadb
sql "SET sql_mode = '';
CREATE TABLE customers (id int PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, note text);
CREATE TABLE orders (id bigint unsigned, line int, customer int, code varchar(20), amount decimal(38,10), paid bit(1), placed timestamp(6) NULL,
  shipped datetime(3), due date, took time(2), ratio float, share double, raw varbinary(9), flags bit(9), kind enum('z','a'), tag uuid, big longtext,
  \`the \`\`day\` varchar(3), PRIMARY KEY (id, line),
  FOREIGN KEY (customer) REFERENCES customers (id), FOREIGN KEY (code) REFERENCES customers (code));
CREATE TABLE kinds (kind enum('z','a','m') PRIMARY KEY, n int) ENGINE = MyISAM;
CREATE TABLE many (id varchar(20) PRIMARY KEY, n int);
CREATE TABLE orders_x (id int PRIMARY KEY);
CREATE VIEW report AS SELECT 1 AS one;
INSERT INTO customers SELECT seq, CONCAT('C', seq), CASE seq % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'a,b;\"c\"\nd 😀' END FROM seq_1_to_30;
SET time_zone = '-03:00';
INSERT INTO orders VALUES (18446744073709551615, 1, 1, 'C1', 1234567890123456789012345678.0123456789, b'1', '2026-11-30 23:30:00.123400', '2026-01-02 03:04:05.500',
  '2026-01-02', '-838:59:58.5', 1/3, 0.1, x'00ff', b'100000001', 'z', '6ccd780c-baba-1026-9564-5b8c656024db', REPEAT('aé😀', 70000), 'x');
INSERT INTO orders (id, line, placed, shipped, due, paid, amount, big) VALUES (1, 2, NULL, '0000-00-00', '0000-00-00', b'0', 0.5, '');
INSERT INTO kinds VALUES ('a', 1), ('z', 2), ('m', 3);
INSERT INTO many SELECT CONCAT('k', seq % 10, '-', seq, IF(seq % 7, '', '\\\\''')), seq FROM seq_1_to_5000;"
expect_exit 0 rox init "mariadb://127.0.0.1:$mariadb_port/erp" --into . --set 'user = "erp"'
expect_stderr "erp.kinds isn't of the same moment as the other tables: MyISAM has no snapshots"
exports=.rox/inbox/exports
expect_equal "$(ls $exports | xargs)" 'erp.customers.csv erp.kinds.csv erp.many.csv erp.orders.csv erp.orders_x.csv'
big=$(python3 -c 'print("aé😀" * 70000)')
expect_equal "$(cat $exports/erp.orders.csv)" "$(cat <<CSV
id,line,customer,code,amount,paid,placed,shipped,due,took,ratio,share,raw,flags,kind,tag,big,the \`day
1,2,,,0.5000000000,false,,0000-00-00 00:00:00,0000-00-00,,,,,,,,"",
18446744073709551615,1,1,C1,1234567890123456789012345678.0123456789,true,2026-12-01 02:30:00.1234,2026-01-02 03:04:05.5,2026-01-02,-838:59:58.5,0.33333334,0.1,\x00ff,\x0101,z,6ccd780c-baba-1026-9564-5b8c656024db,$big,x
CSV
)"
expect_equal "$(cat $exports/erp.kinds.csv)" $'kind,n\nz,2\na,1\nm,3'
cmp <(tail -n +2 $exports/erp.many.csv | sort) <(sql "SELECT CONCAT(id, ',', n) FROM many" | sort)

expect_exit 0 rox model show --json
orders='.tables[] | select(.file == "erp.orders.csv")'
expect_json "$orders | .primary_key | join(\",\")" 'id,line'
expect_json "$orders | [.relations[] | (.columns + [.references.table] + .references.columns) | join(\",\")] | sort | join(\" \")" \
  'code,customers,code customer,customers,id kind,kinds,kind' # the last one by its values
expect_json '.tables[] | select(.file == "erp.customers.csv") | .unique | tostring' '[["code"]]'
expect_exit 0 rox run
expect_equal "$(rox query --csv "SELECT count(*), count(note), count(*) FILTER (WHERE note = '') FROM customers" | tail -n 1)" 30,20,10
expect_equal "$(rox query --csv "SELECT count(*), sum(n) FROM many" | tail -n 1)" 5000,12502500

# Only the table that changed is loaded again.
sql "UPDATE customers SET note = 'another' WHERE id = 1"
expect_exit 0 rox run --json
expect_json '[.steps[] | select(.status == "done" and (.step | startswith("load"))) | .step] | join(",")' load.customers

# What is declared is checked against the rows.
sql 'SET foreign_key_checks = 0; DELETE FROM customers WHERE id = 1'
expect_exit 0 rox run
expect_stdout 'orphans: 1 row'

# A view is read where it is named; a name with a '_' is not a pattern.
sed -i '/^user/a tables = ["erp.orders_x", "erp.report"]\ngone = "drop"' rox.toml
expect_exit 0 rox source fetch
expect_equal "$(ls $exports | xargs)" 'erp.orders_x.csv erp.report.csv'
