"""What every peer has to know of the company: its exports' columns and types, and the SQL of the work that is asked of
all of them: six tables, the star, the checks, five answers. Marts, checks and analyses are the project's own files."""
import pathlib
import re
import tomllib

PROJECT = pathlib.Path(__file__).resolve().parents[2] / "projects/rox-bikes"
MODEL = tomllib.loads((PROJECT / "model.toml").read_text())["table"]
PARAMETERS = {":month": "DATE '2011-09-01'", ":over": "1000"}


def mart_order():
    """The marts' names, each after those that it reads."""
    texts = {path.stem: path.read_text() for path in (PROJECT / "marts").glob("*.sql")}
    order = []

    def visit(name):
        for other in texts:
            if other != name and other not in order and re.search(rf"\b{other}\b", texts[name]):
                visit(other)
        if name not in order:
            order.append(name)

    for name in sorted(texts):
        visit(name)
    return [(name, texts[name]) for name in order]


def analyses():
    """The five questions, with their parameters filled in."""
    for path in sorted((PROJECT / "analyses").glob("*.sql")):
        text = path.read_text()
        body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        for name, value in PARAMETERS.items():
            body = body.replace(name, value)
        yield path.stem, body


def checks():
    """Counts of failing rows: the project's checks, and what the model promises (keys, alternate keys, relations)."""
    for path in sorted((PROJECT / "checks").glob("*.sql")):
        body = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("--"))
        yield path.stem, f"SELECT COUNT(*) FROM ({body}) AS failing"
    for table in MODEL:
        for key in [table["primary_key"], *table.get("unique", [])]:
            columns = ", ".join(key)
            yield f"{table['name']}({columns})", (
                f"SELECT COUNT(*) FROM (SELECT {columns} FROM {table['name']} GROUP BY {columns} HAVING COUNT(*) > 1) AS twice"
            )
        for relation in table.get("relations", []):
            parent = relation["references"]
            parents = relation.get("parent_columns", relation["columns"])
            on = " AND ".join(f"c.{a} = p.{b}" for a, b in zip(relation["columns"], parents))
            present = " AND ".join(f"c.{a} IS NOT NULL" for a in relation["columns"])
            yield f"{table['name']} -> {parent}", (
                f"SELECT COUNT(*) FROM {table['name']} AS c WHERE {present} AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE {on})"
            )


def read_csv(table, exports):
    """DuckDB's SELECT of an export with its types. A column with a decimal point beside others with a comma can only be
    read as text and cast."""
    columns, replaced = [], []
    for column in table["columns"]:
        kind = column["type"]
        if column.get("decimal") == ".":
            columns.append(f"'{column['name']}': 'VARCHAR'")
            # ltrim(): DuckDB 2.0 pushes a bare cast into the reader, which then wants the file's decimal sign.
            replaced.append(f"CAST(ltrim({column['name']}) AS {kind}) AS {column['name']}")
        else:
            columns.append(f"'{column['name']}': '{kind}'")
    replace = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    return (
        f"SELECT *{replace} FROM read_csv('{exports / table['file']}', delim=';', quote='\"', escape='\"', header=true, "
        f"nullstr='NULL', decimal_separator=',', auto_detect=false, columns={{{', '.join(columns)}}})"
    )


def finish(connection, answers):
    """What all peers do alike once the tables are in DuckDB: the star, the checks, the five answers as CSV files."""
    for name, select in mart_order():
        connection.execute(f"CREATE TABLE {name} AS {select}")
    for name, select in checks():
        connection.execute(select).fetchone()
    connection.execute("CHECKPOINT")
    for name, select in analyses():
        connection.execute(f"COPY ({select}) TO '{answers / name}.csv' (HEADER)")
