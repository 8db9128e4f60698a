"""Runs the snippets on DuckDB and PostgreSQL, through rox, and on Spark, and compares the results with results.json.

    run.py PROJECT               compares; prints what deviates, and ends with 1 if something does
    run.py PROJECT --record      rewrites results.json and docs/portable-sql.md

PROJECT is a rox project with the targets `local` and `pg`, loaded. ROX names the program. Without pyspark, Spark's part
is skipped, and a line says so."""
import datetime
import decimal
import json
import os
import pathlib
import subprocess
import sys

from snippets import SNIPPETS

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
PAGE = HERE.parent.parent / "docs" / "portable-sql.md"
ENGINES = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "spark": "Spark"}


def class_of(name):
    name = name.upper()
    for start, kind in (("DECIMAL", "decimal"), ("NUMERIC", "decimal"), ("DOUBLE", "float"), ("FLOAT", "float"), ("REAL", "float"),
                        ("TIMESTAMP", "timestamp"), ("DATE", "date"), ("BOOL", "boolean"), ("VARCHAR", "text"), ("TEXT", "text"),
                        ("STRING", "text"), ("CHAR", "text"), ("INTERVAL", "interval"), ("NULL", "text"), ("VOID", "text")):
        if name.startswith(start):
            return kind
    return "integer" if "INT" in name or name == "LONG" else name.lower()


def result_text(types, rows):
    """'decimal: 3.5000', 'integer, text: 1 | b; 2 | NULL'"""
    lines = [" | ".join("NULL" if value is None else str(value) for value in row) for row in rows]
    return f"{', '.join(class_of(name) for name in types)}: {'; '.join(lines)}"


def ask_rox(project, target, sql):
    done = subprocess.run([os.environ["ROX"], "query", "-C", project, "-t", target, "--json", "-q", sql], capture_output=True, text=True)
    if done.returncode != 0:
        return "error"
    answer = json.loads(done.stdout)
    text = lambda value: str(value).lower() if isinstance(value, bool) else value
    return result_text([column["type"] for column in answer["columns"]], [[text(value) for value in row] for row in answer["rows"]])


def spark_text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime.datetime):
        text = value.strftime("%Y-%m-%d %H:%M:%S")
        return f"{text}.{value.microsecond:06}".rstrip("0") if value.microsecond else text
    return None if value is None else str(value)


