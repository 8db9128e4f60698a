#!/usr/bin/env bash
# Without the right to read an export, or to write where the warehouse goes, a run says which and ends with 3.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

# bound COMMAND...: as this user, whose rights permissions bound, root's too. (Another user might not get to the program, in
# root's home say.)
bound() {
  if [[ $(id -u) != 0 ]]; then "$@"; else setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search "$@"; fi
}
touch closed && chmod a-rwx closed
bound true && ! bound cat closed 2>/dev/null || skip "this user's rights can't be bound"
rm -f closed

shop
expect_exit 0 bound "$ROX" run
remember

refused() {
  expect_exit 3 bound "$ROX" run
  for text in "$@" hint:; do expect_stderr "$text"; done
  expect_untouched
}

chmod a-r exports/Sale.csv
refused Sale.csv "Permission denied"
chmod u+r exports/Sale.csv

chmod a-rwx exports
refused exports "Permission denied"
chmod u+rwx exports

chmod a-r rox.toml
refused rox.toml "Permission denied"
chmod u+r rox.toml

# Something to load, and nowhere to put it.
echo '3;1;1;5,00' >>exports/Sale.csv
chmod a-w .
refused "$WORK" "Permission denied"
chmod u+w .

expect_exit 0 bound "$ROX" run
