#!/usr/bin/env bash
# A second infer follows the data and leaves what a person wrote: types, names, keys, comments, layout; --force doesn't.
source "$(dirname "$0")/fixtures/lib.sh"

mkdir shop
printf 'id,name,qty\n1,a,5\n2,b,6\n' >shop/t.csv
expect_exit 0 rox init shop
expect_exit 0 rox model infer -C shop
expect_stderr "what the exports prove already"
sed -i 's/name = "name", type = "VARCHAR(1)"/name = "title", header = "name", type = "VARCHAR(9)"/
  s/^primary_key.*/&   # of the ERP/; s/^\(.*"qty".*\)$/  # how many\n\1  # pieces/' shop/model.toml
cp shop/model.toml edited.toml
inode=$(stat -c %i shop/model.toml)
expect_exit 0 rox model infer -C shop
cmp shop/model.toml edited.toml
expect_equal "$(stat -c %i shop/model.toml)" "$inode"

# The data change: what nobody edited follows, all else stays.
printf 'id,name,since,qty\n1,a,2024-01-31,70000\n2,b,,6\n' >shop/t.csv
expect_exit 0 rox model infer -C shop --dry-run
expect_stderr 't.qty: SMALLINT not null -> INTEGER not null'
expect_stderr 'would write'
cmp shop/model.toml edited.toml
expect_exit 0 rox model infer -C shop
expect_file shop/model.toml 'primary_key = ["id"]   # of the ERP'
expect_file shop/model.toml 'name = "title", header = "name", type = "VARCHAR(9)"'
grep -A2 '"since", type = "DATE"' shop/model.toml | grep -A1 '^  # how many$' | grep -q 'INTEGER.*},  # pieces$' ||
  fail "the column's comments are gone: $(cat shop/model.toml)"

# A type below the data stays and is said; --force takes what is proven, but names and comments.
sed -i 's/"INTEGER"\(.*pieces\)/"SMALLINT"\1/' shop/model.toml
expect_exit 0 rox model infer -C shop
expect_stderr 't.qty: model.toml says SMALLINT, the exports have values for INTEGER'
expect_file shop/model.toml 'name = "qty", type = "SMALLINT"'
expect_exit 0 rox model infer -C shop --force
expect_file shop/model.toml 'name = "qty", type = "INTEGER"'
expect_file shop/model.toml 'name = "title", header = "name", type = "VARCHAR(1)"'
expect_file shop/model.toml 'primary_key = ["id"]   # of the ERP'

# A fresh clone doesn't know what was inferred: everything stays, only what is missing is added.
rm -r shop/.rox
sed -i 's/"INTEGER"\(.*pieces\)/"BIGINT"\1/; /"since"/d' shop/model.toml
expect_exit 0 rox model infer -C shop
expect_file shop/model.toml 'name = "qty", type = "BIGINT"'
expect_file shop/model.toml '{ name = "since", type = "DATE"'
expect_exit 0 rox model infer -C shop --output new.toml
expect_file new.toml 'name = "name", type = "VARCHAR(1)"'
