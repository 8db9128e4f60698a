#!/bin/bash
# projects/rox-bikes/docs shows the model as it is: the Mermaid text to the byte, the SVG in its words (their places are
# Graphviz's). After a change of model.toml: UPDATE=1 tests/e2e/bikes_diagram_is_up_to_date.sh
source "$(dirname "$0")/fixtures/lib.sh"

bikes=$REPO/projects/rox-bikes
page=$bikes/docs/model.md
rox model diagram --quiet -C "$bikes" --columns keys --output keys.mmd
if [[ -n ${UPDATE:-} ]]; then
  rox model diagram --quiet -C "$bikes" --output "$bikes/docs/model.svg"
  awk 'FNR == NR { text = text $0 "\n"; next } /^```$/ { inside = 0 } !inside { print }
    /^```mermaid$/ { inside = 1; printf "%s", text }' keys.mmd "$page" >page.md
  cp page.md "$page"
fi
again="run UPDATE=1 tests/e2e/bikes_diagram_is_up_to_date.sh"
awk '/^```$/ { inside = 0 } inside { print } /^```mermaid$/ { inside = 1 }' "$page" >shown.mmd
cmp shown.mmd keys.mmd || fail "docs/model.md shows another model: $again"

command -v dot >/dev/null || skip "no Graphviz"
# words FILE: the texts of an SVG, and what its lines say when pointed at, in order of the alphabet.
words() {
  /usr/bin/python3 - "$1" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
texts = [e.text.strip() for e in root.iter("{http://www.w3.org/2000/svg}text")]
notes = [e.get("{http://www.w3.org/1999/xlink}title", "") for e in root.iter("{http://www.w3.org/2000/svg}a")]
print("\n".join(sorted(filter(None, texts + notes))))
PYTHON
}
rox model diagram --quiet -C "$bikes" --output fresh.svg
words fresh.svg >fresh.words
words "$bikes/docs/model.svg" >kept.words
diff kept.words fresh.words || fail "docs/model.svg shows another model: $again"
