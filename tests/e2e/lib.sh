# What every end-to-end test starts with:
#
#     source "$(dirname "$0")/lib.sh"
#
# A test is one behaviour of the built program, about 25 lines of bash, named by that behaviour. It runs
# in $WORK, a fresh empty folder that is removed afterwards, and fails with its first failing line.
# ctest sets ROX (the program) and REPO (the repository); by hand: tests/e2e/NAME.sh.
set -euo pipefail

REPO=${REPO:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
ROX=${ROX:-$REPO/build/release/rox}
export LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
unset CDPATH

scratch=$(mktemp -d "${TMPDIR:-/tmp}/rox-e2e.XXXXXX")
WORK=$scratch/work
STDOUT=$scratch/stdout # of the last expect_exit
STDERR=$scratch/stderr
mkdir "$WORK"
: >"$STDOUT"
: >"$STDERR"
cd "$WORK"

# Commands to run at the end, last one first: at_exit umount DIR
exit_commands=()
at_exit() { exit_commands=("$(printf '%q ' "$@")" "${exit_commands[@]}"); }
finish() {
  local status=$? command
  cd /
  for command in "${exit_commands[@]}"; do eval "$command" || true; done
  chmod -R u+rwX "$scratch" 2>/dev/null || true
  rm -rf "$scratch"
  exit "$status"
}
trap finish EXIT
trap 'status=$?; ((status == 77)) || echo "failed: $0 line $LINENO: $BASH_COMMAND" >&2' ERR

rox() { "$ROX" "$@"; }

# skip REASON: this machine can't run the test; ctest shows it as skipped, with the reason.
skip() {
  echo "skipped: $*"
  exit 77
}

# fail TEXT: prints it with what the last command said, and ends the test.
fail() {
  {
    echo "failed: $0 line ${BASH_LINENO[1]}: $*"
    echo "--- its standard output"
    head -c 4000 "$STDOUT"
    echo "--- its standard error"
    head -c 4000 "$STDERR"
  } >&2
  exit 1
}

# expect_exit N COMMAND...: runs it with what it prints kept in $STDOUT and $STDERR; it has to exit with N.
expect_exit() {
  local wanted=$1 status=0
  shift
  "$@" >"$STDOUT" 2>"$STDERR" </dev/null || status=$?
  [[ $status == "$wanted" ]] || fail "exit code $status, expected $wanted: $*"
}

# What the last expect_exit printed has TEXT in it: on either stream, on one, or a FILE has it.
expect_contains() { grep -qF -- "$1" "$STDOUT" "$STDERR" || fail "nothing printed contains: $1"; }
expect_stdout() { grep -qF -- "$1" "$STDOUT" || fail "standard output lacks: $1"; }
expect_stderr() { grep -qF -- "$1" "$STDERR" || fail "standard error lacks: $1"; }
expect_file() { grep -qF -- "$2" "$1" || fail "$1 lacks: $2"; }
expect_not_contains() { ! grep -qF -- "$1" "$STDOUT" "$STDERR" || fail "printed, and should not be: $1"; }
expect_silent() { [[ ! -s $STDOUT ]] || fail "standard output is not empty"; }

# expect_equal ACTUAL WANTED
expect_equal() { [[ $1 == "$2" ]] || fail "got '$1', expected '$2'"; }

# expect_json FILTER WANTED: what the jq filter makes of the last standard output.
expect_json() {
  local actual
  actual=$(jq -r "$1" "$STDOUT") || fail "standard output is no JSON that '$1' works on"
  expect_equal "$actual" "$2"
}

# Prints the folder of the real company's raw exports, or skips the test where they are not at hand.
# Use as: raw=$(raw_data)
raw_data() {
  local folder=${ROX_RAW_DATA:-$REPO/../shared/data/rox-raw}
  [[ -d $folder ]] || skip "no raw exports at $folder (set ROX_RAW_DATA)" >&2
  realpath "$folder"
}

# bikes DIR [SCALE]: a copy of the example project in DIR, with a sample company (scale 0.01) as its exports.
bikes() {
  mkdir -p "$1"
  cp -r "$REPO"/projects/rox-bikes/. "$1"
  rm -rf "$1"/{exports,rejects,answers,mends,.rox} "$1"/warehouse.duckdb*
  rox sample "$1/exports" --scale "${2:-0.01}" --seed 1 >/dev/null 2>&1 || fail "rox sample does not work"
}

# as_nobody COMMAND...: without root's rights, which pass over permissions. Needs $WORK opened to others.
as_nobody() {
  if [[ $(id -u) == 0 ]]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
