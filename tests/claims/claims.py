#!/usr/bin/env python3
"""What findings claim of values is tried by running rows. Every rule file of conformance, rulesets and examples is checked; then
  - a witness (see compiler/witness.h) goes through a small standard made of the file's data and the expression or bands that the claim is about;
  - the most or least that a finding names is looked for among rows: it must be reached, and nothing beyond it.
claims.py [NAME…]"""
import csv
import io
import pathlib
import random
import re
import sys
import tempfile

import tables
from tables import Failure, Table

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADINGS = ('标准', '数据', '台账', '参数表', '定义', '项目', '指标', '加分项', '减分项', '否决项', '等次', '评选', '目标', '样例', '用例', '口径', '本表不得分',
            '新增', '修改', '删除', '改分', '要点', '条款')
# Code, what it says, whether a part's points or the total are meant, and the sign of the extreme.
EXTREMES = {
    'GJ3001': (r'最多只能扣 (\S+?)分', 'part', 1), 'GJ3003': (r'合计可扣 (\S+?)分', 'part', 1), 'GJ3004': (r'最多可扣 (\S+?)分', 'part', 1),
    'GJ3005': (r'最多只能到 (\S+?)分', 'part', 1), 'GJ3025': (r'最多只能得 (\S+?)分', 'part', 1), 'GJ2221': (r'合计最多扣 (\S+?)分', 'part', 1),
    'GJ2223': (r'总分低到 (\S+?)分', 'total', -1), 'GJ2224': (r'总分高到 (\S+?)分', 'total', 1),
}


def sections(text):
    """The text by headings: (heading, lines)."""
    parts = []
    for line in text.split('\n'):
        word = re.match(r'\s*(\S+)', line)
        if word and word.group(1) in HEADINGS:
            parts.append((word.group(1), [line]))
        elif parts:
            parts[-1][1].append(line)
    return parts


def data_of(texts, span=None):
    """数据 and 定义 of files, the base first; without the definition in which the span stands."""
    data, definitions = [], []
    for text, own_span in texts:
        offset = 0
        for heading, lines in sections(text):
            body = '\n'.join(lines)
            start = len(text[:text.index(body, offset)].encode())
            offset = text.index(body, offset)
            holds_span = own_span and span and start <= span['start'] < start + len(body.encode())
            if heading == '数据':
                data += lines if not data else lines[1:]
            elif heading == '定义' and not holds_span:
                definitions += lines
    return '\n'.join(data + definitions)


def span_text(text, span):
    return text.encode()[span['start']:span['end']].decode()


class File:
    """A rule file in a folder of its own, with whatever it needs beside it."""

    def __init__(self, folder, text, rows):
        self.folder, self.text, self.rows = folder, text, rows
        self.findings = tables.findings(folder, 'claims-rules.gj')
        self.base = re.search(r'基于 “(.*?)”', text)

    def texts(self):
        base = [((pathlib.Path(self.folder) / self.base.group(1)).read_text(encoding='utf-8'), False)] if self.base else []
        return base + [(self.text, True)]


def small_standard(folder, text):
    """A standard of the test's own, which must be right."""
    path = pathlib.Path(folder) / 'claims-small'
    path.mkdir(exist_ok=True)
    (path / 'claims-rules.gj').write_text(text, encoding='utf-8')
    faults = tables.errors(tables.findings(path, 'claims-rules.gj'))
    if faults:
        raise Failure(f'the standard made to try it: {faults[0]}\n{text}')
    return Table(path, 'claims-rules.gj')


def try_condition(file, finding, condition):
    """The condition holds in rows that have the witness's cells."""
    rules = f'标准 见证\n  满分 1分\n{data_of(file.texts(), finding)}\n指标 见证 1分\n  条款 “见证”\n    若 {condition} 扣 1分\n'
    table = small_standard(file.folder, rules)
    rows = table.random_rows(random.Random(1), finding['witness']['row'], 60)
    results = [result['见证'] for result in table.results(rows) if result]
    if not results or set(results) != {'0'}:
        raise Failure(f'{condition} is not so in {finding["witness"]["row"]}: {sorted(set(results))}')


def number_and_unit(value):
    number, unit = re.fullmatch(r'(-?[\d.]+)(.*)', value).groups()
    return number, unit, len(number.split('.')[1]) if '.' in number else 0


def value_field(value, low, high):
    _, unit, decimals = number_and_unit(value)
    kept = f' 保留 {decimals}位' if decimals else ''
    return f'数据 见证表\n  编号 文本 主键\n  见证值 ' + (f'百分数 {low} 至 {high}{kept}' if unit == '%' else f'数{f"（{unit}）" if unit else ""} {low} 至 {high}{kept}') + '\n'


