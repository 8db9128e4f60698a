#!/usr/bin/env bash
# A folder that is missing, is a file, or has no exports is a wrong command, not an empty success.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop

rm -r exports
expect_refused 2 exports "there is no such folder"

mkdir exports
echo hello >exports/notes.md
expect_refused 2 exports "no exports"

rm -r exports
echo hello >exports
expect_refused 2 exports "not a folder"

expect_exit 2 rox run -C nowhere
expect_stderr rox.toml
expect_stderr hint:
