#!/bin/bash
# model.toml is the user's: a model that differs is shown and refused; --force keeps names, keys and relations.
source "$(dirname "$0")/lib.sh"

mkdir shop
printf 'id,name\n1,a\n2,b\n' >shop/t.csv
expect_exit 0 rox init shop
expect_exit 0 rox model infer -C shop
expect_stderr "already"
sed -i 's/name = "name", type = "VARCHAR(1)"/name = "title", header = "name", type = "VARCHAR(9)"/; s/^columns/primary_key = ["id"]\ncolumns/' shop/model.toml
cp shop/model.toml edited.toml
expect_exit 2 rox model infer -C shop
expect_stderr "t.title: VARCHAR(9) not null max_bytes=1 -> VARCHAR(1) not null max_bytes=1"
expect_stderr "--force"
cmp -s shop/model.toml edited.toml || fail "the edited model was changed"
expect_exit 0 rox model infer -C shop --output new.toml
expect_file new.toml 'name = "name", type = "VARCHAR(1)"'
expect_exit 0 rox model infer -C shop --force --dry-run
cmp -s shop/model.toml edited.toml || fail "--dry-run changed the model"
expect_exit 0 rox model infer -C shop --force
expect_file shop/model.toml 'name = "title", header = "name", type = "VARCHAR(1)"'
expect_file shop/model.toml 'primary_key = ["id"]'