def try_tiers(file, value, bands, taken):
    """With these bands and 其他, a value is taken by one of the bands or by 其他."""
    tiers = ''.join(f'      {band} 扣 1分\n' for band in bands)
    rules = f'标准 见证\n  满分 9分\n{value_field(value, -1000000, 1000000)}指标 见证 9分\n  条款 “见证”\n    按 见证值 分档\n{tiers}      其他 扣 2分\n'
    result = small_standard(file.folder, rules).results([{'见证值': number_and_unit(value)[0]}])[0]
    if not result or result['见证'] != ('8' if taken else '7'):
        raise Failure(f'{value} among {bands}: {result}')


def try_grades(file, value, bands, expected):
    number = number_and_unit(value)[0]
    rules = (f'标准 见证\n  满分 9分\n  总分 不低于 -1000000分\n  总分 上不封顶\n  总分 = 见证值\n{value_field(value, number, number)}'
             '指标 见证 9分\n  条款 “见证”\n    若 见证值 超过 1000分 扣 9分\n等次\n' + ''.join(f'  {name} {band}\n' for name, band in bands))
    result = small_standard(file.folder, rules).results([{'见证值': number}])[0]
    if not result or result['等次'] != expected:
        raise Failure(f'a total of {value} among {bands}: {result and result["等次"]}')


BAND = (r'(?:(?:不低于|不少于|超过|高于|多于|大于)\s*\S+?分|-?[\d.]+分\s*以上)?\s*(?:(?:不超过|不高于|不满|低于|不足|少于|小于)\s*\S+?分|-?[\d.]+分\s*(?:以下|以内))?'
        r'|-?[\d.]+(?:分)?\s*[-~至]\s*-?[\d.]+分|-?[\d.]+分')


def grade_bands(text):
    found = []
    for line in text.split('\n'):
        match = re.match(rf'\s*(\S+)\s+({BAND})', line)
        if match and match.group(2).strip() and match.group(1) not in ('等次', '条件', '最高评为', '降一级'):
            found.append((match.group(1), match.group(2).strip()))
    return found


def tier_bands(text):
    bands = [re.sub(r'^评为 \S+\s+', '', line.strip()) for line in text.split('\n')[1:] if line.strip()]
    kept = [re.split(r'\s+(?:扣|得|加|减|不扣|不得分|不加|不减)', band)[0] for band in bands]
    return [band for band in kept if not re.match(r'未填|不适用|其他|其余', band)]


def try_witness(file, finding):
    witness = finding['witness']
    spans = [span_text(file.text, span) for span in witness['of'] if 'file' not in span]
    if len(spans) < len(witness['of']):
        spans = [span_text(next(text for text, own in file.texts() if own != ('file' in span)), span) for span in witness['of']]
    grades = finding['code'] in ('GJ2316', 'GJ2317')
    if witness['claim'] == 'holds':
        try_condition(file, finding, ' 且 '.join(f'（{text}）' for text in spans))
    elif witness['claim'] == 'not positive':
        try_condition(file, finding, f'（{spans[0]}） 不超过 0')
    elif witness['claim'] == 'negative':
        try_condition(file, finding, f'（{spans[0]}） 小于 0')
    elif witness['claim'] == 'no band' and grades:
        try_grades(file, witness['value'], grade_bands(spans[0]) + [('空档', witness['value'])], '空档')
    elif witness['claim'] == 'no band':
        try_tiers(file, witness['value'], tier_bands(spans[0]), False)
    for band in spans if witness['claim'] == 'bands' else []:
        if grades:
            try_grades(file, witness['value'], [('见证等', band)], '见证等')
        else:
            try_tiers(file, witness['value'], [band], True)


def mended(file, finding):
    """The text that compiles, where the finding is an error about a limit that is owed."""
    if finding['code'] in ('GJ2223', 'GJ2224'):
        bound = '\n  总分 不低于 -1000000分' if finding['code'] == 'GJ2223' else '\n  总分 上不封顶'
        return re.sub(r'(满分 \S+)', r'\1' + bound, file.text, count=1)
    if finding['severity'] != 'error':
        return file.text
    raw = file.text.encode()
    return (raw[:finding['fix']['start']] + finding['fix']['text'].encode() + raw[finding['fix']['end']:]).decode()


