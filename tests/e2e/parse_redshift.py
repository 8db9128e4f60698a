"""Parses each file given with sqlglot's and sqlfluff's Redshift dialects and prints its statements by kind.

Exits 1 where one of them can't: sqlglot also counts as failed where it only keeps the text (a Command)."""
import collections
import logging
import sys

import sqlfluff
import sqlglot
from sqlfluff.api import APIParsingError

logging.disable(logging.WARNING)
failed = False
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        sql = file.read()
    try:
        kinds = collections.Counter(type(s).__name__ for s in sqlglot.parse(sql, read="redshift") if s is not None)
        kinds.pop("Semicolon", None)  # comments after the last statement
        if "Command" in kinds:
            raise ValueError("sqlglot did not parse a statement, it only kept its text")
        sqlfluff.parse(sql, dialect="redshift")
    except (sqlglot.errors.SqlglotError, APIParsingError, ValueError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        failed = True
        continue
    print(f"{path}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
sys.exit(failed)
