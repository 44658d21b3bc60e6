#!/usr/bin/env python3
"""Every engine against the machine, cell by cell: sql.py AGREE-PROGRAM ENGINE…

The standards of rulesets/ and examples/ with their data, the cases of tests/conformance/language, and random standards with random rows."""
import os
import pathlib
import sys
import tempfile
import time

import sql_cases as cases
import sql_engines as engines


class Count:
    def __init__(self):
        self.cells = self.rejects = self.cases = self.failed = 0
        self.refused, self.untaken = [], []


def script_of(case, dialect, work):
    """None: refused by name."""
    path = pathlib.Path(work) / f'{dialect}.sql'
    path.unlink(missing_ok=True)
    done = cases.guiju(case.folder, 'compile', case.rules, '--target', f'sql:{dialect}', '-o', str(path))
    if done.returncode == 1 and 'GJ3201' in done.stderr:
        return None
    if done.returncode:
        raise ValueError(done.stderr)
    return path.read_text(encoding='utf-8')


def differences(kind, expected, got):
    faults = [] if len(expected) == len(got) else [f'{kind}: {len(expected)} rows expected, the engine has {len(got)}']
    for wanted, found in zip(expected, got):
        if wanted != found:
            faults.append(f'{kind}: expected {wanted}, the engine has {found}')
    return faults[:5]


def engine_row(row, heading, places):
    """As the results file has it: a number without zeros behind it, 不适用 for a score that is NULL, nothing for a place that is."""
    scores = heading.index('否决')
    without = ['' if at == 0 or at >= scores or name in places else '不适用' for at, name in enumerate(heading)]
    return [cases.shown(cell, empty) for cell, empty in zip(row, without)]


def compare(engine, case, work, count):
    script = script_of(case, engine.dialect, work)
    if script is None:
        count.refused.append(case.name)
        return []
    tables = cases.tables_of(script)
    names = list(tables)
    whole = {('' if name == names[0] else name, column.name) for name, columns in tables.items() for column in columns if column.kind == 'whole'}
    taken = cases.expected(case, work, engine.unread, whole)
    if taken is None:
        count.untaken.append(case.name)
        return []
    case, (results, rejects, summary) = taken
    rows = {name: list(cases.typed(columns, case.data if name == names[0] else case.ledgers[name])) for name, columns in tables.items()}
    got, found, lost, targets = engine.evaluate(script, tables, rows)
    got = [engine_row(row, results[0], cases.places_of(case)) for row in got]
    lost = {('' if name == names[0] else name, line) for name, line in lost}
    unexplained = lost - {(row[6] if len(row) > 6 else '', int(row[0])) for row in rejects[1:]}
    faults = [f'refused as a second of its key: {item}' for item in unexplained]
    faults += differences('结果', results[1:], got)
    faults += differences('退回', cases.rejected(rejects, lost), sorted(found))
    faults += differences('目标', sorted((target['target'], target['rows'], '是' if target['reached'] else '否') for target in summary.get('targets', [])), sorted(targets))
    count.cells += sum(len(row) for row in results[1:])
    count.rejects += len(found)
    return faults


def run(engine, found, work):
    count = Count()
    started = time.time()
    for case in found:
        count.cases += 1
        try:
            faults = compare(engine, case, work, count)
        except Exception as error:  # whatever an engine says is a fault of this case, not of the run
            faults = [f'{type(error).__name__}: {error}']
        if faults:
            count.failed += 1
            print(f'FAILED {engine.dialect}: {case.name}', *faults, sep='\n    ')
    agreed = count.cases - count.failed - len(count.refused) - len(count.untaken)
    print(f'sql: {engine.dialect} {engine.version()}: {agreed} standards, {count.cells} cells and {count.rejects} rejects agree; '
          f'{len(count.refused)} refused by name; {len(count.untaken)} have tables that are not taken at all ({time.time() - started:.0f} s)')
    for what, names in (('refused by name', count.refused), ('not taken', count.untaken)):
        if names and os.environ.get('SQL_NAMES'):
            print(f'{what}: {", ".join(names)}')
    return count


def chosen(found, engine):
    """An engine that takes seconds for each case is given every n-th (SQL_EVERY=1: all), and all published standards."""
    every = int(os.environ.get('SQL_EVERY', engine.every))
    if every > 1:
        print(f'sql: {engine.dialect}: the published standards and every {every}th of the other cases')
    return [case for place, case in enumerate(found) if place % every == 0 or case.name.startswith(('examples', 'rulesets'))]


def main():
    program, names = sys.argv[1], sys.argv[2:]
    standards, rows = int(os.environ.get('SQL_STANDARDS', 150)), int(os.environ.get('SQL_ROWS', 40))
    only = os.environ.get('SQL_ONLY', '')
    failed = passed = 0
    with tempfile.TemporaryDirectory() as work:
        found = [*cases.standards(), *cases.conformance(work), *cases.random_standards(work, program, int(os.environ.get('SQL_SEED', 1)), standards, rows)]
        for name in names:
            with engines.ENGINES[name]() as engine:
                count = run(engine, chosen([case for case in found if only in case.name], engine), work)
            failed += count.failed
            passed += count.cases - count.failed
    print(f'sql: {passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
