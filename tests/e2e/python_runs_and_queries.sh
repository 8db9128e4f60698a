#!/usr/bin/env bash
# The Python module of the wheel runs a project, gives rows as data frames whose values stay exact, and raises what rox says.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

python=${ROX_PYTHON:-$REPO/build/deps/notebook-venv/bin/python}
"$python" -c 'import pyarrow, pandas' 2>/dev/null || skip "no pyarrow and pandas in build/deps/notebook-venv (scripts/setup)"
shop
export ROX PYTHONPATH=$REPO/packaging/python
cat >use.py <<'END'
import decimal

import rox

done = rox.run(".", select=["load.Sale", "load.Customer"])
assert done["status"] == "done", done
assert rox.run(".", full_refresh=True)["status"] == "done"
assert rox.run()["status"] == "unchanged"

answer = rox.query("SELECT SaleID, Amount, DATE '2024-01-31' AS day FROM Sale ORDER BY SaleID, Line")
table = answer.arrow()
assert table.num_rows == 3, table
assert str(table.schema.field("day").type) == "date32[day]", table.schema
assert str(table.schema.field("Amount").type).startswith("decimal128"), table.schema
assert isinstance(answer.rows()[0]["Amount"], decimal.Decimal)
frame = answer.pandas()
assert sum(frame["Amount"]) == sum(row["Amount"] for row in answer.rows())
try:
    assert answer.polars().height == 3
except ImportError:
    pass

said = []
assert rox.report("status", log=said.append)[0]["status"] == "unchanged"
running = rox.Command("run", "--full-refresh", "--verbose", log=said.append)
running.result()
assert len(said) > 1, said
running.terminate()  # has ended, so nothing happens
serving = rox.Command("serve", "--port", "0", log=lambda line: serving.terminate())
assert b"http://127.0.0.1:" in serving.result()

try:
    rox.query("SELECT nothing FROM Sale")
    raise SystemExit("no error")
except rox.Error as error:
    assert error.kind == "usage" and error.exit_code == 2, error
    assert "nothing" in error.message, error

open("exports/Sale.csv", "w").close()
try:
    rox.run()
    raise SystemExit("no error")
except rox.Error as error:
    assert error.kind == "data" and error.run["status"] == "failed", error.run
    assert "Sale.csv" in str(error) and error.hint, error
END
"$python" use.py || fail "the module doesn't do what it says"
expect_exit 1 env ROX="$WORK/nowhere" "$python" -c 'import rox; rox.call("--version")'
expect_stderr "can't run $WORK/nowhere"
expect_stderr 'hint: name it in ROX_PROGRAM'
# Without anything named, and without a program beside it: the one on the PATH.
mkdir bin
ln -s "$ROX" bin/rox
expect_equal "$(env -u ROX PATH="$PWD/bin:$PATH" "$python" -c 'import rox; print(rox.program())')" "$PWD/bin/rox"
expect_equal "$("$python" -m rox --version | head -1)" "$("$ROX" --version | head -1)"
