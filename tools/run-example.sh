#!/bin/sh
# Evaluates the example table with the municipal standard. The table has a few faulty rows on purpose, so status 1 is as it should be.
set -u
guiju=$1 folder=$2
status=0
"$guiju" run rulesets/zhenjiang-2018/standard.gj examples/zhenjiang-2018/branches.csv -o "$folder/results.csv" --rejects "$folder/rejects.csv" || status=$?
[ "$status" -le 1 ] || exit "$status"
echo
echo "$folder/results.csv"
echo "$folder/rejects.csv"
