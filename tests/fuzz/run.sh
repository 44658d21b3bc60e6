#!/bin/bash
# fuzz/run.sh FOLDER SECONDS NAME…: each fuzzer from its seeds; what it finds is left in FOLDER.
folder=$1 seconds=$2
shift 2
passed=0 failed=0
for name; do
	mkdir -p "$folder/corpus-$name"
	if "$folder/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=20000 -print_final_stats=0 -verbosity=0 \
		-artifact_prefix="$folder/found-$name-" "$folder/corpus-$name" "tests/fuzz/corpus-$name" >"$folder/$name.log" 2>&1; then
		echo "  $name: nothing found in $seconds s"
		passed=$((passed + 1))
	else
		tail -40 "$folder/$name.log"
		echo "  $name: FAILED, see $folder/found-$name-*"
		failed=$((failed + 1))
	fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
