"""The job with dlt: its filesystem source reads the exports by chunks of pandas frames into a DuckDB destination. dlt's own CSV reader
takes what pandas takes, so the exports' dialect is said to it, and hints say the types that it would guess wrong.

    dlt_job.py EXPORTS WAREHOUSE ANSWERS
"""
import os
import pathlib
import sys
import tempfile

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["DATA_WRITER__DISABLE_COMPRESSION"] = "true"
import dlt
import duckdb
import pandas as pd

from company import MODEL, finish

exports, warehouse, answers = map(pathlib.Path, sys.argv[1:4])
warehouse.unlink(missing_ok=True)
answers.mkdir(parents=True, exist_ok=True)


def rows_of(table):
    def rows():
        for frame in pd.read_csv(exports / table["file"], sep=";", dtype=str, na_values=["NULL"], keep_default_na=False,
                                 encoding="utf-8-sig", chunksize=200_000):
            for column in table["columns"]:
                if column["type"].startswith("DECIMAL") and column.get("decimal") != ".":
                    frame[column["name"]] = frame[column["name"]].str.replace(",", ".", regex=False)
            import pyarrow as pa

            yield pa.Table.from_pandas(frame, preserve_index=False, schema=pa.schema([(c["name"], pa.string()) for c in table["columns"]]))

    return dlt.resource(rows, name="raw_" + table["name"].lower(), write_disposition="replace")


with tempfile.TemporaryDirectory() as folder:
    pipeline = dlt.pipeline("bikes", pipelines_dir=folder, destination=dlt.destinations.duckdb(str(warehouse)), dataset_name="raw")
    pipeline.run([rows_of(table) for table in MODEL])

connection = duckdb.connect(str(warehouse))
connection.execute("SET preserve_insertion_order = false")
for table in MODEL:
    normal = {row[0].replace("_", "").lower(): row[0] for row in connection.execute(
        f"SELECT column_name FROM information_schema.columns WHERE table_schema = 'raw' AND table_name = 'raw_{table['name'].lower()}'").fetchall()}
    columns = ", ".join(f"CAST({normal[c['name'].lower()]} AS {c['type']}) AS {c['name']}" for c in table["columns"])
    connection.execute(f"CREATE TABLE {table['name']} AS SELECT {columns} FROM raw.raw_{table['name'].lower()}")
finish(connection, answers)
