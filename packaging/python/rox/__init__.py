"""rox from Python: run a project, and query its warehouse.

    import rox

    rox.run("shop")                                   # what `rox run -C shop` does
    rox.query("SELECT * FROM sales", "shop").pandas() # or .arrow(), .polars(), .rows()

The program is in this package, or the `rox` on the PATH; its options are those of the command line (docs/cli.md). Arrow, pandas
and Polars are needed only where they are asked for. Errors are `rox.Error`, with what happened, where, and what to do next.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

__all__ = ["Error", "Answer", "Command", "program", "call", "report", "run", "query", "main"]


_OWN = Path(__file__).parent / "_program" / "bin" / "rox"


class Error(Exception):
    """What rox says of a command that failed. `kind` is data, usage, outside or bug; `run` what a failed run did.

    What is `outside` (a server that is away, a lock that is held) can get better by itself; the rest can't.
    """

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
    """The program's path: $ROX or $ROX_PROGRAM, the one in this package, the one of this Python, or the one on the PATH."""
    named = os.environ.get("ROX") or os.environ.get("ROX_PROGRAM")
    if named:
        return named
    for path in (_OWN, Path(sys.executable).parent / "rox"):
        if path.is_file():
            return str(path)
    return shutil.which("rox") or "rox"


class Command:
    """`rox ARGUMENTS`, running: what it says on standard error goes line by line to `log`, a function, as it comes."""

    def __init__(self, *arguments, input=None, log=None):
        self.arguments = [program(), *map(str, arguments)]
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(self.arguments, stdin=pipe, stdout=pipe, stderr=pipe)
        except OSError as error:
            report = {"message": f"can't run {self.arguments[0]}: {error.strerror}", "hint": "name it in ROX_PROGRAM, or install it"}
            raise Error(report, 3) from None
        self._input = input
        self._log = log
        self._said = []

    def terminate(self):
        """Has rox end in order: what it did stays done."""
        if self._process.poll() is None:
            self._process.terminate()

    def result(self):
        """What it prints, as bytes, once it has ended. Raises Error if it fails."""
        threads = [threading.Thread(target=work) for work in (self._write, self._read_said)]
        for thread in threads:
            thread.start()
        try:
            stdout = self._process.stdout.read()
        except BaseException:  # somebody pressed Ctrl-C
            self.terminate()
            raise
        finally:
            for thread in threads:
                thread.join()
            exit_code = self._process.wait()
        if exit_code != 0:
            raise Error(_failure(self._said, exit_code), exit_code, _record(stdout))
        return stdout

    def _write(self):
        try:
            with self._process.stdin as stdin:
                stdin.write(self._input or b"")
        except BrokenPipeError:
            pass  # it has ended without reading; why, it says itself

    def _read_said(self):
        for line in self._process.stderr:
            self._said.append(line.decode("utf-8", "replace").rstrip())
            if self._log:
                self._log(self._said[-1])


def _failure(said, exit_code):
    """The error object that --json prints as the last line of its messages."""
    for line in reversed(said):
        if not line.startswith("{"):
            continue
        try:
            return dict(json.loads(line)["error"])
        except (ValueError, KeyError, TypeError):
            continue
    return {"message": "\n".join(said).strip() or f"rox ended with exit code {exit_code}"}


def call(*arguments, input=None, log=None):
    """Runs `rox ARGUMENTS`; returns what it prints, as bytes. Raises Error if it fails."""
    return Command(*arguments, input=input, log=log).result()


def report(*arguments, project=".", target=None, log=None):
    """Runs `rox ARGUMENTS --json` on a project; returns what it prints, parsed. Raises Error if it fails."""
    return json.loads(call(*arguments, "--json", *_where(project, target), log=log))


def _record(stdout):
    try:
        return json.loads(stdout)
    except ValueError:
        return None


def _where(project, target):
    return ["-C", project] + (["-t", target] if target else [])


def run(project=".", target=None, *, select=(), exclude=(), full_refresh=False, fail_on_reject=False):
    """`rox run`. Returns the run as `rox run --json` says it; a run that fails raises Error, with the same in `.run`."""
    arguments = ["run"]
    for name, steps in (("--select", select), ("--exclude", exclude)):
        for step in [steps] if isinstance(steps, str) else steps:
            arguments += [name, step]
    if full_refresh:
        arguments.append("--full-refresh")
    if fail_on_reject:
        arguments.append("--fail-on-reject")
    return report(*arguments, project=project, target=target)


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
    """The command `rox`, which is the program in this package whatever the environment names: that may be this command."""
    path = str(_OWN) if _OWN.is_file() else program()
    os.execv(path, [path, *sys.argv[1:]])
