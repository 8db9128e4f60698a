# # 05 · PostgreSQL: tables and load
#
# The same project on PostgreSQL, by changing one word: exact types, keys and relations that hold, rows proven before they travel.

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import pandas as pd

import rox
from rox_notebook import PROJECT, steps

TARGET = "pg"
PROJECT

print(rox.report("model", "ddl", "--dialect", "postgres", project=PROJECT)["sql"])

report = rox.run(PROJECT, TARGET)
print(report["status"], f"in {report['seconds']:.1f} s")
steps(report)

# ## Against the exports
#
# Every table, column by column: counts, sums, smallest and biggest values of the warehouse beside those of the raw files.

reconciled = rox.report("reconcile", project=PROJECT, target=TARGET)
print("equal" if reconciled["equal"] else "different")
pd.DataFrame(reconciled["tables"]).drop(columns="differences")

rox.query("SELECT table_name, count(*) AS columns FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY 1 ORDER BY 1", PROJECT, TARGET).pandas()
