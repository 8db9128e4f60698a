"""The job as the company's first notebooks did it: pandas reads, types are patched by hand, money is a float, DuckDB keeps
the frames. The star, checks and answers are SQL there, as for the others (on floats: their answers may differ in the last digits).

    pandas_job.py EXPORTS WAREHOUSE ANSWERS
"""
import pathlib
import sys

import duckdb
import pandas as pd

from company import MODEL, finish

exports, warehouse, answers = map(pathlib.Path, sys.argv[1:4])
warehouse.unlink(missing_ok=True)
answers.mkdir(parents=True, exist_ok=True)
connection = duckdb.connect(str(warehouse))

for table in MODEL:
    frame = pd.read_csv(exports / table["file"], sep=";", decimal=",", na_values=["NULL"], keep_default_na=False, encoding="utf-8-sig", low_memory=False)
    for column in table["columns"]:
        name, kind = column["name"], column["type"]
        if kind in ("DATE", "TIMESTAMP"):
            frame[name] = pd.to_datetime(frame[name])
        elif kind in ("SMALLINT", "INTEGER", "BIGINT"):
            frame[name] = frame[name].astype("Int64")
        elif kind.startswith("DECIMAL"):
            frame[name] = pd.to_numeric(frame[name])
    connection.register("frame", frame)
    # The marts want the types of the model.
    columns = ", ".join(f"CAST({c['name']} AS {c['type']}) AS {c['name']}" for c in table["columns"])
    connection.execute(f"CREATE TABLE {table['name']} AS SELECT {columns} FROM frame")
    connection.unregister("frame")
    del frame
finish(connection, answers)
