# # 04 · Analysis on Spark
#
# The same questions (`analyses/*.sql`), asked of the staged Parquet files by Spark: on this machine, a cluster or EMR, as
# `[engine.spark]` in `rox.toml` says.

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd() if Path("rox_notebook.py").exists() else Path("notebooks").resolve()))
import matplotlib.pyplot as plt
from IPython.display import Markdown, display

import rox
from rox_notebook import PROJECT, frame, numbers

PROJECT

rox.report("stage", project=PROJECT)
answers = rox.report("analyze", "--engine", "spark", project=PROJECT)
for answer in answers:
    display(Markdown(f"### {answer['title']}"), frame(answer).head(10))

# ## As charts
#
# The last numeric column of each answer, by its first text column; decimals as floats, which is enough for a chart.

for answer in answers:
    data = numbers(answer)
    amounts = data.select_dtypes("number").columns
    words = data.select_dtypes("object").columns
    if not len(amounts) or not len(data):
        continue
    top = data.nlargest(10, amounts[-1]).iloc[::-1]
    labels = top[words[-1]] if len(words) else top.iloc[:, 0]
    plt.figure(figsize=(8, 3))
    plt.barh(labels.astype(str), top[amounts[-1]])
    plt.title(answer["title"])
    plt.xlabel(amounts[-1])
    plt.show()
