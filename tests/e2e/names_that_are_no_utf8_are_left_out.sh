#!/usr/bin/env bash
# An export whose name isn't UTF-8 can't be named in TOML: rox init leaves it out, says so, and the project works.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

mkdir exports
printf 'id,n\n1,2\n' >exports/Sale.csv
printf 'id,n\n1,2\n' >exports/$'Pre\xe7o.csv'
expect_exit 0 "$ROX" init exports --into project
expect_stderr 'Pre\xE7o.csv is left out'
iconv -f utf-8 -t utf-8 project/model.toml project/rox.toml >/dev/null
expect_exit 0 "$ROX" run -C project
expect_exit 0 "$ROX" query -C project "SELECT count(*) AS n FROM Sale" --csv
[[ $(tail -1 "$STDOUT") == 1 ]] || fail "Sale isn't there"

# Not left out by rox.toml, it is named, with a way out.
sed -i '/^ignore/d' project/rox.toml
expect_exit 2 "$ROX" model infer -C project --force
expect_stderr 'Pre\xE7o.csv'

# Nothing but such a file is no project.
rm exports/Sale.csv
expect_exit 2 "$ROX" init exports --into other
expect_stderr "rename"
[[ ! -e other/rox.toml ]] || fail "a project was made"
