#!/bin/bash
# Values at the ends of their types, and random ones, arrive on PostgreSQL as they are in the export, cell by cell.
# labels: sanitize postgres
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/postgres.sh"

start_postgres
mkdir exports
cat >rox.toml <<'TOML'
[source]
path = "exports"
delimiter = ";"
decimal = ","
null = ["NULL"]
[target.local]
engine = "duckdb"
[target.pg]
engine = "postgres"
schema = "valores"
TOML
cat >model.toml <<'TOML'
[[table]]
name = "Valor"
file = "Valor.csv"
primary_key = ["id"]
columns = [
  { name = "id", type = "INTEGER", nullable = false },
  { name = "flag", type = "BOOLEAN" },
  { name = "small", type = "SMALLINT" },
  { name = "big", type = "BIGINT" },
  { name = "cents", type = "DECIMAL(4,2)" },
  { name = "money", type = "DECIMAL(9,3)" },
  { name = "rate", type = "DECIMAL(18,5)" },
  { name = "whole", type = "DECIMAL(38,0)" },
  { name = "wide", type = "DECIMAL(38,19)" },
  { name = "tiny", type = "DECIMAL(38,38)" },
  { name = "day", type = "DATE" },
  { name = "clock", type = "TIME" },
  { name = "moment", type = "TIMESTAMP" },
  { name = "guid", type = "UUID" },
  { name = "Select", type = "VARCHAR(20)" },
  { name = "texto livre", type = "VARCHAR" },
]
TOML
python3 - >exports/Valor.csv <<'PYTHON'
import random

random.seed(4)
nines = "9" * 38
rows = [
    [1, 0, -32768, -2**63, "-99,99", "-999999,999", "-9999999999999,99999", "-" + nines, "-" + "9" * 19 + "," + "9" * 19,
     "-0," + nines, "0001-01-01", "00:00", "0001-01-01 00:00:00", "00000000-0000-0000-0000-000000000000", "", '"a;""b""\n\tc"'],
    [2, 1, 32767, 2**63 - 1, "99,99", "999999,999", "9999999999999,99999", nines, "9" * 19 + "," + "9" * 19,
     "0," + nines, "9999-12-31", "23:59:59.999999", "9999-12-31 23:59:59.999999", "ffffffff-ffff-ffff-ffff-ffffffffffff", "ação", "日本\U0001F6B2"],
    [3, "NULL", 0, 0, "0,00", "0,001", "0,00001", 0, "0," + "0" * 18 + "1", "0," + "0" * 37 + "1", "2000-01-01", "8:30:15,25",
     "1999-12-31 23:59:59.5", "12345678-9abc-def0-1234-56789abcdef0", "\\N", "\\."],
    [4] + ["NULL"] * 15,
    [5, 0, 10000, 10000, "0,10", "10000,000", "1000000000000,00000", 10**37, "10000", "0,0001", "1970-01-01", "12:00",
     "1970-01-01", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "x" * 20, "NULL "],
]
for i in range(6, 3000):
    def number(digits, scale):
        text = str(random.randrange(10 ** random.randrange(1, digits + 1))).rjust(scale + 1, "0")
        sign = random.choice(["-", ""]) if text.strip("0") else ""  # -0 would lose its sign, and is refused
        return sign + (text[:-scale] + "," + text[-scale:] if scale else text)
    rows.append([i, random.randrange(2), random.randrange(-32768, 32768), random.randrange(-2**63, 2**63),
                 number(4, 2), number(9, 3), number(18, 5), number(38, 0), number(38, 19), number(38, 38),
                 f"{random.randrange(1, 10000):04}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}",
                 f"{random.randrange(24):02}:{random.randrange(60):02}:{random.randrange(60):02}.{random.randrange(10**6):06}",
                 f"{random.randrange(1, 10000):04}-03-04 05:06:07.{random.randrange(10**6):06}",
                 "%032x" % random.getrandbits(128), "".join(random.choices("aé日b ", k=random.randrange(20))).strip() or "-",
                 "".join(random.choices("xyz|'\\", k=random.randrange(60))) or "-"])
for row in rows:
    if len(row[13]) == 32:
        row[13] = "-".join([row[13][:8], row[13][8:12], row[13][12:16], row[13][16:20], row[13][20:]])
print("id;flag;small;big;cents;money;rate;whole;wide;tiny;day;clock;moment;guid;Select;texto livre")
print("\n".join(";".join(str(value) for value in row) for row in rows))
PYTHON
expect_exit 0 rox run
expect_exit 0 rox run -t pg
rox query --csv 'SELECT * FROM Valor ORDER BY id' | tail -n +2 >duckdb.csv
rox query -t pg --csv 'SELECT * FROM Valor ORDER BY id' | tail -n +2 >postgres.csv
[[ $(wc -l <duckdb.csv) -ge 2999 ]] || fail 'rows are missing'
expect_exit 0 rox reconcile -t pg
cmp duckdb.csv postgres.csv || fail "$(diff duckdb.csv postgres.csv | head -4)"
# The server itself agrees that the numbers are in the normal form of its own reader.
expect_equal "$(psql -Atc "SELECT count(*) FROM valores.valor WHERE numeric_send(wide) <> numeric_send(wide::text::numeric(38,19))
  OR numeric_send(tiny) <> numeric_send(tiny::text::numeric(38,38)) OR numeric_send(money) <> numeric_send(money::text::numeric(9,3))")" 0

# Floats are spelt alike, too.
floats='SELECT CAST(0.1 AS DOUBLE PRECISION) AS a, CAST(1e20 AS DOUBLE PRECISION) AS b, CAST(-2.5e-5 AS DOUBLE PRECISION) AS c,
  CAST(1 AS DOUBLE PRECISION) AS d, CAST(0.1 AS REAL) AS e, CAST(1e15 AS DOUBLE PRECISION) AS f, CAST(1e16 AS DOUBLE PRECISION) AS g'
expect_equal "$(rox query -t pg --csv "$floats")" "$(rox query --csv "$floats")"

# What is no text is a reject here and in the server's account of it, where bytes that it can't store are written out.
printf '3001;NULL;1;1;1,00;1,000;1,00000;1;1;0;2000-01-01;NULL;2000-01-01;NULL;a\0b\xff;c\n' >>exports/Valor.csv
expect_exit 0 rox run -t pg
expect_equal "$(psql -Atc 'SELECT count(*) FROM valores.valor')" 2999
expect_equal "$(psql -Atc "SELECT line, position('a\x00b\xFF' IN raw) > 0 FROM valores_rox.rejects")" '3002|t'
