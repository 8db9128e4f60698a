"""Six typed Parquet files by DuckDB's COPY from read_csv, with the reader of duckdb_job.py.

    duckdb_stage.py EXPORTS FOLDER
"""
import pathlib
import sys

import duckdb

from company import MODEL, read_csv

exports, folder = map(pathlib.Path, sys.argv[1:3])
connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = false")
for table in MODEL:
    connection.execute(f"COPY ({read_csv(table, exports)}) TO '{folder / table['name']}.parquet' (FORMAT parquet, COMPRESSION zstd)")
