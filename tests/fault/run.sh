#!/bin/bash
# What is beyond the program's power fails: memory (each allocation in turn), disks, files. It must say so, with status 3, and leave
# nothing half done behind. POINTS bounds how many allocations of each command are failed (spread evenly when there are more).
here=$(cd "$(dirname "$0")" && pwd)
guiju=${GUIJU:-$(realpath "$here/../../build/guiju")}
shim=${SHIM:?the library made from failing.c}
points=${POINTS:-250}
export LC_ALL=C.UTF-8 NO_COLOR=1 GUIJU_LANG=zh
# A sanitized program links its own allocator first; the shim still comes before it when that is a shared library.
export ASAN_OPTIONS=verify_asan_link_order=0:exitcode=99:detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:exitcode=99
work=$(mktemp -d)
chmod 755 "$work"
trap 'cd /; umount "$work/disk" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 3
cp "$here"/small.{gj,csv} .
passed=0 failed=0

good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $1"; [ -s error ] && head -25 error; }

# Runs the program in out/, which holds nothing but an older output file; sets `status`.
run() {
	rm -rf out && mkdir out && echo old >out/old && cp out/old out/result
	(cd out && timeout 30 env "${settings[@]}" "$guiju" "$@" >../printed 2>../error)
	status=$?
}

# The names in out/ and what they hold.
state() { (cd out && for file in *; do echo "$file $(cksum <"$file")"; done); }

# fail_each NAME COMMAND…: the output file, where there is one, is called result.
fail_each() {
	local name=$1 count step n usual
	shift
	settings=(LD_PRELOAD="$shim" FAIL_COUNT="$work/count")
	rm -f count
	run "$@"
	if [ ! -s count ] || [ "$(cat count)" -eq 0 ]; then
		if grep -q __asan_init "$guiju"; then echo "  $name: a sanitizer's allocator can't be replaced"; else bad "$name: the allocator was not replaced"; fi
		return
	fi
	usual=$status
	state >usual-state
	cp printed usual-printed
	count=$(cat count)
	step=$((count / points + 1))
	for persistent in "" FAIL_ON=1; do
		for ((n = 1; n <= count; n += step)); do
			settings=(LD_PRELOAD="$shim" FAIL_AT="$n" ${persistent:+"$persistent"})
			run "$@"
			state >now-state
			# Files are as they were, or whole: the results may stand already when a summary can't be printed.
			if [ "$status" -eq 3 ] && [ -s error ] && { [ "$(state)" = "$(old_state)" ] || cmp -s usual-state now-state; }; then good
			elif [ "$status" -eq "$usual" ] && cmp -s usual-state now-state && cmp -s usual-printed printed; then good
			else bad "$name: allocation $n of $count${persistent:+ and all later ones}: status $status, files: $(ls out | tr '\n' ' ')"; fi
		done
	done
	echo "  $name: $count allocations"
}

old_state() { for file in old result; do echo "$file $(echo old | cksum)"; done; }

# refuses NAME COMMAND…: status 3, something said, nothing left behind.
refuses() {
	local name=$1
	shift
	settings=(A=1)
	run "$@"
	if [ "$status" -eq 3 ] && [ -s error ] && [ "$(state)" = "$(old_state)" ]; then good
	else bad "$name: status $status, files: $(ls out | tr '\n' ' ')"; fi
}

# full NAME COMMAND…: standard output is a full disk.
full() {
	local name=$1
	shift
	timeout 30 "$guiju" "$@" >/dev/full 2>error
	status=$?
	if [ "$status" -eq 3 ] && [ -s error ]; then good; else bad "$name on a full disk: status $status"; fi
}

