"""The jobs that are disturbed: what is there before, what changes, what rox does then, and what makes it good again.

State A is a project that is done with exports A. `change` puts in inputs B, `back` those of A: the pattern ABA, in which
nothing of B may stay.
"""
import dataclasses
import pathlib
import re
import shutil
import subprocess
from collections.abc import Callable

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

ANALYSIS = """-- title: How many customers
-- question: How many customers are there, by the mart?
SELECT COUNT(*) AS customers, MAX(edition) AS edition, {edition} AS asked FROM edition
"""
MART = """-- title: Customers, and the edition of this file
-- grain: one row per customer
-- key: customer_id
-- reconcile: rows = Customer
SELECT CustomerID AS customer_id, {edition} AS edition FROM Customer
"""
CHECK = """-- title: Every customer has the mart's edition
-- severity: warn
SELECT customer_id FROM edition WHERE edition < {edition}
"""


@dataclasses.dataclass
class Job:
    name: str
    command: list
    change: Callable                 # of the project, by Exports
    inputs: tuple                    # what `change` changes and `back` puts back
    settle: tuple = (["run"],)       # makes state A
    recover: tuple = (["run"],)      # makes it good after the fault, with exit code 0
    source: str = "bikes"            # bikes: the example. init: by rox init. exports: no project yet
    also_fine: tuple = ()            # other exit codes of `recover`
    removed_by_change: tuple = ()    # what `back` has to remove
    prepare: tuple = ()              # done between `change` and the fault, and after `back`
    options: tuple = ()              # lines for rox.toml
    server: str = ""                 # postgres, redshift, bucket
    aba: bool = True


@dataclasses.dataclass
class Exports:
    """Two companies' exports, with a bad line in other tables each."""
    a: pathlib.Path
    b: pathlib.Path


def make_exports(rox, folder, scale):
    for name, seed, bad in (("a", 1, ("Person.Person", "Production.Product")), ("b", 2, ("Person.Person", "Sales.Customer"))):
        subprocess.run([rox, "sample", folder / name, "--scale", scale, "--seed", str(seed), "-q"], check=True,
                       stdout=subprocess.DEVNULL)
        for table in bad:
            with open(folder / name / f"{table}.csv", "a", newline="") as file:
                file.write(f"bad;{name};{table}\r\n")
    return Exports(folder / "a", folder / "b")


def make_project(rox, folder, exports, job):
    folder.mkdir(parents=True)
    shutil.copytree(exports.a, folder / "exports")
    if job.source == "bikes":
        example = REPOSITORY / "projects/rox-bikes"
        for name in ("rox.toml", "model.toml", "marts", "analyses", "checks"):
            copy = shutil.copytree if (example / name).is_dir() else shutil.copy
            copy(example / name, folder / name)
        write_edition(folder, 1)
    elif job.source == "init":
        subprocess.run([rox, "init", "exports", "--into", ".", "-q"], cwd=folder, check=True)
        path = folder / "rox.toml"
        path.write_text(re.sub(r'(?m)^(# *)?drift = "\w+"', 'drift = "evolve"', path.read_text(), count=1))
        assert '\ndrift = "evolve"' in path.read_text()
    if job.options:
        with open(folder / "rox.toml", "a") as file:
            file.write("\n" + "\n".join(job.options) + "\n")


def write_edition(folder, edition, only=("marts", "analyses", "checks")):
    for kind, text in (("marts", MART), ("analyses", ANALYSIS), ("checks", CHECK)):
        if kind in only:
            (folder / kind / "edition.sql").write_text(text.format(edition=edition))


def other_exports(project, exports):
    shutil.rmtree(project / "exports")
    shutil.copytree(exports.b, project / "exports")


def other_mart(project, _):
    write_edition(project, 2, ["marts"])


def other_analysis(project, _):
    write_edition(project, 2, ["analyses"])


def other_check(project, _):
    write_edition(project, 2, ["checks"])


def wider_exports(project, exports):
    """Exports B with a new column, a longer text and a new table."""
    other_exports(project, exports)
    path = project / "exports/Sales.Customer.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines = [lines[0] + ";Note"] + [line + f";{i}" for i, line in enumerate(lines[1:])]
    path.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    (project / "exports/Refund.csv").write_text("RefundID;Since\r\n1;2024-01-31\r\n")


