#!/usr/bin/env python3
"""名次, and points by it, against an evaluator of its own, on random standards and tables: many ties, groups of any size, units that aren't ranked. With 待核
cells: everything that the cells may turn out to be is gone through, and what is said must hold of all of it.

    places.py GUIJU STANDARDS [SEED]

A standard that differs is left in the folder that is named."""
import csv
import io
import itertools
import re
import subprocess
import sys
from fractions import Fraction

import trials

ROUNDINGS = {'进一': lambda q: -(-q.numerator // q.denominator), '舍去': lambda q: q.numerator // q.denominator,
             '四舍五入': lambda q: (2 * q.numerator + q.denominator) // (2 * q.denominator)}
KEYS = {'成绩': lambda u: u['mark'], '人均': lambda u: Fraction(u['mark'], u['people']), '人数': lambda u: u['people']}
GROUPS = {'乡镇': lambda u: u['town'], '类别': lambda u: u['kind'], '大村': lambda u: u['people'] > 1}
MARKS, PEOPLE, KINDS = range(4), range(1, 3), ['山区', '平原']


class Standard:
    def __init__(self, rng):
        self.groups = rng.sample(list(GROUPS), rng.choice([0, 1, 1, 2]))
        self.keys = [(key, rng.random() < 0.7) for key in rng.sample(list(KEYS), rng.randint(1, 2))]
        self.dense, self.condition = rng.random() < 0.4, rng.random() < 0.5
        self.tiers = []
        if rng.random() < 0.6:
            self.tiers.append(('places', 1, rng.choice([1, 1, 3])))
        for _ in range(rng.randint(0, 2)):
            self.tiers.append((rng.choice(['前', '其后']), rng.choice(['10%', '25%', '33.3%', '50%', 1, 2]), rng.choice(list(ROUNDINGS))))
        while self.tiers and self.tiers[0][0] == '其后':
            self.tiers.pop(0)
        self.tiers = self.tiers or [('places', 1, 1)]

    def tier_text(self, tier):
        if tier[0] == 'places':
            return '第1名' if tier[2] == 1 else f'第{tier[1]}名 至 第{tier[2]}名'
        return f'{tier[0]} {tier[1]} {tier[2]}' if isinstance(tier[1], str) else f'{tier[0]} {tier[1]}名'

    def text(self):
        lines = ['标准 随机评比', '  满分 10分', '数据 村', '  编号 文本 主键', '  乡镇 文本', '  类别 选项 山区、平原', '  成绩 整数（分） 0 至 3',
                 '  人数 整数（名） 1 至 2', '  参评 是否', '定义 人均 = 成绩 ÷ 人数', '定义 大村 = 人数 超过 1名', '名次 位次']
        lines += ['  条件 参评'] if self.condition else []
        lines += [f'  按 {"、".join(self.groups)} 分组'] if self.groups else []
        lines.append('  排序 ' + '、'.join(f'{key} {"从高到低" if down else "从低到高"}' for key, down in self.keys))
        lines += ['  同分 并列不占名次'] if self.dense else []
        lines += ['指标 名次 10分', '  条款 “按名次得分”', '    按 位次 分档']
        lines += [f'      {self.tier_text(tier)} 得 {10 - i}分' for i, tier in enumerate(self.tiers)] + ['      其余 得 1分']
        lines += ['      未排名 得 0分'] if self.condition else []
        return '\n'.join(lines) + '\n'


def evaluate(standard, units):
    """[(place or None, points)] of the units."""
    def order(unit):
        return tuple(-KEYS[key](unit) if down else KEYS[key](unit) for key, down in standard.keys)
    said = []
    for unit in units:
        peers = [u for u in units if all(GROUPS[g](u) == GROUPS[g](unit) for g in standard.groups) and (u['in'] or not standard.condition)]
        if standard.condition and not unit['in']:
            said.append((None, 0))
            continue
        ahead = [order(u) for u in peers if order(u) < order(unit)]
        place = 1 + (len(set(ahead)) if standard.dense else len(ahead))
        said.append((place, points(standard, place, len(peers))))
    return said


def points(standard, place, count):
    end = 0
    for i, tier in enumerate(standard.tiers):
        if tier[0] == 'places':
            end = tier[2]
        else:
            part = ROUNDINGS[tier[2]](count * Fraction(tier[1][:-1]) / 100) if isinstance(tier[1], str) else tier[1]
            end = part if tier[0] == '前' else end + part
        if place <= end and (tier[0] != 'places' or place >= tier[1]):
            return 10 - i
    return 1


def random_units(rng, open_cells):
    units = [{'key': str(i), 'town': rng.choice(['城关', '东乡']), 'kind': rng.choice(KINDS), 'mark': rng.choice(MARKS), 'people': rng.choice(PEOPLE),
              'in': rng.random() < 0.8} for i in range(rng.randint(1, 6) if open_cells else rng.choice([1, 3, 10, 40]))]
    for _ in range(rng.randint(1, 3) if open_cells else 0):
        rng.choice(units)[rng.choice(['mark', 'mark', 'people', 'kind', 'in'])] = None
    return units


def table(units):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(['编号', '乡镇', '类别', '成绩', '人数', '参评'])
    for u in units:
        writer.writerow([u['key'], u['town']] + ['待核' if u[name] is None else u[name] for name in ('kind', 'mark', 'people')]
                        + ['待核' if u['in'] is None else '是' if u['in'] else '否'])
    return out.getvalue()


def completions(units):
    cells = [(i, name) for i, unit in enumerate(units) for name in ('kind', 'mark', 'people', 'in') if unit[name] is None]
    values = {'kind': KINDS, 'mark': MARKS, 'people': PEOPLE, 'in': [True, False]}
    for chosen in itertools.product(*(values[name] for _, name in cells)):
        filled = [dict(unit) for unit in units]
        for (i, name), value in zip(cells, chosen):
            filled[i][name] = value
        yield filled


def bounds(text):
    """Lowest and highest number of a cell."""
    numbers = [int(number) for number in re.findall(r'\d+', text)]
    return numbers[0], numbers[-1]


def fault_of(standard, possible, row):
    """What a row of the results says against what it may come to."""
    places, scores = {place for place, _ in possible}, {score for _, score in possible}
    text = row['位次']
    if text == '':
        return None if places == {None} else f'no place, but {places}'
    if (None in places) != (text == '待核'):
        return f'place {text}, but {places}'
    numbers = places - {None}
    low, high = bounds(text) if text != '待核' else (min(numbers), max(numbers))
    if not low <= min(numbers) <= max(numbers) <= high:
        return f'place {text}, but {places}'
    if len(standard.keys) == 1 and standard.keys[0][0] == '成绩' and not standard.groups and not standard.dense and not standard.condition \
            and (low, high) != (min(numbers), max(numbers)):
        return f'place {text} is wider than {places}'
    low, high = bounds(row['总分'])
    return None if low <= min(scores) <= max(scores) <= high else f'{row["总分"]} points, but {scores}'


def difference(guiju, folder, standard, units):
    (folder / 'rules.gj').write_text(standard.text(), encoding='utf-8')
    (folder / 'table.csv').write_text(table(units), encoding='utf-8')
    done = subprocess.run([guiju, 'run', 'rules.gj', 'table.csv', '-o', 'results.csv'], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stdout + done.stderr
    results = list(csv.DictReader(io.StringIO((folder / 'results.csv').read_text(encoding='utf-8-sig'))))
    possible = [set() for _ in units]
    for filled in completions(units):
        for at, said in zip(possible, evaluate(standard, filled)):
            at.add(said)
    for unit, said, row in zip(units, possible, results, strict=True):
        fault = fault_of(standard, said, row)
        if fault:
            return f'{unit["key"]}: {fault}'
    return None


def main():
    """A standard with a tier that is never reached is refused."""
    return trials.run('places', 'GJ2930', lambda rng, number: (Standard(rng), random_units(rng, number % 2)), difference)


if __name__ == '__main__':
    sys.exit(main())
