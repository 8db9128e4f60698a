#!/bin/bash
# Files that don't share a dialect are named; nothing is written, and a project is never overwritten unasked.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir mixed
printf 'a,b,c\n1,2,3\n4,5,6\n' >mixed/one.csv
printf 'a;b;c\n1;2;3\n4;5;6\n' >mixed/two.csv
expect_exit 1 rox init mixed
expect_stderr "',': one.csv"
expect_stderr "';': two.csv"
[[ ! -e mixed/rox.toml ]] || fail "rox.toml was written"

rm mixed/two.csv
expect_exit 0 rox init mixed
expect_exit 2 rox init mixed
expect_stderr "--force"
expect_exit 0 rox init mixed --force

mkdir empty
expect_exit 2 rox init empty
expect_stderr "no exports"
: >empty/t.csv
expect_exit 1 rox init empty
expect_stderr "the export is empty"
expect_exit 2 rox init nowhere
