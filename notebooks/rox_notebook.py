"""What the notebooks share: which project it is, and answers as tables. They call rox by its Python module, which is beside them.

Set in the environment: ROX_PROJECT, the project's folder (default: the one above this file), and ROX_PROGRAM (default: the
program of this Python, or the one on the PATH).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd

PROJECT = Path(os.environ.get("ROX_PROJECT", Path(__file__).resolve().parent.parent))


def frame(result: dict[str, Any]) -> pd.DataFrame:
    """A result of `rox analyze`. Decimals stay text, with every digit; see numbers()."""
    return pd.DataFrame(result["rows"], columns=[column["name"] for column in result["columns"]])


def numbers(result: dict[str, Any]) -> pd.DataFrame:
    """The same with decimals as floats: for charts, not for sums."""
    data = frame(result)
    for column in result["columns"]:
        if column["type"].startswith(("DECIMAL", "NUMERIC")):
            data[column["name"]] = data[column["name"]].astype(float)
    return data


def steps(report: dict[str, Any]) -> pd.DataFrame:
    """What a run did, a row a step."""
    return pd.DataFrame(report["steps"])


if __name__ == "__main__":
    sys.exit("this is a module of the notebooks beside it")
