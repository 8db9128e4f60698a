#!/bin/bash
# What can't be staged leaves the staged files as they were, and rox never touches a folder that isn't its own.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/staging.sh"

staging_project
expect_exit 0 rox stage
sum=$(find staged -type f -exec sha256sum {} + | sort)
same() { expect_equal "$(find staged -type f -exec sha256sum {} + | sort)" "$sum"; }

sed -i 's/^path = .*/&\nmax_rejects = 3\nmax_shrink = "100%"\ndrift = "reject"/' rox.toml
printf '4;77\n' >>exports/entry.csv
expect_exit 1 rox stage
expect_stderr 'more than 3 rejects'
same
expect_exit 0 rox status --json -n 1
expect_json '.[0] | "\(.command) \(.status)"' 'stage failed'
printf 'id;account;more\n1;3;x\n' >exports/entry.csv
expect_exit 1 rox stage
expect_stderr 'entry.csv'
same
printf 'id;account\n1;3\n' >exports/entry.csv

expect_exit 2 rox stage Acount
expect_stderr "did you mean 'Account'"
sed -i 's/^name = "ledger"/name = "other"/' rox.toml
expect_exit 2 rox stage
expect_stderr "here is what project 'ledger' staged"
same
mkdir mine && echo '{"mine": true}' >mine/manifest.json
expect_exit 2 rox stage --output mine
expect_stderr 'this is no manifest of staged files'
expect_file mine/manifest.json '{"mine": true}'
expect_equal "$(ls -A mine)" manifest.json
touch file
expect_exit 3 rox stage --output file/below
expect_stderr 'file/below'
expect_equal "$(ls .rox/tmp 2>/dev/null | wc -l)" 0
