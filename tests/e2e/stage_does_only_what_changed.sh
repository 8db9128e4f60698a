#!/bin/bash
# A second rox stage does nothing; a changed export, a lost file or a changed model stage their table alone.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/staging.sh"

staged_now() { jq -r '[.tables[] | select(.status == "staged") | .table] | join(" ")' "$STDOUT"; }

staging_project
expect_exit 0 rox stage --dry-run
expect_stdout "it isn't staged yet"
expect_equal "$(ls -A)" "$(printf 'exports\nmodel.toml\nrox.toml')"
expect_exit 0 rox stage --json
expect_equal "$(staged_now)" 'Account Entry Nothing'
sum=$(find staged -type f -exec sha256sum {} + | sort)
expect_exit 0 rox stage
expect_stdout 'nothing to do: 5 rows staged, 3 rejected'
expect_equal "$(find staged -type f -exec sha256sum {} + | sort)" "$sum"

# The child: its enforced parent is read again to know the orphans, and not staged.
printf '4;1\n5;99\n' >>exports/entry.csv
expect_exit 0 rox stage --json
expect_equal "$(staged_now)" 'Entry'
expect_json '.tables[] | select(.table == "Entry") | "\(.rows_staged) \(.rows_rejected)"' '3 2'
# The parent decides which rows of the child stay.
printf '99;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL\n' >>exports/account.csv
expect_exit 0 rox stage --json Entry
expect_equal "$(staged_now)" 'Entry'
expect_json '.tables[] | select(.table == "Entry") | .rows_staged' '4'
expect_exit 0 rox stage --json
expect_equal "$(staged_now)" 'Account'
rm staged/Nothing/*
expect_exit 0 rox stage --json
expect_equal "$(staged_now)" 'Nothing'

# The same exports make the same files, wherever and whenever.
expect_exit 0 rox stage --output other
diff -r -x manifest.json staged other || fail 'other files from the same exports'
sed -i '/^name = "Nothing"/,$d' model.toml && sed -i '$d' model.toml && rm exports/nothing.csv
expect_exit 0 rox stage --json
expect_json '[.tables[].table] | join(" ")' 'Account Entry'
expect_equal "$(ls staged)" "$(printf 'Account\nEntry\nmanifest.json')"
expect_exit 0 rox status --json -n 1
expect_json '.[0] | "\(.command) \(.status) \([.steps[].step] | sort | join(" "))"' 'stage done publish stage.Account stage.Entry'
