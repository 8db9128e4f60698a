"""The job as a tuned DuckDB script: types declared, nothing sniffed, DECIMAL(18, x), rows in any order.

    duckdb_job.py EXPORTS WAREHOUSE ANSWERS [MEMORY]
"""
import pathlib
import sys

import duckdb

from company import MODEL, finish, read_csv

exports, warehouse, answers = map(pathlib.Path, sys.argv[1:4])
warehouse.unlink(missing_ok=True)
answers.mkdir(parents=True, exist_ok=True)
connection = duckdb.connect(str(warehouse))
connection.execute("SET preserve_insertion_order = false")
if len(sys.argv) > 4:
    connection.execute(f"SET memory_limit = '{sys.argv[4]}'")


for table in MODEL:
    connection.execute(f"CREATE TABLE {table['name']} AS {read_csv(table, exports)}")
finish(connection, answers)
