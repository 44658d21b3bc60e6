#!/bin/bash
# Runs unit-test programs: a line for each, the whole output of one that fails, and the count of tests.
passed=0 failed=0
for program in "$@"; do
	output=$("$program" 2>&1)
	status=$?
	good=$(grep -c '^\[       OK ' <<<"$output")
	bad=$(grep -c '^\[  FAILED  \] [a-z_]*$' <<<"$output")
	if [ "$status" -eq 0 ] && [ "$good" -gt 0 ]; then
		printf '  %-32s %4d\n' "$(basename "$program")" "$good"
	else
		printf '%s\n  %-32s FAILED (status %d)\n' "$output" "$(basename "$program")" "$status"
		bad=$((bad > 0 ? bad : 1))
	fi
	passed=$((passed + good)) failed=$((failed + bad))
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
