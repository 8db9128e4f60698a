#!/bin/bash
# kill -9 at some points of a run, each followed by `rox run` or `rox retry`: readers see the old warehouse or the new
# one, no step that had finished is done again, and in the end every table is what it is without the kill.
# With ROX_KILLS=N the kills are N, at random points. A point is one of the run's changes of files: what a kill leaves
# behind depends on nothing else.
# labels: first
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/signal_at.sh"

tables() {
  rox query "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1" --csv | tail -n +2
}
# One line for each table: its rows and the sum of their hashes.
contents() {
  local table sql=''
  for table in $(tables); do
    sql+="${sql:+ UNION ALL }SELECT '$table' AS name, count(*) AS n, sum(hash(t)) AS h FROM \"$table\" AS t"
  done
  rox query "SELECT * FROM ($sql) ORDER BY name" --csv
}
# What must have been done of the run that was killed: its steps that its ledger says are done.
finished_steps() { jq -r 'select(.event == "step_finished" and .status == "done") | .step' "$1" 2>/dev/null | sort; }
newest_ledger() { find .rox/runs -name '*.jsonl' | sort | tail -1; }

bikes old 0.05
echo 'no;such;row' >>old/exports/Person.Person.csv
(cd old && "$ROX" run -q)
cp -r old new
(cd new && "$ROX" sample exports --scale 0.05 --seed 2 --force >/dev/null 2>&1)
echo 'another;bad;row' >>new/exports/Person.Person.csv
cp -r new whole
changes_of_whole=$(cd whole && count_changes run -q --full-refresh)
cp -r new undisturbed
cd undisturbed
changes_of_day=$(count_changes run -q)
wanted=$(contents)
mkdir ../answers.wanted && cp answers/* ../answers.wanted/
cd ../old
before=$(contents)
[[ $before != "$wanted" ]] || fail 'both samples are the same'
cd ..

RANDOM=7
rounds=${ROX_KILLS:-$(with_all 6 4)} resumed=0
for ((round = 1; round <= rounds; ++round)); do
  rm -rf now && cp -r new now && cd now
  last=$(newest_ledger)
  # Every third one makes all of it anew, which only `retry` goes on with.
  arguments=(run -q) changes=$changes_of_day
  if ((round % 3 == 0)); then arguments+=(--full-refresh) changes=$changes_of_whole; fi
  point=$((changes * (2 * round - 1) / (2 * rounds)))
  [[ -z ${ROX_KILLS:-} ]] || point=$((1 + RANDOM * changes * 95 / 100 / 32768)) # no run makes exactly as many as another
  expect_exit 137 signal_before KILL $point "${arguments[@]}"
  ledger=$(newest_ledger) finished='' again=run
  if [[ $ledger != "$last" ]]; then
    finished=$(finished_steps "$ledger")
    if ((round % 3 == 0 || round % 2)); then again=retry; fi
  fi

  [[ $(contents) == "$before" || $(contents) == "$wanted" ]] || fail "round $round: half a run is seen"
  expect_exit 0 rox $again --json
  repeated=$(comm -12 <(jq -r '.steps[] | select(.status == "done") | .step' "$STDOUT" | sort) <(printf '%s' "$finished"))
  # Of a run that had ended by then, `retry` shows just that.
  [[ -z $repeated || $(jq -r .run "$STDOUT") == "$(basename "$ledger" .jsonl)" ]] ||
    fail "round $round ($again): done twice: $repeated"
  resumed=$((resumed + $(jq '[.steps[] | select(.status == "resumed")] | length' "$STDOUT")))
  expect_equal "$(contents)" "$wanted"
  diff -r ../answers.wanted answers || fail "round $round: other answers"
  expect_equal "$(find . -name '*.next*' -o -name '*.tmp*' -o -name '*.wal')" ''
  expect_exit 0 rox run --json
  expect_json .status unchanged
  cd ..
done
((resumed > rounds)) || fail "only $resumed steps were taken up"
echo "$rounds runs were killed at one of $changes_of_day or $changes_of_whole changes of files; $resumed steps needed not be done again"
rox status -C now --json -n 100 | jq -e 'map(.status) | unique - ["done", "unchanged", "killed"] == []' >/dev/null
