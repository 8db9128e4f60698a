# An unknown dialect, names that an engine can't have and texts that it can't hold are said, and nothing is written.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/ddl.sh"

nasty_project
expect_exit 2 rox model ddl
expect_stderr '--dialect is required'
expect_exit 2 rox model ddl --dialect redshfit
expect_stderr "did you mean 'redshift'?"
expect_exit 2 rox model ddl --dialect spark --schema 'my schema'
expect_stderr "--schema my schema"
expect_exit 0 rox model ddl --dialect redshift
expect_stderr 'user.photo is too narrow as VARCHAR(65535): values of up to 70000 bytes were measured'
expect_exit 0 rox model ddl --dialect redshift --json
expect_json '.warnings | length' 1

long=$(printf 'a%.0s' {1..64})
printf '%s\n' "$long" | keyword_project .
expect_exit 2 rox model ddl --dialect postgres --output tables.sql
expect_stderr 'model.toml'
expect_stderr "'$long' is 64 bytes long"
[[ ! -e tables.sql ]] || fail "a script was written"
expect_exit 0 rox model ddl --dialect redshift --output tables.sql --dry-run
[[ ! -e tables.sql ]] || fail "--dry-run wrote a script"
expect_exit 0 rox model ddl --dialect redshift --output tables.sql
expect_silent
expect_file tables.sql "$long INTEGER"
