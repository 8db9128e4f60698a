"""The raw exports into PostgreSQL the way a notebook does it: pandas.read_csv, then to_sql by SQLAlchemy.

    pandas_load.py FOLDER

PGHOST and the like say where. Types are pandas' guesses: money becomes float, dates stay text."""
import pathlib
import sys

import pandas
import sqlalchemy

engine = sqlalchemy.create_engine("postgresql+psycopg2://")
for export in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    frame = pandas.read_csv(export, sep=";", decimal=",", na_values=["NULL"], keep_default_na=False, low_memory=False)
    frame.columns = frame.columns.str.lower()
    frame.to_sql(export.stem.split(".")[-1].lower() + "_pandas", engine, schema="plain", if_exists="replace", index=False,
                 chunksize=10_000)
