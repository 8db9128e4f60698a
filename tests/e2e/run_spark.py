"""Runs SQL scripts in one local Spark session and prints, as JSON, what its catalogue says afterwards.

    run_spark.py WAREHOUSE SCRIPT... [--then-fails SCRIPT]

A statement ends with a line that ends in ';': rox writes texts in one line. Prints {"tables": {name: {"columns": [[name,
type, comment]…], "definition", "comment", "properties"}}, "words": {word: reserved}, "refused": the message of the last script}."""
import json
import os
import re
import sys

from pyspark.sql import SparkSession

# Compiling less and one collector thread: these tests run for seconds.
os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
warehouse, *scripts = sys.argv[1:]
refused = None
if "--then-fails" in scripts:
    refused = scripts[scripts.index("--then-fails") + 1]
    scripts = scripts[: scripts.index("--then-fails")]

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.sql.catalogImplementation", "in-memory")
    .config("spark.sql.warehouse.dir", warehouse)
    .config("spark.sql.ansi.enforceReservedKeywords", "true")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)


def run(path):
    with open(path, encoding="utf-8") as file:
        text = "".join(line for line in file if not line.startswith("--"))
    for statement in re.split(r";\n", text):
        if statement.strip():
            spark.sql(statement)


for script in scripts:
    run(script)
answer = {"tables": {}, "words": {}, "refused": None}
for database in spark.catalog.listDatabases():
    for table in spark.catalog.listTables(database.name):
        name = f"`{database.name}`.`{table.name}`"
        described = spark.sql(f"DESCRIBE {name}").collect()
        answer["tables"][f"{database.name}.{table.name}"] = {
            "columns": [[row.col_name, row.data_type, row.comment] for row in described],
            "definition": spark.sql(f"SHOW CREATE TABLE {name}").first()[0],
            "comment": table.description,
            "properties": {
                row.key: row.value
                for row in spark.sql(f"SHOW TBLPROPERTIES {name}").collect()
                if row.key.startswith("rox.")
            },
        }
for row in spark.sql("SELECT keyword, reserved FROM sql_keywords()").collect():
    answer["words"][row.keyword.lower()] = row.reserved
if refused:
    try:
        run(refused)
    except Exception as error:  # whatever Spark says
        answer["refused"] = str(error)
print(json.dumps(answer, ensure_ascii=False))
