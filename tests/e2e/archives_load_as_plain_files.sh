#!/usr/bin/env bash
# Compressed files and archives load as the plain files do: the same rows, rejects at the same lines, mends by the member's
# name. A second run does nothing, a changed archive is loaded anew, a damaged one stops the run.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir plain packed months
printf 'id,n\n1,10\n2,20\n3,thirty\n4,40\n5,50\n' >plain/orders.csv
printf 'id,city\n1,São Paulo\n2,"a ""b"",\nc"\n' >plain/shops.csv
printf 'id,v\n1,1\n' >months/2024-01.csv
printf 'id,v\n2,2\n3,3\n' >months/2024-02.csv
sed 's/thirty/30/' plain/orders.csv | gzip >packed/orders.csv.gz
(cd plain && zip -q ../packed/places.zip shops.csv)
tar -czf packed/sales.tar.gz months

expect_exit 0 "$ROX" init packed --into project
expect_exit 0 "$ROX" run -C project
rows() { "$ROX" query -C project "$1" --csv | tail -n +2; }
expect_equal "$(rows 'SELECT sum(n) FROM orders')" 150
expect_equal "$(rows "SELECT city FROM shops WHERE id = 1")" "São Paulo"
table=$(sed -n 's/^name = "\(.*2024.*\|months.*\)"$/\1/p' project/model.toml | head -1)
expect_equal "$(rows "SELECT count(*) FROM \"$table\"")" 3
expect_equal "$(rows "SELECT file FROM rox.files WHERE file LIKE '%jan%' OR file LIKE '%01.csv'")" "sales.tar.gz!months/2024-01.csv"

# A second run has nothing to do.
cp project/warehouse.duckdb before
expect_exit 0 "$ROX" run -C project
cmp before project/warehouse.duckdb

# A bad row is a reject at its line, as in the plain file; its mend is found by the export's name.
gzip -c plain/orders.csv >packed/orders.csv.gz
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT file, line, field FROM rox.rejects')" "orders.csv.gz,4,2"
sed -i '2,$s/3,thirty\([^,;]*\)$/3,30\1/' project/rejects/orders.csv
expect_exit 0 "$ROX" stage --replay -C project
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT sum(n) FROM orders')" 150

# A member that changed is loaded.
sed -i 's/,20/,21/' plain/shops.csv
printf '3,Recife\n' >>plain/shops.csv
(cd plain && zip -q ../packed/places.zip shops.csv)
expect_exit 0 "$ROX" run -C project
expect_equal "$(rows 'SELECT count(*) FROM shops')" 3

# What is damaged or encrypted stops the run; the warehouse stays.
cp project/warehouse.duckdb before
cp packed/orders.csv.gz whole
head -c -6 whole >packed/orders.csv.gz
expect_exit 1 "$ROX" run -C project
expect_stderr "orders.csv.gz"
expect_stderr "is damaged"
cmp before project/warehouse.duckdb
cp whole packed/orders.csv.gz
rm packed/places.zip
(cd plain && zip -q -P secret ../packed/places.zip shops.csv)
expect_exit 1 "$ROX" run -C project
expect_stderr "places.zip!shops.csv"
expect_stderr "no passwords"
cmp before project/warehouse.duckdb