def mended_rejects(project, _):
    """In rejects/Person.csv a good record, in the copy of the bad one; in rejects/Product.csv one that is still bad."""
    good = (project / "exports/Person.Person.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    fields = good.split(";")
    fields[0] = "20777"  # a key that nobody has
    path = project / "rejects/Person.csv"
    text = path.read_text(encoding="utf-8-sig")
    record = '"bad;a;Person.Person"'
    head, found, tail = text.rpartition(record)
    assert found, text
    path.write_bytes(("\ufeff" + head + '"' + ";".join(fields).replace('"', '""') + '"' + tail).encode())


def nothing(project, exports):
    pass


POSTGRES = ("[target.pg]", 'engine = "postgres"', 'schema = "bikes"')
REDSHIFT = ("[target.aws]", 'engine = "redshift"', "[target.aws.infra]", 'allow_from = "127.0.0.1"')
BUCKET = ("[target.aws]", 'engine = "redshift"', 'bucket = "lake"')

JOBS = {job.name: job for job in (
    Job("run", ["run", "-q"], other_exports, ("exports",)),
    Job("refresh", ["run", "-q", "--full-refresh"], other_exports, ("exports",)),
    Job("load", ["load", "-q"], other_exports, ("exports",)),
    Job("transform", ["transform", "-q"], other_mart, ("marts",)),
    Job("check", ["check", "-q"], other_check, ("checks",)),
    Job("analyses", ["run", "-q"], other_analysis, ("analyses",)),
    Job("stage", ["stage", "-q"], other_exports, ("exports",), settle=(["run"], ["stage"]), recover=(["stage"], ["run"])),
    Job("replay", ["stage", "--replay", "-q"], mended_rejects, ("rejects",), removed_by_change=("mends",),
        recover=(["stage", "--replay"], ["run"])),
    Job("init", ["init", "exports", "--into", ".", "-q"], nothing, (), settle=(), source="exports",
        recover=(["init", "exports", "--into", "."], ["run"]), also_fine=(2,), aba=False),
    Job("infer", ["model", "infer", "-q"], wider_exports, ("exports", "model.toml", ".rox/inferred.toml"), source="init",
        recover=(["model", "infer"], ["run"])),
    Job("evolve", ["run", "-q"], wider_exports, ("exports", "model.toml", ".rox/inferred.toml"), source="init"),
    Job("reconcile", ["reconcile", "-q"], nothing, (), recover=(["reconcile", "-q"], ["run"])),
    Job("report", ["report", "-q"], nothing, (), recover=(["report", "-q"], ["run"])),
    Job("ddl", ["model", "ddl", "--dialect", "duckdb", "--output", "schema.sql"], nothing, (),
        recover=(["model", "ddl", "--dialect", "duckdb", "--output", "schema.sql"], ["run"]), aba=False),
    Job("pg", ["run", "-q", "-t", "pg"], other_exports, ("exports",), settle=(["run", "-t", "pg"],),
        recover=(["run", "-t", "pg"],), options=POSTGRES, server="postgres"),
    Job("pg-marts", ["run", "-q", "-t", "pg"], other_mart, ("marts",), settle=(["run", "-t", "pg"],),
        recover=(["run", "-t", "pg"],), options=POSTGRES, server="postgres"),
    Job("redshift", ["run", "-q", "-t", "aws"], other_exports, ("exports",),
        settle=(["infra", "up", "-t", "aws", "--yes"], ["run", "-t", "aws"]),
        recover=(["run", "-t", "aws"],), options=REDSHIFT, server="redshift"),
    Job("upload", ["upload", "-q", "-t", "aws"], other_exports, ("exports",), settle=(["stage"], ["upload", "-t", "aws"]),
        prepare=(["stage"],),
        recover=(["upload", "-t", "aws"],), options=BUCKET, server="bucket"),
)}


def put_back(project, settled, job):
    """The inputs of state A, whatever is there now."""
    for name in job.removed_by_change:
        shutil.rmtree(project / name, ignore_errors=True)
    for name in job.inputs:
        path = project / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        if (settled / name).is_dir():
            shutil.copytree(settled / name, path)
        elif (settled / name).exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(settled / name, path)

