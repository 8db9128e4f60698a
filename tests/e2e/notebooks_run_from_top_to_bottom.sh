#!/bin/bash
# The seven notebooks that `rox init --notebooks` gives a project, against what stands in for AWS, PostgreSQL and Spark;
# their answers are those of the engines. The scripts beside them are made from them.
# labels: nightly first heavy aws spark
source "$(dirname "$0")/fixtures/lib.sh"
[[ -e $REPO/build/deps/notebook-venv/installed ]] || skip "what runs notebooks isn't installed (scripts/setup)"
source "$REPO/tests/cloud/cloud.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
source "$REPO/tests/e2e/fixtures/spark.sh"
use_spark
python=$REPO/build/deps/notebook-venv/bin/python

"$REPO/scripts/notebooks" "$scratch/scripts"
diff -r "$REPO/notebooks/scripts" "$scratch/scripts" || fail 'scripts are stale: run scripts/notebooks'

start_aws
bikes . 0.05
printf '\n[target.aws]\nengine = "redshift"\n[target.aws.infra]\nallow_from = "203.0.113.7"\n[target.pg]\nengine = "postgres"\nschema = "bikes"\n[engine.spark]\nmaster = "local[2]"\n' >>rox.toml
expect_exit 0 rox init . --notebooks
diff -r -x __pycache__ "$REPO/notebooks" notebooks || fail 'other notebooks'
echo mine >notebooks/02_upload.ipynb
expect_exit 0 rox init . --notebooks
expect_equal "$(cat notebooks/02_upload.ipynb)" mine
cp "$REPO/notebooks/02_upload.ipynb" notebooks/

export ROX_PROGRAM=$ROX ROX_PROJECT=$WORK ROX_INFRA_UP=yes IPYTHONDIR=$scratch/ipython
expect_exit 0 "$python" "$REPO/tests/e2e/fixtures/run_notebooks.py" notebooks/0*.ipynb
for section in 00 01 02 03 04 05 06; do sed -n "/^== $section/,/^@@ /p" "$STDOUT" >"shown.$section"; done
expect_file shown.00 'CREATE_COMPLETE with '
expect_equal "$(tail -1 shown.00)" '@@ 1 pictures'
expect_equal "$(tail -1 shown.01)" '@@ 2 pictures'
expect_file shown.02 "'bytes_sent': 0"
expect_file shown.03 'CREATE TABLE'
expect_file shown.03 publish
# What Spark and PostgreSQL say, shown with its first row, is what the local warehouse says.
for question in q1 q2 q3 q4 q5; do
  first=$(rox analyze $question --csv --limit 1 | tail -1 | cut -d, -f1)
  for section in 04 06; do expect_file shown.$section "$first"; done
done
[[ $(tail -1 shown.04) == '@@ '[1-5]' pictures' ]] || fail 'no charts'
for section in 05 06; do grep -qx equal shown.$section || fail "$section: not equal"; done
# The engines' own word on it, all values of it.
expect_exit 0 rox analyze --compare local pg aws spark --json
expect_json .verdict equal

# As a script; and a notebook says what is wrong.
expect_exit 0 env MPLBACKEND=Agg "$python" notebooks/scripts/06_postgres_analysis.py
expect_stdout equal
rox infra down -t aws --yes >/dev/null 2>&1
expect_exit 1 "$python" "$REPO/tests/e2e/fixtures/run_notebooks.py" notebooks/02_upload.ipynb
expect_stderr 'rox infra up -t aws'
