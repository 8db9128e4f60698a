#!/bin/bash
# An unknown format, columns or table is a usage error with the nearest; without Graphviz only SVG is refused.
source "$(dirname "$0")/fixtures/lib.sh"

cp -r "$REPO"/projects/rox-bikes/{rox,model}.toml .
expect_exit 2 rox model diagram --format mermiad
expect_stderr "did you mean 'mermaid'"
expect_exit 2 rox model diagram --columns key
expect_stderr "did you mean 'keys'"
expect_exit 2 rox model diagram --tables Product,Custommer
expect_stderr "did you mean 'Customer'"
expect_exit 3 rox model diagram --format dot --output missing/folder/a.dot

mkdir bin
export PATH=$WORK/bin
"$ROX" model diagram --format dot >a.dot || fail "dot text needs no Graphviz"
status=0
"$ROX" model diagram --output a.svg 2>"$STDERR" || status=$?
PATH=/usr/bin:/bin
expect_equal "$status" 3
expect_stderr "there is no program 'dot'"
expect_stderr "apt-get install graphviz"
[[ ! -e a.svg ]] || fail "a file was written"

printf '#!/bin/sh\necho half of it; echo no fonts >&2; exit 1\n' >bin/dot
chmod +x bin/dot
PATH=$WORK/bin:$PATH expect_exit 3 rox model diagram
expect_stderr "'dot' failed with exit code 1: no fonts"
expect_silent
