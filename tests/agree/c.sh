#!/bin/bash
# agree/c.sh PROGRAM STANDARDS: what guiju compile --target c makes, by gcc and clang with all warnings as errors, against the machine: the published standards,
# the examples, every case of the language, random standards; then examples/embed/generated.c and the example in docs/c.md.
program=$1 standards=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
count() { if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $*" | cut -c1-200; fi; }

python3 tests/agree/case_rules.py tests/conformance/language "$work/cases" || exit 3
for cc in gcc clang; do
	"$cc" --version | head -1
	count "$program" --c-rules "$cc" 500 rulesets/*/standard.gj examples/*/*.gj
	count "$program" --c-rules "$cc" 60 "$work"/cases/*/规则.gj
	count "$program" --c "$cc" "${AGREE_SEED:-1}" "$standards" 200
done

# The lines of docs/c.md in its block of that kind.
block() { awk -v fence='```' -v open="\`\`\`$1" '$0 == fence { on = 0 } on; $0 == open { on = 1 }' docs/c.md; }

# embedded CC PROGRAM.c EXPECTED: the standard of examples/embed in a program.
embedded() {
	"$GUIJU" compile examples/embed/standard.gj --target c -o "$work/standard.c" 2>/dev/null || return 1
	"$1" -std=c11 -O2 -Wall -Wextra -pedantic -Werror -I"$work" "$2" "$work/standard.c" -o "$work/embed" || return 1
	"$work/embed" | diff -u "$3" -
}
block c >"$work/points.c"
block text >"$work/points.txt"
for cc in gcc clang; do
	count embedded "$cc" examples/embed/generated.c tests/agree/generated.txt
	count embedded "$cc" "$work/points.c" "$work/points.txt"
done
echo '#include "standard.h"' | g++ -Wall -Wextra -Werror -x c++ -fsyntax-only -I"$work" -; count test $? -eq 0
echo "c: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
