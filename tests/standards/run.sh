#!/bin/bash
# Every standard in rulesets/ and examples/: it checks without a warning, its 用例 hold, and where data.csv stands beside it (with 台账-NAME.csv for a
# 台账) the results are those in expected.csv, worked out by hand (expected-rejects.csv: the rows put aside).
cd "$(dirname "$0")/../.." || exit 3
guiju=${GUIJU:-$PWD/build/guiju}
export LC_ALL=C.UTF-8 NO_COLOR=1 GUIJU_LANG=zh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# outcome NAME STATUS OUTPUT
outcome() {
	if [ "$2" -eq 0 ]; then passed=$((passed + 1)); return; fi
	failed=$((failed + 1))
	echo "FAILED $1"
	cat "$3"
}

checks() {
	"$guiju" check --json "$1" >"$work/out" 2>&1 && grep -q '"errors":0,"warnings":0' "$work/out"
}

cases_hold() {
	"$guiju" test "$1" >"$work/out" 2>&1
}

results_agree() {
	local folder=$1 ledgers=() file name status
	for file in "$folder"/台账-*.csv; do
		name=$(basename "$file" .csv)
		ledgers+=(--ledger "${name#台账-}=$file")
	done
	rm -f "$work"/{results,rejects}.csv
	"$guiju" run "$folder/standard.gj" "$folder/data.csv" "${ledgers[@]}" -o "$work/results.csv" --rejects "$work/rejects.csv" >"$work/out" 2>&1
	status=$?
	[ "$status" -le 1 ] && diff -u "$folder/expected.csv" "$work/results.csv" >>"$work/out" || return 1
	if [ -e "$folder/expected-rejects.csv" ]; then
		diff -u "$folder/expected-rejects.csv" "$work/rejects.csv" >>"$work/out"
	else
		[ "$status" -eq 0 ]
	fi
}

shopt -s nullglob
for rules in rulesets/*/standard.gj examples/*/standard.gj examples/*/*/standard.gj; do
	folder=$(dirname "$rules")
	checks "$rules"; outcome "$rules: check" $? "$work/out"
	cases_hold "$rules"; outcome "$rules: test" $? "$work/out"
	[ -e "$folder/data.csv" ] || continue
	results_agree "$folder"; outcome "$folder: results" $? "$work/out"
done
echo "standards: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
