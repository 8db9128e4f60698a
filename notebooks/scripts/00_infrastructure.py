# # 00 · Infrastructure on AWS
#
# What the target `aws` in `rox.toml` needs: a private bucket, a role that lets Redshift read it, Redshift itself. rox creates it as one
# CloudFormation stack, and first shows what it would create and what that costs. Credentials are the ones that the AWS CLI
# would use; see `docs/aws.md`.

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import os

import matplotlib.pyplot as plt
import pandas as pd

import rox
from rox_notebook import PROJECT

TARGET = "aws"
# Creating it costs money from then on. ROX_INFRA_UP=yes confirms that it is intended.
CREATE = os.environ.get("ROX_INFRA_UP") == "yes"
PROJECT

# ## What would be created

plan = rox.report("infra", "plan", project=PROJECT, target=TARGET)
pd.DataFrame(plan["changes"], columns=["action", "type", "resource"])

# ## What it would cost
#
# An estimate at list prices; each line states its assumption.

costs = pd.DataFrame(plan["costs"], columns=["what", "basis", "usd_per_month"])
costs

chart = costs.plot.barh(x="what", y="usd_per_month", legend=False, xlabel="USD a month", ylabel="", figsize=(8, 2.5))
chart.bar_label(chart.containers[0], fmt="%.2f", padding=3)
plt.show()

# ## Create it

if CREATE:
    done = rox.report("infra", "up", "--yes", project=PROJECT, target=TARGET)
    print(done["status"], "with", done["changes"], "changes")
else:
    print("not created: set ROX_INFRA_UP=yes, or run `rox infra up -t aws`")

# ## What there is

status = rox.report("infra", "status", project=PROJECT, target=TARGET)
print("stack", status["stack"], "is", status["status"], "-", len(status["drift"]), "resources changed by somebody else")
pd.Series(status["outputs"], name="value").rename_axis("output").to_frame()

# When you no longer need it: `rox infra down -t aws`.
