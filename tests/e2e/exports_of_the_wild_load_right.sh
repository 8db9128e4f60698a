#!/usr/bin/env bash
# Exports that made other tools stumble, in public: each gives the values that are right, or says what it can't know.
# fixtures/wild.txt has what is right, a case a folder of ../shared/data/wild.
source "$(dirname "$0")/fixtures/lib.sh"

wild=${ROX_WILD_DATA:-$REPO/../shared/data/wild}
[[ -d $wild ]] || skip "no wild exports at $wild (set ROX_WILD_DATA)"

wrong=0
complain() {
  wrong=$((wrong + 1))
  echo "$name: $*"
}

# begin NAME [OPTION...]: a project of that case, run once.
begin() {
  name=$1
  shift
  rm -rf p
  ran=0
  "$ROX" init "$wild/$name" --into p "$@" >init.txt 2>&1 || complain "init: $(cat init.txt)"
}

# run_once WANTED
run_once() {
  ((!ran)) || return 0
  ran=1
  local status=0
  "$ROX" run -C p >run.txt 2>&1 || status=$?
  ((status == $1)) || complain "the run ends with $status: $(tail -n 5 run.txt)"
}

seen=()
while IFS= read -r line; do
  case $line in
    '#'* | '') ;;
    [!\ ]*)
      # shellcheck disable=SC2086 # a name and options
      begin $line
      seen+=("$name")
      ;;
    '  says '*) grep -qF -- "${line#  says }" init.txt || complain "init doesn't say: ${line#  says }; but: $(cat init.txt)" ;;
    '  run exits '*) run_once "${line#  run exits }" ;;
    '  run says '*)
      run_once 0
      grep -qF -- "${line#  run says }" run.txt || complain "the run doesn't say: ${line#  run says }; but: $(cat run.txt)"
      ;;
    *)
      run_once 0
      sql=${line%% => *}
      got=$("$ROX" query -C p "$sql" --csv 2>&1 | tail -n +2 | paste -sd/) || true
      [[ $got == "${line#* => }" ]] || complain "$sql"$'\n'"  gives $got"$'\n'"  wanted ${line#* => }"
      ;;
  esac
done <"$REPO/tests/e2e/fixtures/wild.txt"

for folder in "$wild"/*/; do
  name=$(basename "$folder")
  [[ " ${seen[*]} " == *" $name "* ]] || complain "no expectation in fixtures/wild.txt"
done
((wrong == 0)) || fail "$wrong of the wild exports' expectations don't hold"
