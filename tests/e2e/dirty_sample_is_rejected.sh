#!/bin/bash
# Every defect that rox sample --dirty plants is in rox.rejects, at its line and column, and nothing else is;
# every other row is loaded.
source "$(dirname "$0")/fixtures/lib.sh"

for scale in 0.01 1; do
  rm -rf bikes
  mkdir bikes
  cp -r "$REPO"/projects/rox-bikes/{rox.toml,model.toml,analyses} bikes
  sed -i 's/^# drift = .*/drift = "reject"/' bikes/rox.toml
  rox sample bikes/exports --scale "$scale" --seed 3 --dirty >/dev/null
  rox run -C bikes >/dev/null 2>run.log || fail "rox run does not take dirty exports: $(tail -3 run.log)"
  planted=bikes/exports/defects.json

  expect_exit 0 rox query -C bikes --json \
    'SELECT "table", file, line, COALESCE("column", '\'\'') AS col, field, code FROM rox.rejects'
  jq -r '.rows[] | map(tostring) | join("|")' "$STDOUT" | sort >found
  jq -r '.defects[] | select(.rejected) | [.table, .file, .line, .column, .field, .kind] | map(tostring) | join("|")' \
    "$planted" | sort >wanted
  diff wanted found || fail "scale $scale: the rejects (>) are not the planted defects (<)"

  jq -r '.files[] | "\(.table) \(.rows)"' "$planted" | while read -r table rows; do
    expect_exit 0 rox query -C bikes --csv "SELECT count(*) AS n FROM $table"
    expect_equal "$table $(tail -1 "$STDOUT")" "$table $rows"
  done
done
