#!/usr/bin/env bash
# Without the right to read an export, or to write where the warehouse goes, a run says which and ends with 3.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
chmod 755 "$scratch" "$WORK"
as_nobody "$ROX" --version >/dev/null 2>&1 || skip "another user can't run $ROX"
shop
if [[ $(id -u) == 0 ]]; then chown -R 65534 .; fi
expect_exit 0 as_nobody "$ROX" run
remember

refused() {
  expect_exit 3 as_nobody "$ROX" run
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

expect_exit 0 as_nobody "$ROX" run
