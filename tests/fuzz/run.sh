#!/bin/bash
# fuzz/run.sh FOLDER SECONDS PROGRAM NAME…: each fuzzer, from the project's own files as seeds; what it finds is left in FOLDER.
# corpus-NAME/ here, if there is one, holds inputs that once went wrong.
folder=$1 seconds=$2 guiju=$3
shift 3
here=$(dirname "$0")
root=$here/../..
passed=0 failed=0
shopt -s nullglob globstar

# Every rule file there is, those inside .case files too, in $folder/rules.
collect_rules() {
	local file
	rm -rf "$folder/rules" && mkdir -p "$folder/rules"
	for file in "$root"/rulesets/**/*.gj "$root"/examples/**/*.gj "$root"/tests/**/*.gj; do
		head -c 20000 "$file" >"$folder/rules/$(echo "${file#"$root"/}" | tr / -)"
	done
	for file in "$root"/tests/**/*.case; do
		awk '/^--- /{ rules = $2 == "规则文件"; next } rules' "$file" >"$folder/rules/$(echo "${file#"$root"/}" | tr / -).gj"
	done
}

# joined FILE…: with a NUL between them.
joined() {
	local file first=1
	for file; do
		[ $first ] || printf '\0'
		first=
		cat "$file"
	done
}

# The seeds of a fuzzer, made into its working corpus.
seed() {
	local to=$folder/corpus-$1 file number=0
	mkdir -p "$to"
	case $1 in
	source) cp "$folder"/rules/* "$to/" ;;
	compare)
		for file in "$folder"/rules/*; do
			number=$((number + 1))
			sed '0,/扣 1分/s//扣 2分/; 0,/60分/s//65分/' "$file" >"$folder/changed"
			joined "$file" "$folder/changed" >"$to/seed-$number"
		done ;;
	data)
		for file in "$root"/examples/**/*.csv "$root"/tests/**/*.csv; do
			number=$((number + 1))
			head -c 20000 "$file" >"$to/seed-$number"
		done ;;
	run) for number in 1 2 3; do joined "$here"/tables/{units,meetings,votes}-$number.csv >"$to/seed-$number"; done ;;
	image)
		for file in "$folder"/rules/*; do
			number=$((number + 1))
			"$guiju" compile "$file" -o "$to/seed-$number.gjc" >/dev/null 2>&1
		done ;;
	esac
	cp "$here/corpus-$1"/* "$to/" 2>/dev/null
}

# The words of the language, for the fuzzers of rule files, in hexadecimal as they want it.
words() {
	sed -n 's/^WORD("\([^"]*\)".*/\1/p' "$root/compiler/words.def" | while read -r word; do
		printf '"%s"\n' "$(printf %s "$word" | od -An -v -tx1 | tr -d '\n' | sed 's/ /\\x/g')"
	done
}

words >"$folder/words.dict"
collect_rules
for name; do
	options=()
	[ "$name" = source ] || [ "$name" = compare ] && options=(-dict="$folder/words.dict")
	seed "$name"
	if "$folder/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=60000 -artifact_prefix="$folder/found-$name-" \
		"${options[@]}" "$folder/corpus-$name" >"$folder/$name.log" 2>&1; then
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
