# clang_for_clones.sh ROOT HERE CCACHE CLANG ARGUMENTS...: compiles so that a clone elsewhere finds in the cache what this one
# compiled. ccache makes paths relative to its base directory but for what clang has behind -Xclang, so in all arguments HERE
# stands for the path ROOT; not in macros, which are what a program is told.
#
# A precompiled header of clang has the full paths of what it was made from, so each clone makes its own. ccache takes the sum
# beside it for it (CCACHE_PCH_EXTSUM): of all that the compiler reads to make it.
set -euo pipefail
root=$1/ here=$2 cache=$3 clang=$4
shift 4
arguments=()
for argument; do
  [[ $argument == -D* ]] || argument=${argument//$root/$here}
  [[ ${arguments[*]: -1} != -o ]] || header=$argument
  arguments+=("$argument")
done
[[ " ${arguments[*]} " == *" -emit-pch "* ]] || exec "$cache" "$clang" "${arguments[@]}"

"$clang" "${arguments[@]}"
"$clang" "${arguments[@]/#-emit-pch/-E}" -E -dD -o - | sha256sum >"${header:?}.sum"
