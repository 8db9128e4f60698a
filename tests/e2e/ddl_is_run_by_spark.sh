# Spark takes the script, and its catalogue then says what the model says; a second run is refused. Of all words that
# Spark knows, the script quotes those that it reserves, and TRUE.
# labels: nightly first heavy spark
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
python=$(test_python)
command -v java >/dev/null || skip "no Java (Debian: openjdk-17-jre-headless)"

nasty_project
rox model ddl --dialect spark --schema shop --output nasty.sql -q
rox model ddl --dialect spark --schema shop --replace --output again.sql -q
bikes company
rox model ddl -C company --dialect spark --output bikes.sql -q
expect_exit 0 "$python" "$REPO/tests/e2e/fixtures/run_spark.py" "$WORK/spark" nasty.sql again.sql bikes.sql --then-fails nasty.sql

expect_json '.tables | keys | length' 11
expect_json '.refused | test("TABLE_OR_VIEW_ALREADY_EXISTS")' true
order='.tables["shop.order"]'
expect_json "$order.columns[] | .[0:2] | join(\" \")" 'select int
Line No. bigint
user int
say "hi" decimal(38,10)
Data de Emissão date
`tick` varchar(70)
TotalDue decimal(18,4)'
expect_json "$order.definition | test(\"NOT NULL\")" false # as the script's first lines say: Spark forgets it
expect_json "$order.comment" "L'Eau \\ \"d'Issey\" \${x} ; -- /*"
expect_json "$order.columns[3][2]" "it's \${spark.app.name} \\n ;"
expect_json "$order.properties[\"rox.primary_key\"]" '`select`, `Line No.`'
expect_json "$order.properties[\"rox.relation.1\"]" '(`user`) -> shop.`user` (id), no orphans'
expect_json '.tables["shop.user"].columns[3:6][] | .[1]' 'string
string
timestamp_ntz'
expect_json '.tables["shop.one"].columns[0][1]' 'decimal(38,0)'

jq -r '.words | keys[]' "$STDOUT" >words
jq -r '.words | to_entries[] | select(.value).key, "true"' "$STDOUT" | sort -u >wanted
(($(wc -l <wanted) > 70)) || fail "Spark names only $(wc -l <wanted) reserved words"
keyword_project words.project <words
rox model ddl -C words.project --dialect spark --output words.sql -q
diff wanted <(quoted_columns words.sql) || fail "the lists of reserved words differ"
