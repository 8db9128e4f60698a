# What each package has to do on a bare machine (scripts/try-packages), in a copy of the bicycle project: from nothing to five
# answers.
set -euo pipefail
begun=$(date +%s.%N)
rox --version
rox sample exports --scale 0.05 --seed 1 --quiet
rox run --quiet
answers=$(ls answers/*.csv | wc -l)
ended=$(date +%s.%N)
rox check --quiet >/dev/null
rox reconcile --quiet >/dev/null
test "$answers" -ge 5
test "$(rox query --csv 'SELECT count(*) > 1000 FROM SalesOrderDetail' | tail -n 1)" = true
if [ -x /venv/bin/python ]; then
  /venv/bin/python -c 'import rox; assert rox.run()["status"] == "unchanged"'
  /venv/bin/python -m rox --version >/dev/null
fi
awk -v a="$begun" -v b="$ended" -v n="$answers" 'BEGIN { printf "from nothing to %d answers in %.1f s\n", n, b - a }'
