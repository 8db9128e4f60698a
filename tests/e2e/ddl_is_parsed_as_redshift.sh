# Two parsers of Redshift's SQL, sqlglot and sqlfluff, read every statement of the script for what it is.
# labels: spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
python=$(test_python)

nasty_project
rox model ddl --dialect redshift --schema 'my schema' --replace --output nasty.sql -q
bikes shop
rox model ddl -C shop --dialect redshift --output bikes.sql -q
expect_exit 0 "$python" "$REPO/tests/e2e/fixtures/parse_redshift.py" nasty.sql bikes.sql
expect_stdout 'nasty.sql: Alter 4, Comment 2, Commit 1, Create 6, Drop 1, Transaction 1'
expect_stdout 'bikes.sql: Commit 1, Create 6, Transaction 1'
# That the parsers would say so if it were wrong:
sed 's/DISTSTYLE ALL/DISTSTYLE EACH NODE/' nasty.sql >broken.sql
expect_exit 1 "$python" "$REPO/tests/e2e/fixtures/parse_redshift.py" broken.sql
