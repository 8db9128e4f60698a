#!/bin/bash
# Mermaid's and DBML's own parsers take the diagrams, and DBML's finds each name as it is, however odd.
source "$(dirname "$0")/fixtures/lib.sh"

tools=$(realpath "$REPO/build/deps/test-tools" 2>/dev/null) || skip "no build/deps/test-tools: scripts/setup installs it"
node=$(command -v node || echo "$REPO/build/deps/venv/bin/node")
[[ -x $node ]] || skip "no Node"
printf '[source]\npath = "."\n' >rox.toml

# draw NAME: both texts of ./model.toml with all columns.
draw() {
  expect_exit 0 rox model diagram --output "$1.mmd" --columns all
  expect_exit 0 rox model diagram --output "$1.dbml"
}

cp "$REPO/projects/rox-bikes/model.toml" .
draw bikes
/usr/bin/python3 "$REPO/tests/e2e/fixtures/fifty_tables.py" >model.toml
draw fifty

# Words that one of them reads as its own, as tables, as columns, and in a relation to themselves.
/usr/bin/python3 - >model.toml <<'PYTHON'
import json
words = r"""one u to style class graph title direction TB A-B many zero only subgraph classDef erDiagram accTitle 9 2x 1.5
o o0 null table Ref enum note pk FK UK end node strict é"x" 日本語 🙂 <b>&amp; a|b {x} back\slash `x` ~x~ #35; 100% ; '"""
for word in [*words.split(), "two words", "-- comment", "%% comment", "a : b"]:
    name = json.dumps(word, ensure_ascii=False)
    print(f'[[table]]\nname = {name}\nfile = "x.csv"\ncomment = {name}\nprimary_key = [{name}]\ncolumns = [{{ name = '
          f'{name}, type = "DECIMAL(9,2)", comment = {name} }}, {{ name = "r", type = "DATE" }}]\n'
          f'relations = [{{ columns = ["r"], references = {name} }}]')
PYTHON
draw words

# What DBML's parser understood of each, in one start of Node.
expect_exit 0 "$node" "$REPO/tests/e2e/fixtures/parse_diagrams.mjs" "$tools" bikes fifty words
expect_json '.bikes.tables | length' 6
expect_json '.bikes.refs[] | select(.[0][1] | length == 2) | tostring' \
  '[["SalesOrderDetail",["SpecialOfferID","ProductID"],"*"],["SpecialOfferProduct",["SpecialOfferID","ProductID"],"1"]]'
expect_json '.fifty.tables | length' 50
expect_json '[.words.tables | to_entries[] | select(.key == .value[0] and .value[1] == "r")] | length' \
  "$(grep -c '^\[\[table' model.toml)"
expect_json '.words.tables | has("é\"x\"") and has("back\\slash") and has("<b>&amp;")' true
