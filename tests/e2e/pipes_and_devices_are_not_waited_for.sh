#!/usr/bin/env bash
# A pipe, a device, a folder or an endless file where rox has one of its own is refused at once, by its name.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir -p checks mends analyses
echo 'SELECT CustomerID FROM Customer WHERE CustomerID < 0' >checks/none.sql
echo 'SELECT count(*) AS n FROM Customer' >analyses/rows.sql
expect_exit 0 "$ROX" run

# put KIND FILE
put() {
  case $1 in
    pipe) mkfifo "$2" ;;
    device) ln -s /dev/zero "$2" ;;
    folder) mkdir "$2" ;;
    giant) truncate -s 1T "$2" ;;
  esac
}

for file in rox.toml model.toml checks/none.sql analyses/rows.sql mends/Customer.csv .rox/state/local.json warehouse.duckdb; do
  for kind in pipe device folder giant; do
    [[ ! -e $file ]] || mv "$file" saved
    put "$kind" "$file"
    status=0
    timeout 60 "$ROX" run >"$STDOUT" 2>"$STDERR" || status=$?
    # What is known of a target can be made again: it is set aside with a warning.
    least=1
    [[ $file != .rox/state/* ]] || least=0
    ((status >= least && status <= 3)) || fail "$kind as $file: exit code $status"
    expect_stderr "${file##*/}"
    rm -rf "$file"
    [[ ! -e saved ]] || mv saved "$file"
  done
done
expect_exit 0 "$ROX" run