memory_fails() {
	"$guiju" compile small.gj -o small.gjc 2>error || bad "compile: status $?"
	fail_each check check ../small.gj
	fail_each "check --json" check --json ../small.gj
	fail_each compile compile ../small.gj -o result
	fail_each "compile to C" compile ../small.gj --target c -o result
	fail_each "compile to SQL" compile ../small.gj --target sql:sqlite -o result
	fail_each "run from rules" run ../small.gj ../small.csv -o result --rejects ../rejects
	python3 - <<-'END'
		import csv, sqlite3
		rows = list(csv.reader(open('small.csv', encoding='utf-8-sig')))
		base = sqlite3.connect('small.db')
		base.execute('CREATE TABLE 党支部 (' + ', '.join(rows[0]) + ')')
		base.executemany('INSERT INTO 党支部 VALUES (' + ', '.join('?' * len(rows[0])) + ')', rows[1:])
		base.commit()
	END
	export XDG_CACHE_HOME=$work/cache
	"$guiju" run --native small.gj small.csv -o compiled.csv --rejects compiled-rejects.csv >/dev/null 2>&1
	fail_each "run --native" run --native ../small.gj ../small.csv -o result --rejects ../rejects
	fail_each "run from a database" run ../small.gj sqlite:../small.db -o result
	fail_each "run into a database" run ../small.gj ../small.csv -o sqlite:new
	fail_each "run from an image" run ../small.gjc ../small.csv -o result
	fail_each "explain from an image" explain ../small.gjc ../small.csv ZB003
	fail_each "explain what is pending" explain ../small.gj ../small.csv ZB008
	fail_each "explain --json" explain --json ../small.gj ../small.csv ZB008
	fail_each test test ../small.gj
	fail_each "test --json" test --json ../small.gj
	fail_each "test --rows" test --rows ../small.gj -o result
	fail_each impact impact ../small.gj ../small.gj ../small.csv -o result
	fail_each template template ../small.gjc -o result
}

output_fails() {
	full check check small.gj
	full "compile --dump" compile small.gj --dump=model
	full run run small.gj small.csv
	full explain explain small.gj small.csv ZB001
	full test test small.gj
	full "test --rows" test --rows small.gj
	full impact impact small.gj small.gj small.csv
	full template template small.gj
	full explain-code explain-code
	full --help --help
	refuses "run to /dev/full" run ../small.gj ../small.csv -o /dev/full
	refuses "rejects to /dev/full" run ../small.gj ../small.csv -o result --rejects /dev/full
	refuses "compile to /dev/full" compile ../small.gj -o /dev/full
	refuses "a folder that isn't there" run ../small.gj ../small.csv -o nowhere/result
	refuses "a folder as the output" compile ../small.gj -o ..
}

input_fails() {
	local command
	mkdir folder
	for command in check compile test template; do
		refuses "$command: no such file" "$command" ../nothing.gj
		refuses "$command: a folder" "$command" ../folder
	done
	refuses "run: no such rules" run ../nothing.gj ../small.csv -o result
	refuses "run: no such data" run ../small.gj ../nothing.csv -o result
	refuses "run: a folder of data" run ../small.gj ../folder -o result
	refuses "explain: no such data" explain ../small.gj ../nothing.csv ZB001
}

# A file system of 64 kB that is nearly full; where it can't be mounted, a limit on the size of files.
disk_fills() {
	local i
	{ head -1 small.csv; for ((i = 0; i < 20000; i++)); do echo "ZB$i,20,0,95.5,是,效果好,1"; done; } >many.csv
	mkdir disk
	if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=64k none disk 2>/dev/null; then
		timeout 30 "$guiju" run small.gj many.csv -o disk/result 2>error
		status=$?
		if [ "$status" -eq 3 ] && [ -s error ] && [ -z "$(ls -A disk)" ]; then good; else bad "a disk that fills up: status $status, $(ls -A disk)"; fi
		umount disk
	fi
	(ulimit -f 64; trap '' XFSZ; timeout 30 "$guiju" run small.gj many.csv -o disk/result 2>error)
	status=$?
	if [ "$status" -eq 3 ] && [ -s error ] && [ -z "$(ls -A disk)" ]; then good; else bad "a limit on file sizes: status $status, $(ls -A disk)"; fi
}

# Compiled code that finds no room is a warning: the results are the usual ones.
cache_fills() {
	mkdir -p disk
	settings=(A=1)
	run run ../small.gj ../small.csv -o result --rejects rejects
	state >usual-state
	cp printed usual-printed
	if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=16k none disk 2>/dev/null; then
		echo "  run --native with a full cache: no file system can be mounted"
		return
	fi
	settings=(XDG_CACHE_HOME="$work/disk")
	run run --native ../small.gj ../small.csv -o result --rejects rejects
	state >now-state
	if grep -qE 'GJ601[13]' error && cmp -s usual-state now-state && cmp -s usual-printed printed && [ -z "$(ls -A disk/guiju)" ]; then good
	else bad "run --native with a full cache: $(ls -A disk/guiju)"; fi
	umount disk
}

memory_fails
output_fails
input_fails
disk_fills
cache_fills
echo "fault: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
