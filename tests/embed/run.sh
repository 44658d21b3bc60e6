#!/bin/bash
# What `make install` puts in place is found and used: the program, then examples/embed in C (against the shared library and the static one, as C++ too) and
# from Python. Their answers are those of expected.txt.
cd "$(dirname "$0")/../.." || exit 3
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
passed=0 failed=0
outcome() { if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $1"; cat "$prefix/out"; fi; }
same() { "$@" >"$prefix/out" 2>&1 && diff -u tests/embed/expected.txt "$prefix/out" >"$prefix/differences" || { cat "$prefix/differences" >>"$prefix/out"; return 1; }; }

make -s --no-print-directory install DESTDIR="$prefix" PREFIX=/usr >"$prefix/out" 2>&1; outcome install $?
export PKG_CONFIG_PATH=$prefix/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$prefix LD_LIBRARY_PATH=$prefix/usr/lib
guiju=$prefix/usr/bin/guiju
"$guiju" check rulesets/zhenjiang-2018/standard.gj >"$prefix/out" 2>&1; outcome "the program" $?
"$guiju" compile examples/embed/standard.gj -o "$prefix/standard.gjc" >"$prefix/out" 2>&1; outcome compile $?
read -ra shared < <(pkg-config --cflags --libs guiju)
read -ra private < <(pkg-config --static --libs guiju | tr ' ' '\n' | grep -v guiju | tr '\n' ' ')
strict=(-Wall -Wextra -Werror -pedantic -std=c11)
gcc "${strict[@]}" examples/embed/embed.c "${shared[@]}" -o "$prefix/embed" >"$prefix/out" 2>&1; outcome "compiling embed.c" $?
same "$prefix/embed" "$prefix/standard.gjc"; outcome "embed.c with the shared library" $?
gcc "${strict[@]}" examples/embed/embed.c -I"$prefix/usr/include" "$prefix/usr/lib/libguiju.a" "${private[@]}" -o "$prefix/static" >"$prefix/out" 2>&1
outcome "linking the static library" $?
same "$prefix/static" "$prefix/standard.gjc"; outcome "embed.c with the static library" $?
echo '#include <guiju.h>' | g++ -Wall -Wextra -Werror -x c++ -fsyntax-only -I"$prefix/usr/include" - >"$prefix/out" 2>&1; outcome "the header as C++" $?
same python3 examples/embed/embed.py "$prefix/usr/lib/libguiju.so.0" "$prefix/standard.gjc"; outcome embed.py $?
gcc "${strict[@]}" examples/embed/explain_ledgers.c "${shared[@]}" -o "$prefix/explain" >"$prefix/out" 2>&1; outcome "compiling explain_ledgers.c" $?
judged=examples/project-acceptance
"$guiju" compile $judged/standard.gj -o "$prefix/judged.gjc" >"$prefix/out" 2>&1 &&
	"$prefix/explain" "$prefix/judged.gjc" $judged/data.csv P01 $judged/台账-专家打分.csv >"$prefix/out" 2>&1 && grep -q '第 2 行：专家 陈' "$prefix/out"
outcome explain_ledgers.c $?
nm -D --defined-only "$prefix/usr/lib/libguiju.so.0" | grep -v ' gj_[a-z_]*$' >"$prefix/out"; [ ! -s "$prefix/out" ]; outcome "only gj_ symbols are exported" $?
for file in share/man/man1/guiju.1 share/bash-completion/completions/guiju share/zsh/site-functions/_guiju share/fish/vendor_completions.d/guiju.fish; do
	test -s "$prefix/usr/$file"; outcome "$file" $?
done
echo "embed: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
