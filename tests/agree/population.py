#!/usr/bin/env python3
"""评选, 定等 and 目标 against an evaluator of its own, on random standards and random populations: few distinct values, many ties, groups of any size.

    population.py GUIJU STANDARDS [SEED]

The evaluator knows the meaning as the manual tells it, from the parts that the rule file was made of; it reads no rule file and shares nothing with guiju.
Every 评定结果, every quota and every target must agree. A standard that differs is left in the folder that is named."""
import csv
import io
import json
import subprocess
import sys
from fractions import Fraction

import trials

MILLION = 1000000
GRADES = ['不合格', '合格', '良好', '优秀']         # from low to high, by score
LOWS = [None, 4, 7, 9]
ROUNDINGS = {'进一': lambda q: -(-q.numerator // q.denominator), '舍去': lambda q: q.numerator // q.denominator,
             '四舍五入': lambda q: (2 * q.numerator + q.denominator) // (2 * q.denominator)}
KEYS = {'总分': lambda u: u['total'], '成绩': lambda u: u['mark'], '人均': lambda u: Fraction(u['output'], u['people'])}
GROUPS = {'乡镇': lambda u: u['town'], '类别': lambda u: u['kind'], '片区': lambda u: str(u['area']), '大村': lambda u: '是' if u['people'] > 2 else '否'}


class Standard:
    """Random parts; text() is the rule file."""

    def __init__(self, rng):
        self.rng = rng
        self.ranks = ['不参评'] + GRADES       # from low to high
        self.selections = []
        fresh = iter(['先进', '标兵', '模范'])
        for _ in range(rng.randint(1, 3)):
            self.selections.append(self.placing() if rng.random() < 0.4 else self.selection(next(fresh)))
        self.targets = [self.target() for _ in range(rng.randint(0, 2))]

    def grouping(self):
        if self.rng.random() < 0.35:
            return [], 0
        names = self.rng.sample(list(GROUPS), self.rng.randint(1, 2))
        return names, self.rng.choice([0, 0, 2, 3, 5])

    def quota(self, of):
        rng = self.rng
        if rng.random() < 0.25:
            return {'count': rng.randint(0, 5)}
        quota = {'share': rng.choice(['0%', '10%', '20%', '33.3333%', '50%', '12.5%', '100%']), 'rounding': rng.choice(list(ROUNDINGS)), 'of': of}
        if rng.random() < 0.3:
            quota['of'] = rng.choice(['全部', '候选', '良好 以上', '合格、优秀'])
        if rng.random() < 0.2:
            quota['least'] = rng.randint(1, 2)
        if rng.random() < 0.2:
            quota['most'] = rng.randint(2, 4)
        return quota

    def common(self):
        rng = self.rng
        names, least = self.grouping()
        keys = [(key, rng.random() < 0.7) for key in rng.sample(list(KEYS), rng.randint(1, 2))]
        ties = rng.choice(['一并列入', '均不列入', None])
        return {'groups': names, 'least': least, 'keys': keys, 'ties': ties, 'condition': rng.choice([None, None, 3, 5])}

    def selection(self, name):
        rng = self.rng
        made = self.common()
        if rng.random() < 0.5:      # a quota on a grade of the score
            name = '优秀' if rng.random() < 0.7 else '良好'
            made['scope'] = [name] if rng.random() < 0.8 else [name, '合格']
            made['rest'] = rng.choice([grade for grade in GRADES if self.ranks.index(grade) < self.ranks.index(name)])
        else:
            made['scope'] = rng.sample(GRADES, rng.randint(1, 2))
            made['rest'] = rng.choice([None, None, '合格'])
            self.ranks.append(name)
        made |= {'name': name, 'stretches': [{'grade': name, 'top': True, 'quota': self.quota('全部'), 'condition': None}], 'lowers': True}
        return made

    def placing(self):
        rng = self.rng
        made = self.common()
        grades = ['优秀', '良好', '合格'][:rng.randint(1, 3)]
        made['scope'] = rng.choice([['合格'], ['合格', '良好', '优秀'], ['良好', '优秀']])
        made['stretches'] = [{'grade': grade, 'top': i == 0 or rng.random() < 0.3, 'quota': self.quota('候选'),
                              'condition': rng.choice([None, None, 5, 8])} for i, grade in enumerate(grades)]
        made |= {'name': '', 'rest': rng.choice([None, '不合格']), 'lowers': False}
        return made

    def target(self):
        rng = self.rng
        names, least = self.grouping()
        return {'grades': rng.choice([['优秀'], ['良好', '合格'], ['不合格']]), 'bound': rng.choice(['不低于', '高于', '不超过', '低于']),
                'share': rng.choice(['5%', '20%', '50%', '33.3%']), 'groups': names, 'least': least}

    def quota_text(self, quota, default):
        if 'count' in quota:
            return f'{quota["count"]}个'
        text = f'{quota["share"]} {quota["rounding"]}'
        if quota['of'] != default or self.rng.random() < 0.3:
            text = f'{quota["of"]} 的 {text}'
        return text + (f' 至少 {quota["least"]}个' if 'least' in quota else '') + (f' 至多 {quota["most"]}个' if 'most' in quota else '')

    @staticmethod
    def grouping_text(made):
        return f'按 {"、".join(made["groups"])} 分组' + (f' 不足 {made["least"]}个 合并' if made['least'] else '')

    def selection_text(self, made):
        lines = [f'评选 {made["name"]}' if made['name'] else '定等', f'  范围 {"、".join(made["scope"])}']
        if made['condition'] is not None:
            lines.append(f'  条件 成绩 不低于 {made["condition"]}分')
        if made['groups']:
            lines.append(f'  {self.grouping_text(made)}')
        keys = [f'{key} {"从高到低" if down else "从低到高"}' for key, down in made['keys']] + (['编号'] if not made['ties'] else [])
        lines.append(f'  排序 {"、".join(keys)}')
        if made['ties']:
            lines.append(f'  同分 {made["ties"]}')
        if made['name']:
            lines.append(f'  名额 {self.quota_text(made["stretches"][0]["quota"], "全部")}')
            lines += [f'  超出名额 列为 {made["rest"]}'] if made['rest'] else []
            return lines
        for stretch in made['stretches']:
            line = f'  {stretch["grade"]} {"前" if stretch["top"] else "其后"} {self.quota_text(stretch["quota"], "候选")}'
            lines.append(line + (f' 且 成绩 不低于 {stretch["condition"]}分' if stretch['condition'] is not None else ''))
        return lines + ([f'  {made["rest"]} 其余'] if made['rest'] else [])

    def text(self):
        lines = ['标准 随机考核', '  满分 10分', '数据 村', '  编号 文本 主键', '  乡镇 文本', '  类别 选项 山区、平原', '  片区 整数（片） 1 至 3',
                 '  差错 整数（次） 0 至 10', '  成绩 整数（分） 0 至 10', '  产值 整数（元） 0 至 12', '  人数 整数（名） 1 至 4', '  事故 是否', '  停办 是否',
                 '定义 人均 = 产值 ÷ 人数', '定义 大村 = 人数 超过 2名', '指标 工作 10分', '  条款 “差错”  每 1次 差错 扣 1分',
                 '否决项 不合格', '  若 事故 “事故”', '等次', '  优秀 9分 以上', '  良好 7分 以上 不满 9分', '  合格 4分 以上 不满 7分', '  不合格 不满 4分',
                 '  不参评 若 停办']
        for made in self.selections:
            lines += self.selection_text(made)
        for made in self.targets:
            lines.append(f'目标 {"、".join(made["grades"])} 占比 {made["bound"]} {made["share"]}' + (f' {self.grouping_text(made)}' if made['groups'] else ''))
        return '\n'.join(lines) + '\n'


def random_units(rng):
    few = rng.choice([2, 4, 10])
    towns = ['城关', '东乡', '西乡', '南,乡'][:rng.randint(1, 4)]
    keys = rng.sample(range(1000), rng.choice([1, 1, 2, 5, 12, 30, 80]))
    return [{'key': f'{"村" if rng.random() < 0.3 else "V"}{key}', 'town': rng.choice(towns), 'kind': rng.choice(['山区', '平原']),
             'area': rng.randint(1, 3), 'faults': rng.randint(0, few), 'mark': rng.randint(0, few), 'output': rng.randint(0, few),
             'people': rng.randint(1, 4), 'accident': rng.random() < 0.1, 'closed': rng.random() < 0.1} for key in keys]


def table(units):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(['编号', '乡镇', '类别', '片区', '差错', '成绩', '产值', '人数', '事故', '停办'])
    for u in units:
        writer.writerow([u['key'], u['town'], u['kind'], u['area'], u['faults'], u['mark'], u['output'], u['people'],
                         '是' if u['accident'] else '否', '是' if u['closed'] else '否'])
    return out.getvalue()


def score(unit):
    unit['total'] = 10 - unit['faults']
    band = max(i for i, low in enumerate(LOWS) if low is None or unit['total'] >= low)
    unit['grade'] = '不参评' if unit['closed'] else '不合格' if unit['accident'] else GRADES[band]
    unit['now'] = unit['grade']


def groups_of(units, made):
    """[(label, units)] in the order of the table; small groups together at the end."""
    found = {}
    for unit in units:
        label = ' · '.join(GROUPS[name](unit) + ('片' if name == '片区' else '') for name in made['groups'])
        found.setdefault(label, []).append(unit)
    if not made['groups']:
        return [('', units)]
    rated = {label: sum(u['grade'] != '不参评' for u in members) for label, members in found.items()}
    small = [label for label in found if rated[label] < made['least']]
    groups = [(label, members) for label, members in found.items() if label not in small]
    return groups + ([('、'.join(small), [u for label in small for u in found[label]])] if small else [])


def quota_of(standard, quota, members, ranked):
    if 'count' in quota:
        return quota['count']
    of = quota['of']
    if of == '全部':
        base = sum(u['grade'] != '不参评' for u in members)
    elif of == '候选':
        base = len(ranked)
    elif of.endswith('以上'):
        base = sum(standard.ranks.index(u['now']) >= standard.ranks.index('良好') for u in members)
    else:
        base = sum(u['now'] in of.split('、') for u in members)
    rows = ROUNDINGS[quota['rounding']](base * Fraction(quota['share'][:-1]) / 100)
    return min(max(rows, quota.get('least', 0)), quota.get('most', MILLION))


def ranking(made, members):
    """Blocks of equal rows, best first."""
    ranked = [u for u in members if u['now'] in made['scope'] and not u['accident'] and (made['condition'] is None or u['mark'] >= made['condition'])]
    order = [tuple(-KEYS[key](u) if down else KEYS[key](u) for key, down in made['keys']) + (() if made['ties'] else (u['key'].encode(),)) for u in ranked]
    blocks = {}
    for place, unit in sorted(zip(order, ranked), key=lambda pair: pair[0]):
        blocks.setdefault(place, []).append(unit)
    return ranked, list(blocks.values())


def cut(made, blocks, start, end):
    """Where a stretch from `start` that would end at `end` ends in whole blocks; ties aside, blocks have one row."""
    at = 0
    for block in blocks:
        if at < end < at + len(block) and end > start:
            return at + len(block) if made['ties'] == '一并列入' else max(at, start)
        at += len(block)
    return end


def decide(standard, made, units):
    """Gives the grades; returns what the summary should say of every group and stretch."""
    said, changes = [], []
    for label, members in groups_of(units, made):
        ranked, blocks = ranking(made, members)
        rows = [u for block in blocks for u in block]
        start, ends = 0, []
        for stretch in made['stretches']:
            quota = quota_of(standard, stretch['quota'], members, ranked)
            end = min(max((0 if stretch['top'] else start) + quota, start), len(rows))
            start = cut(made, blocks, start, end)
            ends.append(start)
            said.append({'grade': stretch['grade'], 'group': label, 'quota': quota, 'eligible': len(ranked), 'chosen': 0})
        for place, unit in enumerate(rows):
            index = next((i for i, end in enumerate(ends) if place < end), len(ends))
            while index < len(ends) and made['stretches'][index]['condition'] is not None and unit['mark'] < made['stretches'][index]['condition']:
                index += 1
            if index < len(ends):
                said[index - len(ends)]['chosen'] += 1
                changes.append((unit, made['stretches'][index]['grade']))
            elif made['rest'] and not made['lowers']:
                changes.append((unit, made['rest']))
    chosen = {id(unit) for unit, _ in changes}
    if made['rest'] and made['lowers']:
        changes += [(u, min(u['now'], made['rest'], key=standard.ranks.index)) for u in units if u['now'] in made['scope'] and id(u) not in chosen]
    for unit, grade in changes:
        unit['now'] = grade
    return said


def standing(made, units):
    said = []
    for label, members in groups_of(units, made):
        rated = sum(u['grade'] != '不参评' for u in members)
        rows, share = sum(u['now'] in made['grades'] for u in members), Fraction(made['share'][:-1]) / 100
        reached = {'不低于': lambda n: n >= share * rated, '高于': lambda n: n > share * rated, '不超过': lambda n: n <= share * rated,
                   '低于': lambda n: n < share * rated}[made['bound']]
        said.append({'group': label, 'rows': rows, 'reached': reached(rows)})
    return said


def expected(standard, units):
    for unit in units:
        score(unit)
    selections = [entry for made in standard.selections for entry in decide(standard, made, units)]
    return selections, [entry for made in standard.targets for entry in standing(made, units)]


def run(guiju, folder):
    done = subprocess.run([guiju, 'run', 'rules.gj', 'table.csv', '-o', 'results.csv', '--json'], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        return None, done.stdout + done.stderr
    return json.loads(done.stdout), None


def difference(guiju, folder, standard, units):
    (folder / 'rules.gj').write_text(standard.text(), encoding='utf-8')
    (folder / 'table.csv').write_text(table(units), encoding='utf-8')
    summary, failure = run(guiju, folder)
    if failure is not None:
        return failure
    selections, targets = expected(standard, units)
    results = list(csv.DictReader(io.StringIO((folder / 'results.csv').read_text(encoding='utf-8-sig'))))
    for unit, row in zip(units, results, strict=True):
        if (row['等次'], row['评定结果']) != (unit['grade'], unit['now']):
            return f'{unit["key"]}: expected {unit["grade"]} {unit["now"]}, now {row["等次"]} {row["评定结果"]}'
    for kind, wanted, got in (('selections', selections, summary['selections']), ('targets', targets, summary['targets'])):
        if len(wanted) != len(got):
            return f'{kind}: expected {len(wanted)}, now {len(got)}'
        for one, other in zip(wanted, got):
            now = {name: other.get(name, '') for name in one}
            if one != now:
                return f'{kind}: expected {one}, now {now}'
    return None


def main():
    """A standard with a grade that is never reached is refused."""
    return trials.run('population', 'GJ2919', lambda rng, number: (Standard(rng), random_units(rng)), difference)


if __name__ == '__main__':
    sys.exit(main())
