# # 03 · Redshift: tables and load
#
# Tables are created from the model, loaded by COPY from the bucket, and put in place in one transaction: readers see the old
# tables or the new ones.

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import matplotlib.pyplot as plt
import pandas as pd

import rox
from rox_notebook import PROJECT, steps

TARGET = "aws"
PROJECT

# ## The DDL for Redshift

print(rox.report("model", "ddl", "--dialect", "redshift", project=PROJECT)["sql"])

# ## Load, marts, checks
#
# Only what changed; a second run does nothing.

report = rox.run(PROJECT, TARGET)
print(report["status"], f"in {report['seconds']:.1f} s")
steps(report)

done = steps(report).query("seconds > 0").sort_values("seconds")
if len(done):
    done.plot.barh(x="step", y="seconds", legend=False, xlabel="seconds", ylabel="", figsize=(8, max(2, len(done) * 0.3)))
    plt.show()

# ## What is there, and whether it holds

tables = [step["step"].removeprefix("load.") for step in report["steps"] if step["step"].startswith("load.")]
counts = " UNION ALL ".join(f"SELECT '{table}' AS table_name, COUNT(*) AS row_count FROM {table}" for table in tables)
rox.query(f"{counts} ORDER BY table_name", PROJECT, TARGET).pandas()

checks = pd.DataFrame(rox.report("check", project=PROJECT, target=TARGET)["checks"])
checks.groupby(["kind", "status"]).size().unstack(fill_value=0)
