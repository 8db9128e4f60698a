"""Redshift's SQL as PostgreSQL takes it, and what Redshift hasn't and PostgreSQL has.

It tells names from literals and comments, no more: it is no parser. How Redshift computes (the scale of a division, AVG
of integers, trailing blanks) it doesn't imitate.
"""
import re

TOKEN = re.compile(r"""
    (?P<text>'(?:[^'\\]|\\.|'')*')
  | (?P<name>"(?:[^"]|"")*")
  | (?P<comment>--[^\n]*|/\*.*?\*/)
  | (?P<dollar>\$\$.*?\$\$)
""", re.VERBOSE | re.DOTALL)

MISSING = [
    (r"CREATE\s+(UNIQUE\s+)?INDEX", "indexes"),
    (r"CREATE\s+SEQUENCE|\bSERIAL\b", "sequences"),
    (r"\bON\s+CONFLICT\b", "ON CONFLICT"),
    (r"\bRETURNING\b", "RETURNING"),
    (r"\bLATERAL\b", "LATERAL"),
    (r"\bDISTINCT\s+ON\b", "DISTINCT ON"),
    (r"\bSTRING_AGG\s*\(", "string_agg; use LISTAGG"),
    (r"\bARRAY_AGG\s*\(", "array_agg"),
    (r"\bIS\s+(NOT\s+)?DISTINCT\s+FROM\b", "IS DISTINCT FROM"),
    (r"\bGENERATE_SERIES\s*\(", "generate_series in queries of tables"),
    (r"\bNOW\s*\(", "NOW() on tables; use GETDATE()"),
    (r"\bFILTER\s*\(\s*WHERE\b", "FILTER"),
    (r"\bFROM\s*\(\s*VALUES\b", "VALUES as a table"),
    (r"\bALTER\s+TABLE\b.*\bSET\s+SCHEMA\b", "SET SCHEMA of tables"),
    (r"\bPG_ADVISORY_\w*LOCK\b", "advisory locks"),
    (r"\bUUID\b|\bJSONB?\b|\bBYTEA\b", "that type"),
    (r"\bADD\s+COLUMN\b[^;]*,\s*ADD\s+COLUMN\b", "more than one column in ALTER TABLE ADD"),
]

LAYOUT = r"\s*\bDISTSTYLE\s+(AUTO|ALL|EVEN|KEY)|\s*\bDISTKEY\s*\(\s*\S+\s*\)|\s*\b(COMPOUND\s+)?SORTKEY\s*\([^)]*\)"
VIEWS = r"\b(sys_load_error_detail|svv_relation_privileges)\b"


class NotInRedshift(Exception):
    pass


def translate(sql, is_serverless):
    """Raises NotInRedshift, whose text is the error's."""
    kept = []

    def keep(match):
        text = match.group(0)
        if match.lastgroup == "comment":
            return " "
        folds = match.lastgroup == "name" and not text.startswith('"IAM')  # names do in quotes, too, but not users'
        kept.append(text.lower() if folds else text)
        return f"\x00{len(kept) - 1}\x00"

    bare = TOKEN.sub(keep, sql)
    for pattern, what in MISSING:
        if re.search(pattern, bare, re.IGNORECASE | re.DOTALL):
            raise NotInRedshift(f"Redshift has no {what} (says the double)")
    if is_serverless and re.search(r"\bstv_slices\b", bare, re.IGNORECASE):
        raise NotInRedshift("permission denied for relation stv_slices")
    bare = re.sub(r"\bstv_slices\b", "(SELECT generate_series(0, 3) AS slice) AS stv_slices", bare, flags=re.IGNORECASE)
    if re.match(r"\s*CREATE\s+TABLE\b", bare, re.IGNORECASE):
        bare = re.sub(LAYOUT, "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"\bDATEDIFF\s*\(\s*(\w+)\s*,", r"DATEDIFF('\1',", bare, flags=re.IGNORECASE)
    bare = re.sub(VIEWS, r"redshift_views.\1", bare, flags=re.IGNORECASE)
    bare = re.sub(r"\bWITH\s+NO\s+SCHEMA\s+BINDING\b", "", bare, flags=re.IGNORECASE)
    return re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match.group(1))], bare)


def copy_options(sql):
    """The table, manifest's URL and options of a COPY as rox writes it; None if the statement is no COPY."""
    if not re.match(r"\s*COPY\b", sql, re.IGNORECASE):
        return None
    match = re.fullmatch(
        r"\s*COPY\s+(?P<table>\S+)\s+FROM\s+'(?P<from>[^']+)'\s+IAM_ROLE\s+'(?P<role>[^']+)'\s+MANIFEST\s+FORMAT\s+AS\s+"
        r"(?P<format>PARQUET|CSV\s+GZIP\s+NULL\s+AS\s+'(?P<null>[^']*)'\s+DATEFORMAT\s+'YYYY-MM-DD'\s+TIMEFORMAT\s+'auto'"
        r"\s+ENCODING\s+UTF8)\s*;?\s*", sql)
    if not match:
        raise NotInRedshift(f"the double can't read this COPY: {sql}")
    options = match.groupdict()
    options["null"] = (options["null"] or "").replace("\\\\", "\\")  # a backslash escapes in literals
    return options
