"""rox from Python: run a project, and query its warehouse.

    import rox

    rox.run("shop")                                   # what `rox run -C shop` does
    rox.query("SELECT * FROM sales", "shop").pandas() # or .arrow(), .polars(), .rows()

The program is in this package; its options are those of the command line (docs/cli.md). Arrow, pandas and Polars are
needed only where they are asked for. Errors are `rox.Error`, with what happened, where, and what to do next.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["Error", "Answer", "program", "call", "run", "query", "main"]


class Error(Exception):
    """What rox says of a command that failed. `kind` is data, usage, outside or bug; `run` what a failed run did."""

    def __init__(self, report, exit_code, run=None):
        self.kind = report.get("kind", "outside")
        self.message = report.get("message", "")
        self.file = report.get("file")
        self.line = report.get("line")
        self.hint = report.get("hint")
        self.exit_code = exit_code
        self.run = run
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        lines = [f"{place}: {self.message}" if place else self.message]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        super().__init__("\n".join(lines))


def program():
    """The program's path: $ROX, or the one in this package."""
    return os.environ.get("ROX") or str(Path(__file__).parent / "_program" / "bin" / "rox")


def _failure(stderr):
    """The error object that --json prints as the last line of its messages."""
    for line in reversed(stderr.decode("utf-8", "replace").splitlines()):
        if not line.startswith("{"):
            continue
        try:
            return json.loads(line)["error"]
        except (ValueError, KeyError, TypeError):
            continue
    return {"message": stderr.decode("utf-8", "replace").strip()}


def call(*arguments, input=None):
    """Runs `rox ARGUMENTS`; returns what it prints, as bytes. Raises Error if it fails."""
    command = [program(), *map(str, arguments)]
    done = subprocess.run(command, input=input, capture_output=True, check=False)
    if done.returncode != 0:
        raise Error(_failure(done.stderr), done.returncode, _record(done.stdout))
    return done.stdout


def _record(stdout):
    try:
        return json.loads(stdout)
    except ValueError:
        return None


def _where(project, target):
    return ["-C", project] + (["-t", target] if target else [])


def run(project=".", target=None, *, select=(), exclude=(), full_refresh=False, fail_on_reject=False):
    """`rox run`. Returns the run as `rox run --json` says it; a run that fails raises Error, with the same in `.run`."""
    arguments = ["run", "--json", *_where(project, target)]
    for name, steps in (("--select", select), ("--exclude", exclude)):
        for step in [steps] if isinstance(steps, str) else steps:
            arguments += [name, step]
    if full_refresh:
        arguments.append("--full-refresh")
    if fail_on_reject:
        arguments.append("--fail-on-reject")
    return json.loads(call(*arguments))


class Answer:
    """The rows of a query, as an Arrow IPC stream until somebody wants them otherwise."""

    def __init__(self, stream):
        self.stream = stream

    def arrow(self):
        """A pyarrow.Table."""
        import pyarrow

        return pyarrow.ipc.open_stream(self.stream).read_all()

    def pandas(self):
        """A pandas.DataFrame whose columns keep their types: decimals stay exact."""
        import pandas

        return self.arrow().to_pandas(types_mapper=pandas.ArrowDtype)

    def polars(self):
        """A polars.DataFrame."""
        import polars

        return polars.read_ipc_stream(self.stream)

    def rows(self):
        """A list of dicts."""
        return self.arrow().to_pylist()


def query(sql, project=".", target=None, *, engine=None):
    """`rox query`: one SELECT on the project's warehouse."""
    arguments = ["query", "--arrow", "--json", *_where(project, target)]
    if engine:
        arguments += ["--engine", engine]
    return Answer(call(*arguments, "-", input=sql.encode()))


def main():
    """The command `rox`."""
    path = program()
    os.execv(path, [path, *sys.argv[1:]])
