#!/bin/bash
# fuzz/run.sh FOLDER SECONDS PROGRAM NAME…: each fuzzer, from the project's own files as seeds; what it finds is left in FOLDER.
# corpus-NAME/ here, if there is one, holds inputs that once went wrong.
folder=$1 seconds=$2 guiju=$3
shift 3
here=$(dirname "$0")
root=$here/../..
passed=0 failed=0
shopt -s nullglob globstar

# The seeds of a fuzzer, made into its working corpus.
seed() {
	local to=$folder/corpus-$1 file number=0
	mkdir -p "$to"
	case $1 in
	source) files=("$root"/rulesets/**/*.gj "$root"/tests/**/*.gj) ;;
	data) files=("$root"/examples/**/*.csv "$root"/tests/**/*.csv) ;;
	image)
		files=()
		for file in "$root"/tests/fault/small.gj "$root"/rulesets/*/standard.gj; do
			number=$((number + 1))
			"$guiju" compile "$file" -o "$to/seed-$number.gjc" 2>/dev/null
		done ;;
	*) files=() ;;
	esac
	for file in "${files[@]}"; do
		number=$((number + 1))
		head -c 20000 "$file" >"$to/seed-$number"
	done
	cp "$here/corpus-$1"/* "$to/" 2>/dev/null
}

for name; do
	seed "$name"
	if "$folder/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=60000 -artifact_prefix="$folder/found-$name-" \
		"$folder/corpus-$name" >"$folder/$name.log" 2>&1; then
		echo "  $name: $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$folder/$name.log") inputs in $seconds s, nothing found"
		passed=$((passed + 1))
	else
		tail -40 "$folder/$name.log"
		echo "  $name: FAILED, see $folder/found-$name-*"
		failed=$((failed + 1))
	fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
