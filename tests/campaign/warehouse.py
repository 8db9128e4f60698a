"""What a warehouse holds, read by other means than rox's own: DuckDB's C library for a file, psql for a server."""
import ctypes
import functools
import json
import os
import pathlib
import re
import subprocess

# Of rox's own tables what doesn't tell when it was written.
ACCOUNTS = {
    "rox.steps": 'SELECT step, fingerprint, rows_in, rows_out, rejects FROM "rox"."steps"',
    "rox.rejects": 'SELECT "table", file, line, field, "column", code, raw FROM "rox"."rejects"',
}


class Unreadable(Exception):
    """The warehouse is there and can't be read."""


@functools.cache
def library(rox):
    """The DuckDB that this rox is linked with."""
    linked = subprocess.run(["ldd", rox], check=True, capture_output=True, text=True).stdout
    path = re.search(r"libduckdb\S*\.so\S* => (\S+)|(/\S*libduckdb\S*\.so\S*)", linked)
    if path is None:
        raise SystemExit(f"campaign: {rox} is not linked with DuckDB")
    duckdb = ctypes.CDLL(path[1] or path[2])
    duckdb.duckdb_value_varchar.restype = ctypes.c_void_p
    duckdb.duckdb_result_error.restype = ctypes.c_char_p
    duckdb.duckdb_row_count.restype = ctypes.c_uint64
    return duckdb


class Database:
    """A DuckDB file, opened only to be read."""

    def __init__(self, rox, path):
        self.duckdb = library(rox)
        self.handle, self.connection = ctypes.c_void_p(), ctypes.c_void_p()
        config, error = ctypes.c_void_p(), ctypes.c_char_p()
        self.duckdb.duckdb_create_config(ctypes.byref(config))
        for name, value in ((b"access_mode", b"READ_ONLY"), (b"threads", b"1")):
            self.duckdb.duckdb_set_config(config, name, value)
        opened = self.duckdb.duckdb_open_ext(os.fsencode(path), ctypes.byref(self.handle), config, ctypes.byref(error))
        self.duckdb.duckdb_destroy_config(ctypes.byref(config))
        if opened != 0:
            raise Unreadable((error.value or b"?").decode(errors="replace"))
        self.duckdb.duckdb_connect(self.handle, ctypes.byref(self.connection))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.duckdb.duckdb_disconnect(ctypes.byref(self.connection))
        self.duckdb.duckdb_close(ctypes.byref(self.handle))

    def column(self, sql):
        """The first column of the rows, as texts."""
        result = (ctypes.c_char * 256)()  # more than a duckdb_result takes
        try:
            if self.duckdb.duckdb_query(self.connection, sql.encode(), ctypes.byref(result)) != 0:
                raise Unreadable((self.duckdb.duckdb_result_error(ctypes.byref(result)) or b"?").decode(errors="replace"))
            texts = []
            for row in range(self.duckdb.duckdb_row_count(ctypes.byref(result))):
                value = self.duckdb.duckdb_value_varchar(ctypes.byref(result), ctypes.c_uint64(0), ctypes.c_uint64(row))
                texts.append(ctypes.string_at(value).decode() if value else "")
                self.duckdb.duckdb_free(ctypes.c_void_p(value))
            return texts
        finally:
            self.duckdb.duckdb_destroy_result(ctypes.byref(result))


def file_contents(rox, path):
    """{table: "rows hash"} of a local warehouse; nothing if there is none."""
    if not pathlib.Path(path).exists():
        return {}
    with Database(rox, path) as database:
        names = database.column(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema <> 'rox'")
        selects = {name: "SELECT * FROM " + ".".join(f'"{part}"' for part in name.split(".", 1)) for name in names}
        selects |= ACCOUNTS
        one = "SELECT '{0} ' || count(*) || ' ' || coalesce(sum(hash(t)), 0) FROM ({1}) AS t"
        rows = database.column(" UNION ALL ".join(one.format(name, sql) for name, sql in selects.items()))
    return dict(row.split(" ", 1) for row in rows)


def psql(sql, database=None):
    command = ["psql", "-XqAtv", "ON_ERROR_STOP=1", "-c", sql] + (["-d", database] if database else [])
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        raise Unreadable(ran.stderr.strip())
    return ran.stdout.splitlines()


def server_contents(schema, database=None):
    """The same of a schema on the server that PGHOST and PGPORT lead to, in one snapshot of all its tables. On Redshift the
    next tables are made in the same schema, with their run in their names; nobody is told of them yet."""
    tables = psql(f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' "
                  r"AND tablename !~ '__\d{8}t\d{9}_[0-9a-f]{4}$' ORDER BY 1", database)
    if not tables:
        return {}
    one = "SELECT '{1} ' || count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0}.\"{1}\" AS t"
    rows = psql(" UNION ALL ".join(one.format(schema, table) for table in tables), database)
    return dict(row.split(" ", 1) for row in rows)


def server_schemas(database=None):
    """Schemas and tables that are not the system's, to find what a killed run has left."""
    return psql("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' "
                "UNION ALL SELECT schemaname || '.' || tablename FROM pg_tables "
                "WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema' ORDER BY 1", database)


def s3(operation, **arguments):
    """One call by boto3, as tests/cloud/cloud.sh makes it."""
    command = [*os.environ["CAMPAIGN_S3"].split(), operation, *(f"{name}={value}" for name, value in arguments.items())]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def bucket_contents(bucket="lake"):
    """The tables of the manifest in the bucket, whose files have to be there as it says. Other objects are not looked at:
    they are on their way, or no reader knows them any more."""
    sizes = {entry["Key"]: entry["Size"] for entry in s3("list_objects_v2", Bucket=bucket).get("Contents", [])}
    manifests = [key for key in sizes if key.endswith("/manifest.json")]
    if not manifests:
        return {}
    folder = manifests[0].removesuffix("manifest.json")
    contents = {}
    for table in json.loads(s3("get_object", Bucket=bucket, Key=manifests[0])["Body"])["tables"]:
        for file in table["files"]:
            if sizes.get(folder + file["path"]) != file["bytes"]:
                raise Unreadable(f"{file['path']} has {sizes.get(folder + file['path'])} bytes in the bucket, {file['bytes']} in the manifest")
        contents[table["table"]] = " ".join(file["xxh3"] for file in table["files"])
    return contents


def bucket_places(bucket="lake"):
    uploads = s3("list_multipart_uploads", Bucket=bucket).get("Uploads", [])
    return [entry["Key"] for entry in s3("list_objects_v2", Bucket=bucket).get("Contents", [])] + [
        f"half of {entry['Key']}" for entry in uploads]
