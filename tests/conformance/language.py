#!/usr/bin/env python3
"""The specification of the language by examples: each file of language/*/*.case is one, and adding a file is adding a test.

A case is UTF-8 text in sections; any engine can run it. Its first line says which rule of the language it shows. Then, each once unless said:

    --- 规则文件          the standard
    --- 文件 NAME         a further file beside it (any number): a standard it is based on, a 参数表, a 原文
    --- 数据              the table, CSV
    --- 台账 NAME         the table of that 台账, CSV (any number)
    --- 结果              expected: a CSV of some or all columns of the results, all rows in order
    --- 评选              expected: a CSV of 等次,组,名额,候选,评为, a row for each grade that a 评选 or 定等 gives in each group
    --- 目标              expected: a CSV of 组,个数,达到,相差, a row for each target in each group
    --- 拒绝              expected: a CSV of 行号,字段,代码[,台账], all rejects in order; nothing is rejected where the section is missing
    --- 发现              expected of the compiler: lines "GJ2301 7:9", all errors and warnings in order of their place; none where it is missing
    --- 提示              the same for notes; nothing is expected of them where it is missing
    --- 用例              expected of the 用例 in the rules: “通过 N”, how many hold; then a line “不通过 TITLE” for each that doesn't, in order

A case has 发现 or 提示 alone (wrong rules), or 数据 with what is expected of it, or 用例.
"""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']


def sections_of(path):
    text = path.read_text(encoding='utf-8')
    parts = re.split(r'^--- (.*)\n', text, flags=re.M)
    if not parts[0].startswith('规则：'):
        raise ValueError('its first line is no “规则：…”')
    names = [name.strip() for name in parts[1::2]]
    if len(set(names)) != len(names):
        raise ValueError('a section stands twice')
    known = re.compile(r'规则文件|数据|结果|评选|目标|拒绝|发现|提示|用例|文件 \S+|台账 \S+')
    unknown = [name for name in names if not known.fullmatch(name)]
    if unknown or '规则文件' not in names or not {'结果', '发现', '提示', '用例'} & set(names):
        raise ValueError(f'sections: {unknown or names}')
    return dict(zip(names, parts[2::2]))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.lstrip('\ufeff'))))


def differences(kind, expected, actual):
    """Rows of CSV; only the columns expected count."""
    wanted, got = rows_of(expected), rows_of(actual)
    columns = next(csv.reader(io.StringIO(expected)), [])
    missing = [column for column in columns if got and column not in got[0]]
    if missing:
        return [f'{kind}: no column {missing}']
    faults = [f'{kind} row {i + 1} {column}: expected {row[column]!r}, now {now[column]!r}'
              for i, (row, now) in enumerate(zip(wanted, got)) for column in columns if row[column] != now[column]]
    if len(wanted) != len(got):
        faults.append(f'{kind}: {len(wanted)} rows expected, now {len(got)}:\n{actual}')
    return faults


def guiju(folder, *arguments):
    done = subprocess.run([GUIJU, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, env={**os.environ, 'GUIJU_LANG': 'zh'})
    if done.returncode not in (0, 1):
        raise ValueError(f'{arguments[0]} ended with status {done.returncode}: {done.stderr}')
    return done


def findings(folder):
    """Errors and warnings; notes."""
    found = {'发现': [], '提示': []}
    for finding in json.loads(guiju(folder, 'check', '--json', '规则.gj').stdout)[0]['findings']:
        found['提示' if finding['severity'] == 'note' else '发现'].append(f'{finding["code"]} {finding["line"]}:{finding["column"]}')
    return found


def finding_faults(sections, found):
    faults = []
    for kind in ('发现', '提示'):
        expected = [line.strip() for line in sections.get(kind, '').split('\n') if line.strip()]
        if expected != found[kind] and (kind == '发现' or kind in sections):
            faults.append(f'{kind}: expected {expected}, now {found[kind]}')
    return faults


def population_differences(sections, summary):
    """评选 and 目标 of the summary."""
    names = {'评选': ('selections', {'等次': 'grade', '组': 'group', '名额': 'quota', '候选': 'eligible', '评为': 'chosen'}),
             '目标': ('targets', {'组': 'group', '个数': 'rows', '达到': 'reached', '相差': 'gap'})}
    faults = []
    for section, (key, columns) in names.items():
        if section not in sections:
            continue
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(columns)
        for entry in summary[key]:
            writer.writerow([{True: '是', False: '否'}.get(value, value) if isinstance(value, bool) else value
                             for value in (entry.get(name, '') for name in columns.values())])
        faults += differences(section, sections[section], out.getvalue())
    return faults


def evaluate(folder, sections):
    (folder / '数据.csv').write_text(sections['数据'], encoding='utf-8')
    ledgers = []
    for name, text in sections.items():
        if name.startswith('台账 '):
            ledger = name.split()[1]
            (folder / f'{ledger}.台账.csv').write_text(text, encoding='utf-8')
            ledgers += ['--ledger', f'{ledger}={ledger}.台账.csv']
    done = guiju(folder, 'run', '规则.gj', '数据.csv', *ledgers, '-o', '结果.csv', '--rejects', '拒绝.csv', '--json')
    if not (folder / '结果.csv').exists():
        return [f'no results:\n{done.stdout}{done.stderr}']
    faults = population_differences(sections, json.loads(done.stdout))
    faults += differences('结果', sections['结果'], (folder / '结果.csv').read_text(encoding='utf-8'))
    return faults + differences('拒绝', sections.get('拒绝', '行号,字段,代码\n'), (folder / '拒绝.csv').read_text(encoding='utf-8'))


def test(folder, expected):
    tested = json.loads(guiju(folder, 'test', '--json', '规则.gj').stdout)[0]
    now = [f'通过 {tested["passed"]}'] + [f'不通过 {failure["case"]}' for failure in tested['failures']]
    wanted = [line.strip() for line in expected.split('\n') if line.strip()]
    return [] if now == wanted else [f'用例: expected {wanted}, now {now}']


def faults_of(path):
    try:
        sections = sections_of(path)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for section, text in sections.items():
                if section.startswith('文件 '):
                    (folder / section.split()[1]).write_text(text, encoding='utf-8')
            (folder / '规则.gj').write_text(sections['规则文件'], encoding='utf-8')
            faults = finding_faults(sections, findings(folder))
            faults += test(folder, sections['用例']) if '用例' in sections else []
            return faults + (evaluate(folder, sections) if '数据' in sections else [])
    except (ValueError, OSError, subprocess.TimeoutExpired) as error:
        return [str(error)]


def main():
    root = pathlib.Path(__file__).parent / 'language'
    cases = sorted(path for path in root.rglob('*.case') if all(word in str(path) for word in sys.argv[1:]))
    strays = sorted(path for path in root.rglob('*') if path.is_file() and path.suffix != '.case')
    failed = 0
    for path in cases + strays:
        faults = faults_of(path) if path.suffix == '.case' else ['not a .case']
        failed += bool(faults)
        if faults:
            print(f'FAILED {path.relative_to(root)}', *faults, sep='\n    ')
    print(f'language: {len(cases) + len(strays) - failed} passed, {failed} failed')
    return 1 if failed or not cases else 0


if __name__ == '__main__':
    sys.exit(main())
