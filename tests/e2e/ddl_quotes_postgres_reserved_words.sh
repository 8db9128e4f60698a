# Of all words that PostgreSQL knows, the script quotes those that it reserves and no others.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"
start_postgres
answer() { psql -X -A -t -c "$1"; }

answer 'SELECT word FROM pg_get_keywords()' | keyword_project words
rox model ddl -C words --dialect postgres --output words.sql -q
expect_exit 0 psql -X -q -v ON_ERROR_STOP=1 -f words.sql
# R: reserved; T: reserved, can be function or type.
answer "SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')" | sort >wanted
(($(wc -l <wanted) > 90)) || fail "PostgreSQL names only $(wc -l <wanted) reserved words"
diff wanted <(quoted_columns words.sql) || fail "the lists of reserved words differ"