def try_extreme(file, finding):
    pattern, what, sign = EXTREMES[finding['code']]
    claimed = float(re.search(pattern, finding['message']).group(1))
    path = pathlib.Path(file.folder) / 'claims-mended.gj'
    path.write_text(mended(file, finding), encoding='utf-8')
    faults = tables.errors(tables.findings(file.folder, 'claims-mended.gj'))
    if faults and finding['severity'] == 'error':
        raise Failure(f'not mended: {faults[0]}')
    if faults:
        return  # the file has other errors
    name = span_text(file.text, finding)

    limits = {match.group(1): float(match.group(2)) for match in re.finditer(r'条款 “(.*?)”\s*最多[扣得加减] ([\d.]+)分', file.text)}

    def within(sheet):
        kind = {'加分项': 'bonus', '减分项': 'penalty'}.get(name)
        said = {'项目': 'project', '指标': 'item', '要点': 'point'}.get(finding['message'][:2])
        named = [entry['index'] for entry in sheet
                 if (name in (entry.get('name'), entry.get('wording')) and entry['part'] == (said or entry['part'])) or entry['part'] == kind]
        if not named:
            raise Failure(f'no part {name!r}')
        inside = {named[0]}
        for entry in sheet:
            inside |= {entry['index']} if entry.get('parent') in inside else set()
        return named[0], [entry for entry in sheet if entry['index'] in inside and 'incurred' in entry]

    def asked(outcome):
        """Each clause after its own limit, but for the limit that the finding is about."""
        part, clauses = within(outcome['sheet'])
        return sum(entry['incurred'] if entry['index'] == part else min(entry['incurred'], limits.get(entry['wording'], entry['incurred']))
                   for entry in clauses)

    def counted(outcome):
        """For where one of several clauses counts. Limits around the part must not get in the way, so this may be too little."""
        return sum(entry['counted'] for entry in within(outcome['sheet'])[1])

    def total(outcome):
        return sign * outcome['total']

    table = Table(file.folder, 'claims-mended.gj', file.rows)
    # Arms that nothing leads to, and rows in which the part doesn't apply, still count in the claim.
    dead = any(other['code'] in ('GJ3007', 'GJ3008') for other in file.findings) or '不适用 若' in file.text
    found = [table.largest(measure) for measure in ([total] if what == 'total' else [asked, counted])]
    if not any(value is not None and (abs(value - sign * claimed) < 1e-5 or (dead and value < sign * claimed)) for value in found):
        raise Failure(f'claimed {claimed}, found {[value and sign * value for value in found]}')


def judge(file, counts, name):
    for finding in file.findings:
        if 'file' in finding and finding['file'] != 'claims-rules.gj':
            continue
        tried = finding['code'] in EXTREMES and not re.search('^(台账|参数表) ', file.text, re.M)
        leaving = finding['code'] == 'GJ2221' and '不适用 若' in file.text  # such parts take their points with them, which no clause asks for
        test = try_witness if 'witness' in finding else try_extreme if tried and not leaving else None
        if not test:
            continue
        try:
            test(file, finding)
            counts['passed'] += 1
        except (Failure, LookupError, ValueError) as fault:
            counts['failed'] += 1
            print(f'FAILED {name}: {finding["code"]} {finding["line"]}:{finding["column"]} {type(fault).__name__}: {fault}')


def rule_files():
    """(name, text, files beside it, rows to be tried)"""
    for path in sorted([*ROOT.glob('tests/conformance/mistakes/*.gj'), *ROOT.glob('rulesets/*/standard.gj'), *ROOT.glob('examples/*/*.gj')]):
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding='utf-8-sig'), path.parent, []
        except UnicodeDecodeError:
            pass
    for path in sorted(ROOT.glob('tests/conformance/language/*/*.case')):
        parts = re.split(r'^--- (.*)\n', path.read_text(encoding='utf-8'), flags=re.M)
        files = dict(zip(parts[1::2], parts[2::2]))
        rows = [row for row in csv.DictReader(io.StringIO(files.get('数据', ''))) if '待核' not in row.values()]
        yield str(path.relative_to(ROOT)), files['规则文件'], {name[3:]: text for name, text in files.items() if name.startswith('文件 ')}, rows


def main():
    counts = {'passed': 0, 'failed': 0}
    for name, text, beside, rows in rule_files():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        with tempfile.TemporaryDirectory() as top:
            folder = pathlib.Path(top) / 'x' / 'y'
            if isinstance(beside, dict):
                folder.mkdir(parents=True)
                for other, other_text in beside.items():
                    (folder / other).write_text(other_text, encoding='utf-8')
            else:
                folder.mkdir(parents=True)
                for other in beside.iterdir():
                    if beside.name != 'mistakes' or other.suffix not in ('.gj', '.findings'):
                        (folder / other.name).symlink_to(other)
                for other in ('rulesets', 'examples', beside.parent.name):
                    if not (pathlib.Path(top) / other).exists():
                        (pathlib.Path(top) / other).symlink_to(ROOT / other)
            (folder / 'claims-rules.gj').write_text(text, encoding='utf-8')
            judge(File(folder, text, rows), counts, name)
    print(f'claims: {counts["passed"]} passed, {counts["failed"]} failed')
    return counts['failed'] > 0 or not counts['passed']


if __name__ == '__main__':
    sys.exit(main())
