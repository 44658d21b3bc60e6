#!/usr/bin/env python3
"""结果 of one standard as the 台账 of another, against an evaluator of its own that knows both, on random pairs of standards and random units.

    levels.py GUIJU PAIRS [SEED]

A pair that differs is left in the folder that is named."""
import csv
import io
import subprocess
import sys
from fractions import Fraction

import trials

GRADES = ['甲', '乙', '丙']
# How the upper standard reads the rows: what is written, and what it comes to over [(total, grade, vetoed, item, kind)].
READINGS = [
    ('计数（队员考核 当 等次 = 甲）', '名', lambda rows: sum(row['grade'] == '甲' for row in rows)),
    ('计数（队员考核 当 等次 属于 （乙、丙） 且 总分 低于 8分）', '名', lambda rows: sum(row['grade'] != '甲' and row['total'] < 8 for row in rows)),
    ('计数（队员考核 当 否决）', '名', lambda rows: sum(row['vetoed'] for row in rows)),
    ('计数（队员考核 当 岗位 = 外勤 且 出勤 不低于 4分）', '名', lambda rows: sum(row['kind'] == '外勤' and row['item'] >= 4 for row in rows)),
]
MEASURES = [
    ('平均（队员考核 的 总分 空台账 为 0分）', lambda rows: Fraction(sum(row['total'] for row in rows), len(rows)) if rows else Fraction(0)),
    ('最高（队员考核 的 出勤 空台账 为 0分）', lambda rows: max((row['item'] for row in rows), default=Fraction(0))),
    ('最低（队员考核 的 总分 当 非 否决 空台账 为 3分）', lambda rows: min((row['total'] for row in rows if not row['vetoed']), default=Fraction(3))),
]


class Pair:
    def __init__(self, rng):
        self.step = Fraction(rng.choice([1, 2, 3, 5]), 2)
        self.first = Fraction(rng.randint(8, 19), 2)
        self.second = self.first - Fraction(rng.randint(1, 6), 2)
        self.veto = rng.random() < 0.7
        self.bonus = rng.random() < 0.4
        self.readings = rng.sample(READINGS, rng.randint(1, 3))
        self.measure = rng.choice(MEASURES)
        self.each = rng.randint(1, 4)
        self.edge = Fraction(rng.randint(1, 60), 2)

    def lower(self):
        lines = ['标准 队员考核', '  满分 10分', '  各指标 扣完为止', '  总分 上不封顶', '  结果 附带 所属、岗位', '数据 队员', '  编号 文本 主键', '  所属 文本', '  岗位 选项 内勤、外勤',
                 '  缺勤 整数（次） 0 至 9', '  差错 整数（次） 0 至 9', '  事故 是否', '  表彰 整数（次） 0 至 2', '指标 出勤 6分', '  条款 “缺勤”',
                 f'    每 1次 缺勤 扣 {float(self.step):g}分', '指标 质量 4分', '  条款 “差错”', '    每 1次 差错 扣 1分']
        lines += ['加分项', '  条款 “表彰”  每 1次 表彰 加 0.5分'] if self.bonus else []
        lines += ['否决项 丙', '  若 事故 “有事故的”'] if self.veto else []
        return '\n'.join(lines + ['等次', f'  甲 {float(self.first):g}分 以上', f'  乙 {float(self.second):g}分 以上 不满 {float(self.first):g}分',
                                  f'  丙 不满 {float(self.second):g}分']) + '\n'

    def upper(self):
        lines = ['标准 队考核', '  满分 30分', '数据 队', '  编号 文本 主键', '台账 队员考核（名） 由 “lower.gj” 的 结果', '  所属 文本 关联 队', '指标 队员 20分 扣完为止']
        for number, (said, unit, _) in enumerate(self.readings):
            lines += [f'  条款 “条款{number}”', f'    每 1{unit} {said} 扣 {self.each}分']
        return '\n'.join(lines + ['指标 平均 10分', '  条款 “平均” 最多得 10分', f'    得 {self.measure[0]}', '等次', f'  好 {float(self.edge):g}分 以上',
                                  f'  差 不满 {float(self.edge):g}分']) + '\n'


def member_of(pair, member):
    item = max(Fraction(0), 6 - member['absent'] * pair.step)
    quality = Fraction(4 - min(4, member['faults']))
    total = item + quality + (Fraction(member['awards'], 2) if pair.bonus else 0)
    vetoed = pair.veto and member['accident']
    grade = '丙' if vetoed or total < pair.second else '乙' if total < pair.first else '甲'
    return {'item': item, 'total': total, 'vetoed': vetoed, 'grade': grade, 'kind': member['kind']}


def evaluate(pair, members, team):
    rows = [member_of(pair, member) for member in members if member['team'] == team]
    lost = min(20, sum(count(rows) for _, _, count in pair.readings) * pair.each)
    earned = min(Fraction(10), pair.measure[1](rows))
    total = 20 - lost + earned
    return {'队员': shown(Fraction(20 - lost)), '平均': shown(earned), '总分': shown(total), '等次': '好' if total >= pair.edge else '差'}


def shown(score):
    millionths = (2 * score * 10 ** 6 + 1) // 2
    return f'{millionths // 10 ** 6}.{millionths % 10 ** 6:06}'.rstrip('0').rstrip('.')


def table(heading, rows):
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue()


def make(rng, _):
    teams = [f'队{i}' for i in range(rng.randint(1, 6))]
    members = [{'key': str(i), 'team': rng.choice(teams[1:] or teams), 'kind': rng.choice(['内勤', '外勤']), 'absent': rng.randint(0, 9), 'faults': rng.randint(0, 9),
                'accident': rng.random() < 0.2, 'awards': rng.randint(0, 2)} for i in range(rng.choice([1, 2, 5, 30]))]
    return (Pair(rng), members), teams


def difference(guiju, folder, given, teams):
    pair, members = given
    (folder / 'lower.gj').write_text(pair.lower(), encoding='utf-8')
    (folder / 'upper.gj').write_text(pair.upper(), encoding='utf-8')
    (folder / 'members.csv').write_text(table(['编号', '所属', '岗位', '缺勤', '差错', '事故', '表彰'], [
        [m['key'], m['team'], m['kind'], m['absent'], m['faults'], '是' if m['accident'] else '否', m['awards']] for m in members]), encoding='utf-8')
    (folder / 'teams.csv').write_text(table(['编号'], [[team] for team in teams]), encoding='utf-8')
    for arguments in (['lower.gj', 'members.csv', '-o', 'members-results.csv'],
                      ['upper.gj', 'teams.csv', '--ledger', '队员考核=members-results.csv', '-o', 'results.csv']):
        done = subprocess.run([guiju, 'run', *arguments], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            return f'{arguments[0]}: status {done.returncode}: {done.stderr}{done.stdout}'
    with open(folder / 'results.csv', encoding='utf-8-sig', newline='') as file:
        rows = list(csv.DictReader(file))
    for row, team in zip(rows, teams):
        for name, value in evaluate(pair, members, team).items():
            if row[name] != value:
                return f'{team}: {name} is {row[name]}, expected {value}'
    return None if len(rows) == len(teams) else f'{len(rows)} rows of {len(teams)}'


if __name__ == '__main__':
    sys.exit(trials.run('levels', 'GJ2312', make, difference))
