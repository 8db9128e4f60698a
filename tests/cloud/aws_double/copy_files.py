"""COPY: the manifest's files from S3, with the rights of the role that the statement names."""
import fnmatch
import gzip
import json
import os
import tempfile
import urllib.parse

import duckdb

ENGINE = duckdb.connect()
NULL = "\\N"
# PostgreSQL's type: what a column of Parquet has to be for it, in DuckDB's words
PARQUET = {"integer": "INTEGER", "bigint": "BIGINT", "smallint": "SMALLINT", "boolean": "BOOLEAN", "date": "DATE",
           "timestamp without time zone": "TIMESTAMP", "double precision": "DOUBLE", "real": "FLOAT",
           "character varying": "VARCHAR", "character": "VARCHAR"}


class CopyFailed(Exception):
    """Its text is Redshift's; `rows` go into sys_load_error_detail."""

    def __init__(self, message, rows=()):
        super().__init__(message)
        self.rows = rows


def listed(value):
    return value if isinstance(value, list) else [value]


def allowed_by(below, arn, attached):
    """What the role may read: patterns of resources. That Redshift could take it is checked."""
    if arn not in attached:
        raise CopyFailed(f"The requested role {arn} is not associated to cluster")
    name = arn.split("/")[-1]
    role = below.iam.get_role(RoleName=name)["Role"]
    services = [service for statement in role["AssumeRolePolicyDocument"]["Statement"]
                for service in listed(statement["Principal"].get("Service", []))]
    if not any(service.startswith("redshift") for service in services):
        raise CopyFailed(f"Not authorized to get credentials of role {arn}")
    patterns = []
    for policy in below.iam.list_role_policies(RoleName=name)["PolicyNames"]:
        document = below.iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        for statement in document["Statement"]:
            if statement["Effect"] == "Allow" and "s3:GetObject" in listed(statement["Action"]):
                patterns += listed(statement["Resource"])
    return patterns


def check_access(patterns, url):
    bucket, key = parts_of(url)
    if not any(fnmatch.fnmatchcase(f"arn:aws:s3:::{bucket}/{key}", pattern) for pattern in patterns):
        raise CopyFailed(f"S3ServiceException:Access Denied,Status 403,Error AccessDenied,Rid double, for {url}")


def parts_of(url):
    parsed = urllib.parse.urlsplit(url)
    return parsed.netloc, parsed.path[1:]


def fetch(below, url):
    bucket, key = parts_of(url)
    try:
        return below.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    except below.s3.exceptions.NoSuchKey as error:
        raise CopyFailed(f"The specified S3 object {url} does not exist") from error


def read_files(below, options, attached):
    """[(URL, bytes)] of what the manifest names."""
    allowed = allowed_by(below, options["role"], attached)
    check_access(allowed, options["from"])
    files = []
    for entry in json.loads(fetch(below, options["from"]))["entries"]:
        check_access(allowed, entry["url"])
        if not entry.get("mandatory"):
            raise CopyFailed(f"the double wants every entry to be mandatory: {entry['url']}")
        content = fetch(below, entry["url"])
        if entry["meta"]["content_length"] != len(content):
            raise CopyFailed(f"File {entry['url']} has an invalid version number or length")
        files.append((entry["url"], content))
    return files


def columns_of(connection, table):
    """[(name, type, length)] of a table, as PostgreSQL knows it."""
    return connection.run(
        "SELECT a.attname, regexp_replace(format_type(a.atttypid, a.atttypmod), '\\(.*\\)', ''), "
        "CASE WHEN a.atttypid IN (1042, 1043) THEN a.atttypmod - 4 END, format_type(a.atttypid, a.atttypmod) "
        "FROM pg_attribute AS a WHERE a.attrelid = CAST(:t AS regclass) AND a.attnum > 0 ORDER BY a.attnum", t=table)


def as_csv(files, options, columns, table, faults):
    """[(URL, CSV as PostgreSQL reads it with NULL)] of the files. Raises CopyFailed as Redshift would."""
    out = []
    db = ENGINE.cursor()
    with tempfile.TemporaryDirectory() as folder:
        for number, (url, content) in enumerate(files):
            path = os.path.join(folder, f"{number}")
            if options["format"] == "PARQUET":
                with open(path, "wb") as file:
                    file.write(content)
                source = f"read_parquet('{path}')"
                check_parquet(db, url, source, columns)
            else:
                with open(path, "wb") as file:
                    file.write(gzip.decompress(content))
                source = f"read_csv('{path}', header = false, all_varchar = true, nullstr = '{options['null']}', " \
                         "allow_quoted_nulls = false, strict_mode = true, delim = ',', quote = '\"', escape = '\"')" \
                    if content and os.path.getsize(path) else None
            if source is None:
                continue
            check_lengths(db, url, source, columns, table, faults)
            db.sql(f"COPY (SELECT * FROM {source}) TO '{path}.csv' (FORMAT csv, HEADER false, NULLSTR '{NULL}')")
            with open(path + ".csv", "rb") as file:
                out.append((url, file.read()))
    return out


def check_parquet(db, url, source, columns):
    found = db.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()
    if len(found) != len(columns):
        raise CopyFailed(f"{url} has {len(found)} columns, the table {len(columns)}")
    for (name, kind, *_), (column, plain, _, whole) in zip(found, columns):
        wanted = whole.upper().replace("NUMERIC", "DECIMAL") if plain == "numeric" else PARQUET.get(plain, plain)
        if kind != wanted:
            raise CopyFailed(f"Spectrum Scan Error: incompatible Parquet schema for column '{url}.{name}'. Column type: "
                             f"{whole}, Parquet schema: {kind}")


def check_lengths(db, url, source, columns, table, faults):
    """VARCHAR(n) is of n bytes."""
    names = [row[0] for row in db.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    for name, (column, kind, length, _) in zip(names, columns):
        if kind not in ("character varying", "character"):
            continue
        longest = faults.longest(table.split("__")[0], column) or length
        text = f'CAST("{name}" AS VARCHAR)'
        rows = db.sql(f"SELECT line, value FROM (SELECT row_number() OVER () AS line, {text} AS value FROM {source}) "
                          f"WHERE strlen(value) > {longest} ORDER BY line LIMIT 10").fetchall()
        if rows:
            raise CopyFailed(
                f"Load into table '{table}' failed.  Check 'sys_load_error_detail' system table for details.",
                [(url, line, column,
                  f"String length exceeds DDL length, Value '{value}', Pos 0, Type: Varchar") for line, value in rows])
