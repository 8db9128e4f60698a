#!/bin/bash
# The dashboard before there is a warehouse, while a run goes on, when one is swapped while pages load, and when the file
# is another program's: the page says so and comes back by itself.
# labels: first browser
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/dashboard.sh"

bikes p 0.1
start_dashboard p
browse follow p

# Many readers while runs publish one warehouse after the other: every answer is that of a whole warehouse.
cat >hammer.py <<'PYTHON'
import json, os, subprocess, sys, threading, urllib.request

base, project, readers, rounds = os.environ["DASHBOARD"], sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
stop, problems, seen = threading.Event(), [], set()

def read():
    while not stop.is_set():
        try:
            for path in ("pages/sales", "pages/sales?where.territory=4", "quality", "answers/q2", "rows?fact=fact_sales&limit=1"):
                body = json.load(urllib.request.urlopen(base + "api/v1/" + path, timeout=30))
                if path == "pages/sales":
                    assert all(chart["failed"] is None for chart in body["charts"]), body
                    seen.add(body["charts"][0]["rows"][0][0])
                if path == "quality":
                    for file in body["files"]:
                        if file["read"] != file["loaded"] + file["rejected"]:
                            problems.append(f"{file}")
        except Exception as error:
            problems.append(f"{path}: {error!r}")

readers = [threading.Thread(target=read) for _ in range(readers)]
for reader in readers:
    reader.start()
rox = os.environ["ROX"]
for round in range(rounds):
    subprocess.run([rox, "sample", f"{project}/exports", "--scale", "0.01" if round % 2 else "0.02", "--seed", str(round), "--force"],
                   check=True, capture_output=True)
    subprocess.run([rox, "run", "-C", project], check=True, capture_output=True)
stop.set()
for reader in readers:
    reader.join()
assert not problems, problems[:5]
assert len(seen) >= rounds, f"only {len(seen)} warehouses were seen"
PYTHON
export ROX
expect_exit 0 /usr/bin/python3 hammer.py p $(with_all "4 5" "2 3")
