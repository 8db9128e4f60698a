#!/bin/bash
# Every snippet of tests/portable gives on DuckDB, PostgreSQL and Spark what docs/portable-sql.md says.
# labels: nightly first heavy postgres spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
python=$(test_python)

start_postgres
shop
printf '\n[target.local]\nengine = "duckdb"\n' >>rox.toml
postgres_target . pg loja
expect_exit 0 rox run
expect_exit 0 rox run -t pg
expect_exit 0 env ROX="$ROX" PYTHONDONTWRITEBYTECODE=1 "$python" "$REPO/tests/portable/run.py" "$WORK" "$@"
cat "$STDOUT"
