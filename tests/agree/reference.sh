#!/bin/bash
# agree/reference.sh GUIJU [ROWS]: the 2018 standard through guiju and through its independent evaluator, over the example and over edge-heavy rows.
# Results must be the same bytes, and the same rows must be rejected. Then random populations through guiju and an evaluator of their own.
guiju=$1 rows=${2:-20000}
here=tests/agree
rules=rulesets/zhenjiang-2018/standard.gj
example=examples/zhenjiang-2018
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
passed=0 failed=0

count() { # count WHAT COMMAND…
	local what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $what"
	fi
}

run_guiju() { # some rows are meant to be rejected: status 1
	"$guiju" run "$rules" "$1" -o "$work/guiju.csv" --rejects "$work/guiju-rejects.csv" >"$work/log" 2>&1
	[ $? -le 1 ] || { cat "$work/log"; return 1; }
}

# Line and key of each rejected row, once.
rejected() { tail -n +2 "$1" | cut -d, -f1,2 | uniq; }

same_rejects() { diff <(rejected "$work/reference-rejects.csv") <(rejected "$work/guiju-rejects.csv") | head -20 | tee "$work/difference"; [ ! -s "$work/difference" ]; }

compare() { # compare DATA EXPECTED
	count "run $1" run_guiju "$1"
	count "results of $1" cmp "$2" "$work/guiju.csv"
	count "rejects of $1" same_rejects
	compare_variant "$1"
}

# The accounting firms' variant passes the standard on unchanged: the same results and the same rejects, to the byte.
compare_variant() { # compare_variant DATA
	"$guiju" run rulesets/zhenjiang-2018-cpa/standard.gj "$1" -o "$work/variant.csv" --rejects "$work/variant-rejects.csv" >"$work/log" 2>&1
	count "variant's results of $1" cmp "$work/guiju.csv" "$work/variant.csv"
	count "variant's rejects of $1" cmp "$work/guiju-rejects.csv" "$work/variant-rejects.csv"
}

reference() { python3 "$here/reference_zhenjiang_2018.py" "$1" -o "$work/reference.csv" --rejects "$work/reference-rejects.csv" 2>"$work/log" || cat "$work/log"; }

python3 "$example/generate.py" "$work"
for table in branches branches-gb18030; do
	expected=$example/expected${table#branches}.csv
	count "$table.csv is what generate.py makes" cmp "$work/$table.csv" "$example/$table.csv"
	reference "$example/$table.csv"
	count "$expected is what the reference says" cmp "$work/reference.csv" "$expected"
	compare "$example/$table.csv" "$expected"
done
# From the branches' own records: FOLDER holds data.csv and a 台账-NAME.csv for each ledger.
run_records() { # run_records FOLDER
	local file name ledgers=()
	for file in "$1"/台账-*.csv; do
		name=$(basename "$file" .csv)
		ledgers+=(--ledger "${name#台账-}=$file")
	done
	"$guiju" run rulesets/zhenjiang-2018-ledgers/standard.gj "$1/data.csv" "${ledgers[@]}" -o "$work/guiju.csv" --rejects "$work/guiju-rejects.csv" >"$work/log" 2>&1
	[ $? -le 1 ] || { cat "$work/log"; return 1; }
}

# Ledger, line and key of each row put aside, once.
put_aside() { python3 -c 'import csv, sys; [print(*row, sep=",") for row in sorted({(r[6], r[0], r[1]) for r in list(csv.reader(open(sys.argv[1], encoding="utf-8-sig")))[1:]})]' "$1"; }

same_put_aside() { diff <(tail -n +2 "$work/reference-rejects.csv" | sort) <(put_aside "$work/guiju-rejects.csv" | sort) | head -20 | tee "$work/difference"; [ ! -s "$work/difference" ]; }

compare_records() { # compare_records FOLDER
	python3 "$here/reference_zhenjiang_2018_ledgers.py" "$1" -o "$work/reference.csv" --rejects "$work/reference-rejects.csv"
	count "run $1" run_records "$1"
	count "results of $1" cmp "$work/reference.csv" "$work/guiju.csv"
	count "rows put aside of $1" same_put_aside
}

python3 "$here/edges_zhenjiang_2018.py" "$rows" "${AGREE_SEED:-1}" >"$work/edges.csv"
reference "$work/edges.csv"
compare "$work/edges.csv" "$work/reference.csv"
records=examples/zhenjiang-2018-ledgers
mkdir "$work/records" "$work/more"
python3 "$records/generate.py" "$work/records"
for table in "$records"/*.csv; do
	[ "${table##*/}" = expected.csv ] || count "$table is what generate.py makes" cmp "$work/records/${table##*/}" "$table"
done
compare_records "$records"
count "$records/expected.csv is what the reference says" cmp "$work/reference.csv" "$records/expected.csv"
python3 "$records/generate.py" "$work/more" $((rows / 50)) "${AGREE_SEED:-1}"
compare_records "$work/more"
# 评选, 定等 and 目标 on random standards and populations.
count "population" python3 "$here/population.py" "$guiju" $((rows / 100)) "${AGREE_SEED:-1}"
count "places" python3 "$here/places.py" "$guiju" $((rows / 100)) "${AGREE_SEED:-1}"
count "parties" python3 "$here/parties.py" "$guiju" $((rows / 100)) "${AGREE_SEED:-1}"
count "levels" python3 "$here/levels.py" "$guiju" $((rows / 100)) "${AGREE_SEED:-1}"
echo "reference: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
