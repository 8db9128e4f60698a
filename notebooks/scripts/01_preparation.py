# # 01 · Preparation
#
# From a folder of CSV exports to a model that people can read and files that every engine can: types, keys and relations are proven
# from all rows, not guessed from the first ones.

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import SVG, display

import rox
from rox_notebook import PROJECT

PROJECT

# ## The conceptual model

model = rox.report("model", "show", project=PROJECT)
pd.DataFrame(
    {
        "table": table["name"],
        "file": table["file"],
        "rows": table["rows"],
        "columns": len(table["columns"]),
        "primary key": ", ".join(table["primary_key"]),
        "refers to": ", ".join(relation["references"]["table"] for relation in table["relations"]),
    }
    for table in model["tables"]
)

display(SVG(rox.call("model", "diagram", "--columns", "keys", "-C", PROJECT)))

# ## What changed since the model was written
#
# An empty table means that the exports still match the model.

pd.DataFrame(rox.report("model", "infer", "--diff", project=PROJECT), columns=["table", "column", "what", "before", "after"])

# ## Typed files
#
# Every row of every export is in a Parquet file or in `rejects/`, with its reason: rows read = rows staged + rows rejected.

staged = pd.DataFrame(rox.report("stage", project=PROJECT)["tables"])
assert (staged["rows_read"] == staged["rows_staged"] + staged["rows_rejected"]).all()
staged

shown = staged.set_index("table").sort_values("rows_read")
shown[["rows_staged", "rows_rejected"]].plot.barh(stacked=True, xlabel="rows", ylabel="", figsize=(8, 3))
plt.show()
