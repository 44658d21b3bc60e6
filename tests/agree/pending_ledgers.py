#!/usr/bin/env python3
"""Rows of a 台账 with 待核 cells: what is said of their units holds for whatever the cells turn out to be, each of which is run as an ordinary table."""
import csv
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
UNITS, PENDING = 40, '待核'
VALUES = {1: ['党课', '支委会', '大会'], 2: ['0', '1', '2', '3'], 3: ['-2', '-1', '0', '1', '2', '', '不适用']}
RULES = '''标准 组织生活
  满分 20分
数据 支部
  编号  文本  主键
台账 会议（次）
  支部  文本  关联 支部
  种类  选项  党课、支委会、大会
  缺席  整数（名） 0 至 3
  迟到  整数（名） -2 至 2 可空 可不适用
  校验 迟到 未填 或 迟到 不适用 或 迟到 不超过 1名 或 缺席 超过 0名
项目 党建 20分
指标 会议 20分 扣完为止
  条款 “缺席1人扣1分”
    每 1名 合计（会议 的 缺席 当 种类 不为 大会） 扣 1分
  条款 “没有上过党课扣4分”
    若 计数（会议 当 种类 为 党课） 为 0次 扣 4分
  条款 “最多一次缺席几人再扣几分”
    每 1名 最高（会议 的 缺席 空台账 为 0名） 扣 1分
  条款 “支委会最少一次也缺席1人以上的扣2分”
    若 最低（会议 的 缺席 当 种类 为 支委会 空台账 为 3名） 超过 1名 扣 2分
  条款 “会议少于两种的扣3分”
    若 不同（会议 的 种类） 少于 2 扣 3分
  条款 “迟到合计超过1人的扣3分”
    若 合计（会议 的 迟到 当 迟到 适用 且 迟到 已填） 超过 1名 扣 3分
等次
  好 15分 以上
  中 8分 以上 不满 15分
  差 不满 8分
'''


def passes(row):
    return row[3] in ('', '不适用') or int(row[3]) <= 1 or int(row[2]) > 0


def random_unit(key):
    """Rows of a unit, and which of their cells are pending."""
    rows = []
    while len(rows) < random.randrange(5):
        row = [key] + [random.choice(VALUES[column]) for column in (1, 2, 3)]
        rows += [row] if passes(row) else []
    cells = {(random.randrange(len(rows)), random.randrange(1, 4)) for _ in range(random.randrange(1, 3))} if rows else set()
    return rows, sorted(cells)


def filled(rows, cells, values):
    made = [list(row) for row in rows]
    for (row, column), value in zip(cells, values):
        made[row][column] = value
    return made


def possible(rows, cells):
    """Every table that the unit's rows may turn out to be."""
    tables = [filled(rows, cells, values) for values in itertools.product(*(VALUES[column] for _, column in cells))]
    return [table for table in tables if all(map(passes, table))]


def run(folder, rows):
    text = '支部,种类,缺席,迟到\n' + ''.join(','.join(row) + '\n' for row in rows)
    (folder / 'rows.csv').write_text(text, encoding='utf-8')
    done = subprocess.run([GUIJU, 'run', 'rules.gj', 'units.csv', '--ledger', '会议=rows.csv', '-o', 'out.csv'], cwd=folder, capture_output=True, text=True, timeout=60)
    if done.returncode:
        sys.exit(f'pending ledgers: {done.stdout}{done.stderr}')
    with open(folder / 'out.csv', encoding='utf-8-sig') as file:
        return {row['编号']: row for row in csv.DictReader(file)}


def ends(text):
    numbers = [int(number) for number in re.findall(r'-?\d+', text)]
    return numbers[0], numbers[-1]


def faults(said, tables, results):
    low, high = ends(said['总分'])
    grades = re.split('、|或', said['等次'])
    totals, found = [int(row['总分']) for row in results], {row['等次'] for row in results}
    holds = low <= min(totals) and max(totals) <= high and found <= set(grades)
    return [] if holds else [f'{said} of {tables[0]}: {min(totals)} to {max(totals)}, {found}']


def main():
    random.seed(7)
    units = [random_unit(str(key)) for key in range(UNITS)]
    tables = [possible(rows, cells) for rows, cells in units]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'rules.gj').write_text(RULES, encoding='utf-8')
        (folder / 'units.csv').write_text('编号\n' + ''.join(f'{key}\n' for key in range(UNITS)), encoding='utf-8')
        said = run(folder, [row for rows, cells in units for row in filled(rows, cells, [PENDING] * len(cells))])
        rounds = [run(folder, [row for table in tables for row in table[i % len(table)]]) for i in range(max(map(len, tables)))]
    bad = [fault for key in range(UNITS) for fault in faults(said[str(key)], tables[key], [found[str(key)] for found in rounds])]
    print(*bad, sep='\n', end='\n' if bad else '')
    print(f'pending ledgers: {UNITS - len(bad)} passed, {len(bad)} failed')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
