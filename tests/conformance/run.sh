#!/bin/bash
# Plain-file tests; README.md says which files mean what. run.sh [--update] [NAME…]
# --update shows every difference and then writes what the program says now as what is expected.
cd "$(dirname "$0")" || exit 3
guiju=${GUIJU:-$(realpath ../../build/guiju)}
export LC_ALL=C.UTF-8 NO_COLOR=1 GUIJU_LANG=zh ASAN_OPTIONS=${ASAN_OPTIONS:-exitcode=99} UBSAN_OPTIONS=${UBSAN_OPTIONS:-halt_on_error=1:exitcode=99}
update=
[ "${1:-}" = --update ] && { update=1; shift; }
only=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

wanted() {
	[ ${#only[@]} -eq 0 ] && return 0
	local name
	for name in "${only[@]}"; do [[ $1 == *"$name"* ]] && return 0; done
	return 1
}

good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $1"; }

# compare TEST EXPECTED ACTUAL: shows the difference; with --update, ACTUAL becomes EXPECTED.
compare() {
	if [ -e "$2" ] && cmp -s "$2" "$3"; then good; return; fi
	diff -u --label "$2" --label "now" "$([ -e "$2" ] && echo "$2" || echo /dev/null)" "$3"
	if [ -n "$update" ]; then cp "$3" "$2"; echo "updated $2"; good; else bad "$1"; fi
}

# A status above 3 means that the program crashed, hung or was killed: never what is expected.
sane() {
	[ "$2" -le 3 ] && return 0
	bad "$1: ended with status $2"
	[ -s "$work/error" ] && head -30 "$work/error"
	return 1
}

mistake() {
	local base=${1%.gj} status
	(cd mistakes && timeout 20 "$guiju" check "$(basename "$1")" >"$work/out" 2>"$work/error")
	status=$?
	cat "$work/error" >>"$work/out"
	sane "$1" "$status" && compare "$1" "$base.findings" "$work/out"
}

dump() {
	local base=${1%.gj} stage status
	for stage in tokens ast model ir bytecode; do
		[ -e "$base.$stage" ] || continue
		(cd dumps && timeout 20 "$guiju" compile "$(basename "$1")" "--dump=$stage" >"$work/out" 2>"$work/error")
		status=$?
		sane "$base.$stage" "$status" && compare "$base.$stage" "$base.$stage" "$work/out"
	done
	[ ! -e "$base.c" ] || generated "$base"
}

# The C file and its header.
generated() {
	(cd dumps && timeout 20 "$guiju" compile "$(basename "$1").gj" --target c -o "$work/$(basename "$1").c" 2>"$work/error")
	local status=$? ending
	sane "$1.c" "$status" || return
	for ending in c h; do compare "$1.$ending" "$1.$ending" "$work/$(basename "$1").$ending"; done
}

# The rules of runs/RULES--WHAT.csv are RULES.gj; those of runs/NAME.csv are NAME.gj.
rules_of() {
	local name
	name=$(basename "$1" .csv)
	if [ -e "runs/$name.gj" ]; then echo "$name.gj"; else echo "${name%%--*}.gj"; fi
}

# Further arguments: the ledgers.
options_of() {
	[ ! -e "$1.options" ] || cat "$1.options"
}

run() {
	local base=${1%.csv} data rules status options
	options=$(options_of "$base")
	data=$(basename "$1") rules=$(rules_of "$1")
	rm -f "$work"/{results,rejects}
	# shellcheck disable=SC2086
	(cd runs && timeout 60 "$guiju" run "$rules" "$data" $options -o "$work/results" --rejects "$work/rejects" >"$work/out" 2>&1)
	status=$?
	sane "$1" "$status" || { head -30 "$work/out"; return; }
	sed -i "s|$work/||g" "$work/out"
	echo "$status" >"$work/status"
	if [ -n "$update" ] && [ ! -e "$base.exit" ] && [ "$status" -ne 0 ]; then cp "$work/status" "$base.exit"; fi
	if [ -e "$base.exit" ]; then
		compare "$1" "$base.exit" "$work/status"
	else
		echo 0 >"$work/zero"
		compare "$1" "$work/zero" "$work/status"
	fi
	compare_output "$base" results
	compare_output "$base" rejects
	if [ -e "$base.summary" ]; then compare "$base.summary" "$base.summary" "$work/out"; fi
	if [ -e "$base.explain" ]; then explain "$base" "$rules" "$data"; fi
}

# compare_output BASE KIND: a file that the run wrote; one that isn't expected must not be there (or hold no more than headings).
compare_output() {
	local expected=$1.$2 actual=$work/$2
	if [ -e "$expected" ] && [ ! -e "$actual" ]; then
		bad "$expected: not written"
	elif [ -e "$expected" ] || { [ -n "$update" ] && [ -e "$actual" ] && [ "$(wc -l <"$actual")" -gt 1 ]; }; then
		compare "$expected" "$expected" "$actual"
	elif [ -e "$actual" ] && [ "$(wc -l <"$actual")" -gt 1 ]; then
		bad "$expected: written, but not expected"
	fi
}

# The first line of an .explain file holds the arguments (keys, options); the rest is what is expected.
explain() {
	local arguments options
	options=$(options_of "$1")
	read -r arguments <"$1.explain"
	echo "$arguments" >"$work/explain"
	# shellcheck disable=SC2086
	(cd runs && timeout 20 "$guiju" explain "$2" "$3" $arguments $options >>"$work/explain" 2>"$work/error")
	local status=$?
	sane "$1.explain" "$status" || return
	cat "$work/error" >>"$work/explain"
	compare "$1.explain" "$1.explain" "$work/explain"
}

# Commands with their whole output: the first line of commands/NAME.expected is the command line, after guiju.
command_line() {
	local arguments
	read -r arguments <"$1"
	echo "$arguments" >"$work/out"
	(cd commands && eval "timeout 20 \"\$guiju\" $arguments" >>"$work/out" 2>&1)
	local status=$?
	sane "$1" "$status" || { tail -n +2 "$work/out" | head -30; return; }
	echo "[$status]" >>"$work/out"
	compare "$1" "$1" "$work/out"
}

shopt -s nullglob
for file in mistakes/*.gj; do wanted "$file" && mistake "$file"; done
for file in dumps/*.gj; do wanted "$file" && dump "$file"; done
for file in runs/*.csv; do wanted "$file" && run "$file"; done
for file in commands/*.expected; do wanted "$file" && command_line "$file"; done
echo "conformance: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
