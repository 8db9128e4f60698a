"""The job with Polars reading and typing the exports, and DuckDB keeping them: the star, checks and answers are SQL there.

    polars_job.py EXPORTS WAREHOUSE ANSWERS
"""
import pathlib
import re
import sys

import duckdb
import polars as pl

from company import MODEL, finish

exports, warehouse, answers = map(pathlib.Path, sys.argv[1:4])
warehouse.unlink(missing_ok=True)
answers.mkdir(parents=True, exist_ok=True)
connection = duckdb.connect(str(warehouse))
connection.execute("SET preserve_insertion_order = false")

WHOLE = {"SMALLINT": pl.Int16, "INTEGER": pl.Int32, "BIGINT": pl.Int64}


def typed(column):
    """Polars reads decimals with a comma only as floats, or as text that is rewritten: money stays exact here."""
    name, kind = column["name"], column["type"]
    text = pl.col(name)
    if kind in WHOLE:
        return text.cast(WHOLE[kind])
    if kind == "BOOLEAN":
        return text == "1"
    if kind.startswith("DECIMAL"):
        precision, scale = map(int, re.findall(r"\d+", kind))
        return text.str.replace(",", ".", literal=True).cast(pl.Decimal(precision, scale))
    if kind == "DATE":
        return text.str.slice(0, 10).str.to_date("%Y-%m-%d")
    if kind == "TIMESTAMP":
        return text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f")
    return text


for table in MODEL:
    lazy = pl.scan_csv(
        exports / table["file"], separator=";", null_values="NULL", quote_char='"',
        schema={column["name"]: pl.String for column in table["columns"]},
    ).with_columns([typed(column) for column in table["columns"]])
    frame = lazy.collect()
    connection.register("frame", frame.to_arrow())
    columns = ", ".join(
        f"CAST({c['name']} AS UUID) AS {c['name']}" if c["type"] == "UUID" else c["name"] for c in table["columns"]
    )
    connection.execute(f"CREATE TABLE {table['name']} AS SELECT {columns} FROM frame")
    connection.unregister("frame")
    del frame
finish(connection, answers)
