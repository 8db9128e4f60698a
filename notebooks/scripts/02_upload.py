# # 02 · Upload
#
# Sends the staged files to the bucket of target `aws`. What is already there isn't sent again; the manifest comes last, so nobody reads half
# of it.

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import json

import pandas as pd

import rox
from rox_notebook import PROJECT

TARGET = "aws"
PROJECT

rox.report("stage", project=PROJECT)
sent = rox.report("upload", project=PROJECT, target=TARGET)
sent

# Once more: nothing to send.

again = rox.report("upload", project=PROJECT, target=TARGET)
assert again["bytes_sent"] == 0
again

# ## What the manifest says

manifest = json.loads((PROJECT / "staged" / "manifest.json").read_text())
pd.DataFrame(
    {
        "table": table["table"],
        "rows": table["rows_staged"],
        "files": len(table["files"]),
        "bytes": sum(file["bytes"] for file in table["files"]),
    }
    for table in manifest["tables"]
)
