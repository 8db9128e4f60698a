"""Six typed Parquet files by DuckDB's COPY from read_csv, with the reader of duckdb_job.py.

    duckdb_stage.py EXPORTS FOLDER [ordered]      ordered: by the primary key, as rox's are
"""
import pathlib
import sys

import duckdb

from company import MODEL, read_csv

exports, folder = map(pathlib.Path, sys.argv[1:3])
connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = false")
for table in MODEL:
    order = f" ORDER BY {', '.join(table['primary_key'])}" if "ordered" in sys.argv[3:] else ""
    connection.execute(f"COPY ({read_csv(table, exports)}{order}) TO '{folder / table['name']}.parquet' (FORMAT parquet, COMPRESSION zstd)")
