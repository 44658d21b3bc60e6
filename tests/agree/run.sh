#!/bin/bash
# agree/run.sh PROGRAM STANDARDS ROWS: random standards, each with random rows, through both evaluators; then the published standards.
program=$1 standards=$2 rows=$3
passed=0 failed=0
count() { if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi; }
count "$program" "${AGREE_SEED:-1}" "$standards" "$rows"
for rules in rulesets/*/standard.gj; do
	count "$program" --rules "$rules" 2000
done
count tests/agree/words.py "$program" 300
count tests/agree/variants.py "$program" "$((standards / 3))"
echo "agree: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
