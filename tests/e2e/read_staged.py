"""Reads staged files with Spark, by their manifest alone, and prints as JSON what it finds.

    read_staged.py FOLDER

Prints {table: {"types": […], "count": N, "rows": the values as texts, by the first column}}."""
import json
import os
import pathlib
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col

os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
folder = pathlib.Path(sys.argv[1])
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.sql.catalogImplementation", "in-memory")
    .config("spark.sql.session.timeZone", "America/Sao_Paulo")  # 2013-10-20 00:30 didn't exist there
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
found = {}
for table in json.loads((folder / "manifest.json").read_text())["tables"]:
    frame = spark.read.parquet(*[str(folder / file["path"]) for file in table["files"]])
    texts = frame.orderBy(frame.columns[0]).select([col(name).cast("string") for name in frame.columns])
    found[table["table"]] = {
        "types": [kind for _, kind in frame.dtypes],
        "count": frame.count(),
        "rows": [list(row) for row in texts.collect()],
    }
print(json.dumps(found))
