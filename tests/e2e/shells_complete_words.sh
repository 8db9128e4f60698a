#!/usr/bin/env bash
# Shells complete verbs, options, files, and what only the project knows; the manual page has every verb and no mistake.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

shop
mkdir -p analyses
echo 'SELECT 1 AS n' >analyses/rows.sql
expect_exit 0 "$ROX" run
run=$(ls .rox/runs | sed 's/\.jsonl$//')
mkdir bin
ln -s "$ROX" bin/rox
PATH=$PWD/bin:$PATH
export ROX_SCRIPT=$PWD/rox.bash

"$ROX" completion bash >rox.bash
# complete WORD...: what bash offers for the last one.
complete_bash() {
  bash --norc -c 'compopt() { :; }; source "$ROX_SCRIPT"; COMP_WORDS=(rox "$@"); COMP_CWORD=$#; _rox; echo "${COMPREPLY[*]}"' - "$@"
}
expect_equal "$(complete_bash re)" "retry release read-part reconcile report"
expect_equal "$(complete_bash model s)" "show"
expect_equal "$(complete_bash model show Cu)" "Customer"
expect_equal "$(complete_bash run --full)" "--full-refresh"
expect_equal "$(complete_bash run --target lo)" "local"
expect_equal "$(complete_bash run -t lo)" "local"
expect_equal "$(complete_bash status 20)" "$run"
expect_equal "$(complete_bash analyze ro)" "rows"
expect_equal "$(complete_bash step load.S)" "load.Sale"
expect_equal "$(complete_bash init ex)" "exports"
expect_equal "$(complete_bash help pl)" "plan"
expect_equal "$(cd / && complete_bash status -C "$WORK" 20)" "$run"
expect_equal "$(complete_bash run --threads 1)" ""
mkdir elsewhere
expect_equal "$(cd elsewhere && complete_bash model show -C "$WORK" Cu)" "Customer"

"$ROX" completion zsh >_rox
"$ROX" completion fish >rox.fish
if command -v zsh >/dev/null; then
  zsh -n _rox
  expect_equal "$(zsh -f -c 'compdef() { :; }; source ./_rox; _rox_look model show; _rox_words "$rox_kind" .' | head -1)" "Customer"
fi
if command -v fish >/dev/null; then
  expect_equal "$(fish -N -c 'source rox.fish; complete -C "rox model sh"' | cut -f1)" "show"
  expect_equal "$(fish -N -c 'source rox.fish; complete -C "rox model show C"' | cut -f1)" "Customer"
fi
expect_exit 2 "$ROX" completion csh
expect_stderr "use one of bash, zsh, fish, tables"

"$ROX" help --man >rox.1
for verb in $("$ROX" completion bash | sed -n "s/^    '') echo '\(.*\)' ;;/\1/p" | head -1); do
  grep -qF ".SS \"rox ${verb//-/\\-}" rox.1 || fail "the manual page lacks $verb"
done
if command -v man >/dev/null; then expect_equal "$(man --warnings -l rox.1 2>&1 >/dev/null)" ""; fi
