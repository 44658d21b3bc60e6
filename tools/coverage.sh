#!/bin/sh
# Lines, then branches, of compiler/ and runtime/ that a test run under --coverage reached, file by file, then the totals.
# BUILD is the folder that holds the counters. Generated code is left out, the actions of the grammar are not.
build=$1
# gcovr 5.2 asserts that functions of one name stand on one line, which versions of a function under #if don't.
export PYTHONOPTIMIZE=1
gcovr --root . --object-directory "$build" --filter compiler/ --filter runtime/ --exclude "$build/" --exclude-unreachable-branches \
	--json "$build/coverage.json" "$build" || exit
gcovr --root . --add-tracefile "$build/coverage.json"
exec gcovr --root . --add-tracefile "$build/coverage.json" --branches --print-summary --fail-under-line 95 --fail-under-branch 85
