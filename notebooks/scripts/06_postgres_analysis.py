# # 06 · Analysis on PostgreSQL, and the differences
#
# The questions on PostgreSQL and on the local warehouse, value by value: do the engines agree, and if not, where and why?

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown, display

import rox
from rox_notebook import PROJECT, frame, numbers

TARGETS = ("local", "pg")
PROJECT

for target in TARGETS:
    print(target, rox.run(PROJECT, target)["status"])
answers = rox.report("analyze", project=PROJECT, target="pg")
for answer in answers:
    display(Markdown(f"### {answer['title']}"), frame(answer).head(10))

# ## Do they agree?

comparison = rox.report("analyze", "--compare", *TARGETS, project=PROJECT)
print(comparison["verdict"])
pd.DataFrame(
    {"question": question["title"], **{answer["engine"]: answer["verdict"] for answer in question["answers"]}}
    for question in comparison["questions"]
)

# ## How long each engine took

local = {answer["analysis"]: answer["seconds"] for answer in rox.report("analyze", project=PROJECT, target="local")}
seconds = pd.DataFrame({"local": local, "pg": {answer["analysis"]: answer["seconds"] for answer in answers}})
seconds.plot.bar(ylabel="seconds", figsize=(8, 3), rot=0)
plt.show()
seconds
