"""The job as a tuned DuckDB script: types declared, nothing sniffed, DECIMAL(18, x), rows in any order.

    duckdb_job.py EXPORTS WAREHOUSE ANSWERS [MEMORY]
"""
import pathlib
import sys

import duckdb

from company import MODEL, finish

exports, warehouse, answers = map(pathlib.Path, sys.argv[1:4])
warehouse.unlink(missing_ok=True)
answers.mkdir(parents=True, exist_ok=True)
connection = duckdb.connect(str(warehouse))
connection.execute("SET preserve_insertion_order = false")
if len(sys.argv) > 4:
    connection.execute(f"SET memory_limit = '{sys.argv[4]}'")


def load(table):
    """A column with a decimal point beside others with a comma can only be read as text and cast."""
    columns, replaced = [], []
    for column in table["columns"]:
        kind = column["type"]
        if column.get("decimal") == ".":
            columns.append(f"'{column['name']}': 'VARCHAR'")
            replaced.append(f"CAST({column['name']} AS {kind}) AS {column['name']}")
        else:
            columns.append(f"'{column['name']}': '{kind}'")
    replace = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    connection.execute(
        f"CREATE TABLE {table['name']} AS SELECT *{replace} FROM read_csv('{exports / table['file']}', delim=';', quote='\"', "
        f"escape='\"', header=true, nullstr='NULL', decimal_separator=',', auto_detect=false, columns={{{', '.join(columns)}}})"
    )


for table in MODEL:
    load(table)
finish(connection, answers)
