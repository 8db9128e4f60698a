"""The job on Spark, on two cores of this machine (local[2]): CSV reader with a schema, tables and marts as Parquet files.

    spark_job.py EXPORTS WAREHOUSE ANSWERS
"""
import os
import pathlib
import shutil
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from company import MODEL, analyses, checks, mart_order

exports, warehouse, answers = map(pathlib.Path, sys.argv[1:4])
shutil.rmtree(warehouse, ignore_errors=True)
answers.mkdir(parents=True, exist_ok=True)
spark = (
    SparkSession.builder.master(f"local[{os.cpu_count()}]")
    .config("spark.driver.memory", "8g")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "8")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)
# How columns are read whose type Spark's CSV reader doesn't know, or not as it is written here.
READ_AS = {"BOOLEAN": "INT", "INTEGER": "INT", "DATE": "TIMESTAMP_NTZ", "TIMESTAMP": "TIMESTAMP_NTZ", "UUID": "STRING"}


def has_point(column):
    """A decimal point where the others have a comma: read as text and cast."""
    return column.get("decimal") == "."


def schema(table):
    for column in table["columns"]:
        kind = column["type"]
        text = kind.startswith("VARCHAR") or has_point(column)
        yield f"`{column['name']}` {'STRING' if text else READ_AS.get(kind, kind)}"


def typed(column):
    name, kind = f.col(column["name"]), column["type"]
    if kind in ("BOOLEAN", "DATE") or has_point(column):
        return name.cast(kind.lower()).alias(column["name"])
    return name


def keep(frame, name):
    path = str(warehouse / name)
    frame.write.mode("overwrite").parquet(path)
    spark.read.parquet(path).createOrReplaceTempView(name)


for table in MODEL:
    raw = (
        spark.read.options(
            sep=";", quote='"', escape='"', header=True, nullValue="NULL", locale="pt-BR", mode="FAILFAST",
            timestampNTZFormat="yyyy-MM-dd HH:mm:ss.SSS",
        )
        .schema(", ".join(schema(table)))
        .csv(str(exports / table["file"]))
    )
    keep(raw.select([typed(column) for column in table["columns"]]), table["name"])
for name, select in mart_order():
    keep(spark.sql(select), name)
for name, select in checks():
    spark.sql(select).collect()
for name, select in analyses():
    folder = answers / f"{name}.parts"
    spark.sql(select).coalesce(1).write.mode("overwrite").csv(str(folder), header=True)
    next(folder.glob("part-*.csv")).rename(answers / f"{name}.csv")
    shutil.rmtree(folder)
spark.stop()
