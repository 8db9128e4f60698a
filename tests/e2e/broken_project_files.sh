#!/usr/bin/env bash
# A broken rox.toml or model.toml ends with 2 and the place: file, line and column, and what is known.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"
loaded_shop
cp rox.toml model.toml ..

# broken FILE SED TEXT...: the file with that edit is refused, with each TEXT.
broken() {
  local file=$1 edit=$2
  shift 2
  sed -i "$edit" "$file"
  ! cmp -s "$file" "../$file" || fail "the edit changed nothing: $edit"
  expect_exit 2 rox run
  for text in "$@"; do expect_stderr "$text"; done
  expect_untouched
  cp "../$file" .
}

broken rox.toml 's/^path = "exports"/path = /' rox.toml:4:
broken rox.toml 's/delimiter/delimeter/' rox.toml:5:1 delimeter delimiter
broken rox.toml 's/delimiter = ";"/delimiter = 7/' rox.toml:5:13 delimiter
broken rox.toml 's/delimiter = ";"/delimiter = "::"/' rox.toml:5: delimiter
broken rox.toml '$a [target.local]\nengine = "dukdb"' rox.toml:9: dukdb duckdb
broken model.toml 's/VARCHAR(20)/VARCHA(20)/' model.toml:7: VARCHA
broken model.toml 's/DECIMAL(9,2)/DECIMAL(50,2)/' model.toml:18: DECIMAL
broken model.toml 's/primary_key = \["CustomerID"\]/primary_key = ["key"]/' model.toml:4: key
broken model.toml 's/references = "Customer"/references = "Client"/' model.toml:21: Client Customer
broken model.toml 's/name = "Sale"/name = "CUSTOMER"/' model.toml: CUSTOMER

rm model.toml
expect_refused 2 model.toml "rox model infer"
cp ../model.toml .
printf '\xff\xfe' >rox.toml
expect_refused 2 rox.toml:1:
