#!/bin/bash
# Without Graphviz only SVG is refused, with the way to get it; one that fails is quoted. (Usage errors: tests/cases/model.)
source "$(dirname "$0")/fixtures/lib.sh"

cp -r "$REPO"/projects/rox-bikes/{rox,model}.toml .
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
