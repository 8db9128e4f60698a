# relative_paths.sh ROOT HERE COMMAND...: the command, in whose arguments HERE stands for the path ROOT. Not in macros, which
# are what a program is told.
root=$1/ here=$2
shift 2
arguments=()
for argument; do
  [[ $argument == -D* ]] || argument=${argument//$root/$here}
  arguments+=("$argument")
done
exec "${arguments[@]}"
