#!/usr/bin/env python3
"""考评主体: the same sheet filled by several, their weights and how far they may differ, against an evaluator of its own, on random standards and tables.

    parties.py GUIJU STANDARDS [SEED]

A standard that differs is left in the folder that is named."""
import csv
import io
import subprocess
import sys
from fractions import Fraction

import trials

WEIGHTS = [[50, 50], [30, 70], [25, 75], [20, 30, 50], [10, 20, 70], [33, 33, 34]]
PARTIES = ['自评', '测评', '考评']


class Item:
    """`kind`: judged (评分), counted (扣), a share (exact quotients) or a yes or no; `apart`: each party fills its own column."""

    def __init__(self, rng, number):
        self.name, self.field = f'指标{number}', f'字段{number}'
        self.kind = rng.choice(['judged', 'counted', 'share', 'flag'])
        self.points = rng.randint(2, 12)
        self.apart = self.kind == 'judged' or rng.random() < 0.6
        self.step = rng.randint(1, min(3, self.points))

    def declaration(self):
        types = {'counted': '整数（次） 0 至 9', 'share': '整数（件） 0 至 7', 'flag': '是否'}
        return [] if self.kind == 'judged' else [f'  {self.field} {types[self.kind]}{" 分别填报" if self.apart else ""}']

    def rules(self):
        if self.kind == 'judged':
            return [f'指标 {self.name} {self.points}分 评分 保留 1位 “评分”']
        lines = {'counted': ('扣完为止', f'每 1次 {self.field} 扣 {self.step}分'), 'share': ('', f'得 {self.points}分 × {self.field} ÷ 7件'),
                 'flag': ('', f'若 非 {self.field} 扣 {self.step}分')}[self.kind]
        return [f'指标 {self.name} {self.points}分 {lines[0]}', f'  条款 “{self.name}”', f'    {lines[1]}']

    def columns(self, parties):
        own = self.name if self.kind == 'judged' else self.field
        return [party + own for party in parties] if self.apart else [own]

    def random_cell(self, rng):
        if self.kind == 'judged':
            return Fraction(rng.choice([0, self.points * 10, rng.randint(0, self.points * 10)]), 10)
        return rng.random() < 0.6 if self.kind == 'flag' else rng.randint(0, 9 if self.kind == 'counted' else 7)

    def score(self, cell):
        if self.kind == 'judged':
            return cell
        if self.kind == 'counted':
            return Fraction(self.points - min(self.points, cell * self.step))
        if self.kind == 'share':
            return Fraction(self.points * cell, 7)
        return Fraction(self.points - (0 if cell else self.step))


class Standard:
    def __init__(self, rng):
        self.weights = rng.choice(WEIGHTS)
        self.parties = PARTIES[-len(self.weights):]
        self.items = [Item(rng, i) for i in range(1, rng.randint(2, 5))]
        if not any(item.apart for item in self.items):
            self.items[0].apart = True
        self.full = sum(item.points for item in self.items)
        self.bonus = rng.random() < 0.4
        self.edge = Fraction(rng.randint(1, self.full * 2), 2)
        self.prevails = (rng.choice(['超过', '不低于']), rng.randint(1, 5), rng.choice(self.parties)) if rng.random() < 0.6 else None
        self.again = (rng.choice(['超过', '不低于']), rng.randint(3, 9)) if rng.random() < 0.5 else None

    def text(self):
        lines = ['标准 随机考评', f'  满分 {self.full}分', '  总分 上不封顶',
                 '  考评主体 ' + '、'.join(f'{party} 权重 {weight}%' for party, weight in zip(self.parties, self.weights))]
        lines += [f'    相差 {self.prevails[0]} {self.prevails[1]}分 以 {self.prevails[2]} 为准'] if self.prevails else []
        lines += [f'    相差 {self.again[0]} {self.again[1]}分 重新考评'] if self.again else []
        lines += ['数据 干部', '  编号 文本 主键', '  表彰 整数（次） 0 至 3'] + [line for item in self.items for line in item.declaration()]
        lines += [line for item in self.items for line in item.rules()]
        lines += ['加分项', '  条款 “表彰1次加0.5分”  每 1次 表彰 加 0.5分'] if self.bonus else []
        return '\n'.join(lines + ['等次', f'  优 {float(self.edge):g}分 以上', f'  良 不满 {float(self.edge):g}分']) + '\n'


def cell_of(unit, item, party):
    return unit[(item.name, party if item.apart else None)]


def beyond(rule, difference):
    return rule and (difference > rule[1] if rule[0] == '超过' else difference >= rule[1])


def evaluate(standard, unit):
    scores = {party: sum(item.score(cell_of(unit, item, party)) for item in standard.items) for party in standard.parties}
    difference = max(scores.values()) - min(scores.values())
    total = sum(scores[party] * weight for party, weight in zip(standard.parties, standard.weights)) / 100
    if beyond(standard.prevails, difference):
        total = scores[standard.prevails[2]]
    total += Fraction(unit['awards'], 2) if standard.bonus else 0
    grade = '重新考评' if beyond(standard.again, difference) else '优' if total >= standard.edge else '良'
    said = {party: shown(score) for party, score in scores.items()}
    for item in standard.items:
        for party in standard.parties:
            said[party + item.name] = shown(item.score(cell_of(unit, item, party)))
    return {**said, '总分': shown(total), '等次': grade}


def shown(score):
    """To six decimals, half away from zero, without zeros behind."""
    millionths = (2 * abs(score) * 10 ** 6 + 1) // 2
    text = f'{millionths // 10 ** 6}.{millionths % 10 ** 6:06}'.rstrip('0').rstrip('.')
    return '-' + text if score < 0 and millionths else text


def written(cell):
    return ('是' if cell else '否') if isinstance(cell, bool) else f'{float(cell):g}'


def table(standard, units):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(['编号', '表彰'] + [name for item in standard.items for name in item.columns(standard.parties)])
    for unit in units:
        writer.writerow([unit['key'], unit['awards']] + [written(unit[(item.name, party)]) for item in standard.items
                                                        for party in (standard.parties if item.apart else [None])])
    return out.getvalue()


def make(rng, _):
    standard = Standard(rng)
    units = [{'key': str(i), 'awards': rng.randint(0, 3), **{(item.name, party): item.random_cell(rng) for item in standard.items
                                                             for party in (standard.parties if item.apart else [None])}} for i in range(20)]
    return standard, units


def difference(guiju, folder, standard, units):
    (folder / 'rules.gj').write_text(standard.text(), encoding='utf-8')
    (folder / 'data.csv').write_text(table(standard, units), encoding='utf-8')
    done = subprocess.run([guiju, 'run', 'rules.gj', 'data.csv', '-o', 'results.csv'], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        return f'status {done.returncode}: {done.stderr}{done.stdout}'
    with open(folder / 'results.csv', encoding='utf-8-sig', newline='') as file:
        rows = list(csv.DictReader(file))
    if len(rows) != len(units):
        return f'{len(rows)} rows of {len(units)}'
    for row, unit in zip(rows, units):
        for name, value in evaluate(standard, unit).items():
            if name in row and row[name] != value:
                return f'unit {unit["key"]}: {name} is {row[name]}, expected {value}'
            if name not in row and name in (*standard.parties, '总分', '等次'):
                return f'no column {name} among {list(row)}'
    return None


if __name__ == '__main__':
    sys.exit(trials.run('parties', 'GJ2241', make, difference))
