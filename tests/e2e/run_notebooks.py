"""Runs notebooks from top to bottom and prints what their cells printed and showed as text; stops at the first error."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

for name in sys.argv[1:]:
    path = Path(name)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            sys.exit(f"{name} has outputs")
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    print(f"== {path.stem}")
    charts = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                if output.name == "stdout":
                    print(output.text, end="")
                continue
            charts += "image/png" in output.data or "image/svg+xml" in output.data
            print(output.data.get("text/plain", ""))
    print(f"@@ {charts} pictures")
