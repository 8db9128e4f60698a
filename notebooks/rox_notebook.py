"""What the notebooks share: they call rox and show what it found. Everything that counts is in rox itself.

Set in the environment: ROX_PROJECT, the project's folder (default: the one above this file), and ROX_PROGRAM (default: rox).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd

PROJECT = Path(os.environ.get("ROX_PROJECT", Path(__file__).resolve().parent.parent))
PROGRAM = os.environ.get("ROX_PROGRAM", "rox")


class RoxFailed(Exception):
    """What rox said went wrong, with its hint; `report` is what it printed as JSON before that, if anything."""

    def __init__(self, message: str, report: Any = None) -> None:
        super().__init__(message)
        self.report = report


def rox(*arguments: str, target: str | None = None) -> Any:
    """Runs rox with --json and returns what it prints. Raises RoxFailed if it fails."""
    command = [PROGRAM, *arguments, "--json", "-C", str(PROJECT)]
    if target:
        command += ["-t", target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    if done.returncode != 0:
        raise RoxFailed(_message(done.stderr) or f"rox ended with exit code {done.returncode}", report)
    return report


def text(*arguments: str, target: str | None = None) -> str:
    """What rox prints for people."""
    command = [PROGRAM, *arguments, "-C", str(PROJECT)]
    if target:
        command += ["-t", target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RoxFailed(done.stderr.strip())
    return done.stdout


def frame(result: dict[str, Any]) -> pd.DataFrame:
    """A result of `rox query` or `rox analyze`. Decimals stay text, with every digit; see numbers()."""
    return pd.DataFrame(result["rows"], columns=[column["name"] for column in result["columns"]])


def numbers(result: dict[str, Any]) -> pd.DataFrame:
    """The same with decimals as floats: for charts, not for sums."""
    data = frame(result)
    for column in result["columns"]:
        if column["type"].startswith(("DECIMAL", "NUMERIC")):
            data[column["name"]] = data[column["name"]].astype(float)
    return data


def query(sql: str, target: str = "local") -> pd.DataFrame:
    return frame(rox("query", sql, "--limit", "0", target=target))


def steps(report: dict[str, Any]) -> pd.DataFrame:
    """What a run did, a row a step."""
    return pd.DataFrame(report["steps"])


def _message(errors: str) -> str:
    for line in reversed(errors.splitlines()):
        try:
            error = json.loads(line)["error"]
        except (ValueError, KeyError, TypeError):
            continue
        hint = f"\n  hint: {error['hint']}" if error.get("hint") else ""
        return f"{error['message']}{hint}"
    return errors.strip()


if __name__ == "__main__":
    sys.exit("this is a module of the notebooks beside it")