def ask_spark(statements):
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        print("Spark's part is left out: there is no pyspark in this Python")
        return None
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    builder = SparkSession.builder.master("local[1]")
    for key, value in {  # as rox's own session has them (src/engine/spark)
        "spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true", "spark.sql.catalogImplementation": "in-memory", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1",
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    answers = []
    for sql in statements:
        try:
            frame = spark.sql(sql)
            rows = [[spark_text(value) for value in row] for row in frame.collect()]
            answers.append(result_text([field.dataType.simpleString() for field in frame.schema.fields], rows))
        except Exception:  # whatever Spark refuses
            answers.append("error")
    spark.stop()
    return answers


def measure(project):
    statements = [snippet[2] for snippet in SNIPPETS]
    found = {
        "duckdb": [ask_rox(project, "local", sql) for sql in statements],
        "postgres": [ask_rox(project, "pg", sql) for sql in statements],
    }
    spark = ask_spark(statements)
    if spark is not None:
        found["spark"] = spark
    return found


def escaped(text):
    return text.replace("|", "\\|").replace("\n", " ")


def is_portable(results):
    return len(set(results.values())) == 1 and "error" not in results.values()


def page(recorded):
    out = [HEAD]
    for topic in dict.fromkeys(snippet[0] for snippet in SNIPPETS):
        own = [snippet for snippet in SNIPPETS if snippet[0] == topic]
        out.append(f"\n## {topic}\n")
        safe = [snippet for snippet in own if is_portable(recorded[snippet[1]])]
        if safe:
            out.append("| the same everywhere | SQL | gives |\n|:---|:---|:---|")
            for snippet in safe:
                out.append(f"| {escaped(snippet[1])} | `{escaped(shortened(snippet[2]))}` | {escaped(recorded[snippet[1]]['duckdb'])} |")
        rest = [snippet for snippet in own if snippet not in safe]
        if rest:
            out.append("\n| differs | SQL | DuckDB | PostgreSQL | Spark | instead |\n|:---|:---|:---|:---|:---|:---|")
            for snippet in rest:
                cells = [escaped(recorded[snippet[1]][engine]) for engine in ENGINES]
                why, instead = (snippet[3], snippet[4]) if len(snippet) > 3 else ("", "")
                out.append(f"| {escaped(snippet[1])}{': ' + escaped(why) if why else ''} | `{escaped(shortened(snippet[2]))}` | {' | '.join(cells)} | {escaped(instead)} |")
    return "\n".join(out) + "\n"


def shortened(sql):
    from snippets import ROWS, SALES
    return sql.replace(ROWS, "t").replace(SALES, "s")


HEAD = """# SQL that gives the same answer on every engine

Analyses, marts and checks are written once and run on DuckDB, PostgreSQL, Redshift and Spark. This page lists what the four have in common. Its
tables are generated by `tests/portable/run.py`, which runs every line on DuckDB, PostgreSQL 15 and Spark 4.1 whenever rox is tested. Redshift
can't run there; what is said about it comes from its documentation. `t` and `s` stand for small test tables.

The rules, in short:

- **CAST to DECIMAL before a division, and CAST its result.** Integer division gives an integer on some engines and a float on others; decimal
  division gives a float on DuckDB.
- **Write an average as a SUM and a COUNT.** AVG of decimals is a float on DuckDB and has a different scale on each other engine.
- **CAST what comes out**: sums of integers to BIGINT, sums of decimals to DECIMAL(p,s), results of date arithmetic to DATE. Without the CAST the
  value may be the same, but the type is not, and `rox analyze --compare` reports that.
- **Write NULLS FIRST or NULLS LAST**, and sort by columns that make every row distinct.
- **Use `||` with COALESCE** instead of concat, which ignores NULL on some engines and not on others.
- **Use plain names**: letters, digits and `_`, unquoted. Names in double quotes are case-sensitive on PostgreSQL, and are text literals on Spark
  unless it is told otherwise (rox's sessions are).
- **No backslash in a literal**: Spark and Redshift read it as an escape. A parameter (`-- param`) is written the way each engine needs it.
- **Round decimals, not floats**; better still, use no floats at all.
- **Use a subquery with ROW_NUMBER instead of QUALIFY**, CASE instead of FILTER if Redshift must run it, EXTRACT instead of datediff.
- Redshift also lacks LATERAL, DISTINCT ON, string_agg (use LISTAGG), VALUES as a table, IS DISTINCT FROM and FILTER. It ignores trailing blanks
  when it compares texts, and requires a frame in aggregates OVER (ORDER BY).

Each value is shown with the kind of its column's type: `decimal: 3.5000`. `error` means that the engine reports an error."""


def main():
    found = measure(sys.argv[1])
    if "--record" in sys.argv:
        recorded = {snippet[1]: {engine: found[engine][i] for engine in ENGINES} for i, snippet in enumerate(SNIPPETS)}
        RESULTS.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        PAGE.write_text(page(recorded), encoding="utf-8")
        return 0
    recorded = json.loads(RESULTS.read_text(encoding="utf-8"))
    deviations = []
    for i, snippet in enumerate(SNIPPETS):
        title, wanted = snippet[1], recorded.get(snippet[1], {})
        for engine, answers in found.items():
            if answers[i] != wanted.get(engine):
                deviations.append(f"{title} on {ENGINES[engine]}: got '{answers[i]}', recorded '{wanted.get(engine)}'\n  {snippet[2]}")
        if is_portable(wanted) == (len(snippet) > 3):
            deviations.append(f"{title}: it {'is the same everywhere, but says why it differs' if len(snippet) > 3 else 'differs, but says neither why nor what to write instead'}")
    if PAGE.read_text(encoding="utf-8") != page(recorded):
        deviations.append("docs/portable-sql.md is not what the snippets say: run.py PROJECT --record writes it")
    print("\n".join(deviations) or f"{len(SNIPPETS)} snippets on {len(found)} engines: as recorded")
    return 1 if deviations else 0


sys.exit(main())
