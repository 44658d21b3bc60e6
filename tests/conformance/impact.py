#!/usr/bin/env python3
"""guiju impact says what two runs of guiju say: the units that it writes are those whose rows differ, with what both rows hold.

impact.py: every pair of standards below over its table.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
ROOT = pathlib.Path(__file__).resolve().parents[2]
CITY, ZONE = 'examples/zhenjiang-2018/branches.csv', 'examples/edition-2019-illustration/branches.csv'
CITY_RULES, ZONE_RULES = 'rulesets/zhenjiang-2018/standard.gj', 'examples/variant-2018-illustration/standard.gj'
ZONE_2019 = 'examples/edition-2019-illustration/standard.gj'
PAIRS = [(CITY_RULES, ZONE_RULES, ZONE), (ZONE_RULES, ZONE_2019, ZONE), (ZONE_2019, CITY_RULES, ZONE),
         (CITY_RULES, 'rulesets/zhenjiang-2018-cpa/standard.gj', CITY)]


def guiju(*arguments):
    done = subprocess.run([GUIJU, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        raise ValueError(f'{" ".join(arguments)}: status {done.returncode}: {done.stderr}')
    return done.stdout


def rows_of(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def results(folder, rules, data):
    guiju('run', rules, data, '-o', f'{folder}/results.csv')
    rows = rows_of(f'{folder}/results.csv')
    return {next(iter(row.values())): row for row in rows}


def fault_of(old, new, tables):
    with tempfile.TemporaryDirectory() as folder:
        before, now = results(folder, old, tables[0]), results(folder, new, tables[-1])
        summary = json.loads(guiju('impact', old, new, *tables, '-o', f'{folder}/changes.csv', '--json'))
        changes = {next(iter(row.values())): row for row in rows_of(f'{folder}/changes.csv')}
    both = before.keys() & now.keys()
    wanted = {key: [row[name] for name in ('总分', '等次', '评定结果') for row in (before[key], now[key])] for key in both
              if any(before[key][name] != now[key][name] for name in ('总分', '等次', '评定结果'))}
    got = {key: list(row.values())[1:7] for key, row in changes.items() if key in both}
    moves = {}
    for key in both:
        pair = before[key]['评定结果'], now[key]['评定结果']
        moves[pair] = moves.get(pair, 0) + 1
    if wanted != got:
        return f'units: {set(wanted) ^ set(got)} or what is said of them'
    if moves != {(move['before'], move['now']): move['units'] for move in summary['moves']}:
        return f'moves: {moves} {summary["moves"]}'
    if any(not row['原因'] for row in changes.values()):
        return 'a unit changes for no reason'
    return None if summary['both'] == len(both) else f'{summary["both"]} units, {len(both)} expected'


def shuffled(folder, data):
    """The same table from its last row to its first."""
    heading, *rows = (ROOT / data).read_text(encoding='utf-8-sig').splitlines(keepends=True)
    path = pathlib.Path(folder) / 'shuffled.csv'
    path.write_text(heading + ''.join(reversed(rows)), encoding='utf-8')
    return str(path)


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for old, new, data in PAIRS:
            for tables in ([data], [data, shuffled(folder, data)]):
                try:
                    fault = fault_of(old, new, tables)
                except (ValueError, OSError) as error:
                    fault = str(error)
                passed, failed = passed + (fault is None), failed + (fault is not None)
                if fault is not None:
                    print(f'FAILED {old} {new} {tables}\n{fault}')
    print(f'impact: {passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
