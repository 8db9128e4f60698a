#!/bin/bash
# A provisioned cluster that no network reaches, and files of CSV: the Data API alone makes the warehouse, and everything that asks it works as elsewhere.
# labels: aws
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/cloud/cloud.sh"

start_aws
bikes . 0.01
cat >>rox.toml <<'TOML'
[target.aws]
engine = "redshift"
format = "csv"
[target.aws.infra]
warehouse = "provisioned"
TOML
expect_exit 0 rox infra up -t aws --yes -q
rox run -q
expect_exit 0 rox run -t aws -q
expect_exit 0 rox analyze --compare local aws --json
expect_json .verdict equal
expect_exit 0 rox reconcile -t aws --json
expect_exit 0 rox check -t aws -q
expect_exit 0 rox query -t aws --csv 'SELECT COUNT(*) AS n, MIN(Name) AS first, CAST(NULL AS INTEGER) AS none FROM Product'
expect_equal "$(cat "$STDOUT")" "$(rox query --csv 'SELECT COUNT(*) AS n, MIN(Name) AS first, CAST(NULL AS INTEGER) AS none FROM Product')"
expect_exit 2 rox query -t aws 'DROP TABLE product'
expect_stderr 'only statements that read'
expect_exit 2 rox query -t aws 'SELECT nonsense FROM product'
expect_stderr 'nonsense'

# What was granted stays when the tables are replaced; views without binding stay, too.
as_admin() { psql -qd rox_bikes -c "$1"; }
as_admin 'CREATE ROLE analyst LOGIN' && as_admin 'GRANT SELECT ON product, customer TO analyst'
expect_exit 0 rox run -t aws --full-refresh -q
expect_equal "$(psql -d rox_bikes -tAc "SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM information_schema.table_privileges
  WHERE grantee = 'analyst'")" 'customer product'

# A mart more: only that is made; transform does nothing then.
printf -- 'SELECT color, COUNT(*) AS products FROM Product GROUP BY color\n' >marts/colors.sql
expect_exit 0 rox run -t aws --json
expect_json '[.steps[] | select(.status == "done") | .step] | join(" ")' 'transform.colors checks publish'
expect_exit 0 rox transform -t aws --json
expect_json .status unchanged
expect_exit 0 rox infra down -t aws --yes -q
