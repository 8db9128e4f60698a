#!/bin/bash
# What docs/portable-sql.md says is the same everywhere is so on a lake: values and types as on DuckDB.
# labels: nightly first heavy spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
source "$REPO/tests/e2e/fixtures/lake.sh"
use_lake

shop
printf '\n[target.local]\nengine = "duckdb"\n' >>rox.toml
lake_target .
rox run -q
rox run -q -t lake
rm -rf analyses
mkdir analyses
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$REPO/tests/portable python3 - "$REPO/tests/portable/results.json" <<'PYTHON'
import json, pathlib, sys
from snippets import SNIPPETS
results = json.load(open(sys.argv[1]))
for number, snippet in enumerate(SNIPPETS):
    title, sql = snippet[1], snippet[2]
    if len(set(results[title].values())) == 1 and "error" not in results[title].values():
        pathlib.Path(f"analyses/s{number:03}.sql").write_text(f"-- title: {title}\n{sql}\n")
PYTHON
expect_exit 0 rox analyze --compare local lake --json
expect_json '.questions | length' "$(find analyses -name '*.sql' | wc -l)"
expect_json '[.questions[] | select(any(.answers[]; .verdict != "equal")) | .title] | join("; ")' ''
(($(find analyses -name '*.sql' | wc -l) > 40)) || fail 'hardly any snippet is portable'
