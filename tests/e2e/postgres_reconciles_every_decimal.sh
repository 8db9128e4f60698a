#!/bin/bash
# rox reconcile finds no difference in decimals of any precision and scale, of any sign and size, that PostgreSQL holds.
# labels: postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"
start_postgres

mkdir -p decimals/exports
python3 - decimals <<'PYTHON'
import random, sys

random.seed(7)
types = [(p, s) for p in (1, 2, 4, 5, 9, 10, 18, 19, 30, 38) for s in sorted({0, 1, 2, p - 1, p}) if 0 <= s <= p]
with open(sys.argv[1] + "/model.toml", "w") as model, open(sys.argv[1] + "/exports/t.csv", "w") as export:
    print('[[table]]\nname = "t"\nfile = "t.csv"\nprimary_key = ["id"]\ncolumns = [\n  { name = "id", type = "INTEGER", nullable = false },', file=model)
    for p, s in types:
        print(f'  {{ name = "d{p}_{s}", type = "DECIMAL({p},{s})" }},', file=model)
    print("]", file=model)
    print("id," + ",".join(f"d{p}_{s}" for p, s in types), file=export)

    def value(row, p, s):
        most = 10**p - 1
        digits = [0, 1, -1, most, -most, 5 * 10 ** (p - 1), -(10 ** (p - 1))]
        n = digits[row] if row < len(digits) else random.randint(-most, most) // 10 ** random.randrange(p)
        text = str(abs(n)).rjust(s + 1, "0")
        return ("-" if n < 0 else "") + (text[: len(text) - s] + "." + text[len(text) - s :] if s else text)

    for row in range(40):
        print(f"{row}," + ",".join("" if row == 39 else value(row, p, s) for p, s in types), file=export)
PYTHON
cat >decimals/rox.toml <<'TOML'
[project]
name = "decimals"
[source]
path = "exports"
delimiter = ","
decimal = "."
null = [""]
TOML
postgres_target decimals pg decimals
expect_exit 0 rox run -C decimals -t pg
expect_exit 0 rox reconcile -C decimals -t pg
