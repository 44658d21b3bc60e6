#!/bin/sh
# Lines and branches of compiler/ and runtime/ that a test run under --coverage reached, file by file, then the totals.
# A .gitignored build folder holds the counters. Generated code is left out, the actions of the grammar are not.
exec gcovr --root . --object-directory "$1" --filter 'compiler/' --filter 'runtime/' --exclude "$1/" --exclude-unreachable-branches \
	--merge-mode-functions=separate --fail-under-line 95 --fail-under-branch 85 --print-summary --txt-metric "${METRIC:-branch}" "$1"
