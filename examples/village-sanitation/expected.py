#!/usr/bin/env python3
"""expected.csv and expected-rejects.csv from data.csv and 台账-月检.csv, by the wording of source.txt alone; shares nothing with guiju."""
import csv
import math
from fractions import Fraction


def rows(name):
    with open(name, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def shown(number):
    text = f'{float(number):.2f}'
    return text.rstrip('0').rstrip('.')


def place(village, among):
    return 1 + sum(other['mean'] > village['mean'] for other in among)


def points_by_place(village, peers):
    if not village['ranked']:
        return 0
    at = place(village, peers)
    first_half = math.ceil(Fraction(len(peers), 2))
    return {1: 30, 2: 26, 3: 22}.get(at, 18 if at <= first_half else 12)


def grade(village, county):
    total = village['total']
    by_score = '优秀' if total >= 85 else '良好' if total >= 70 else '合格' if total >= 60 else '不合格'
    last_tenth = village['ranked'] and place(village, county) > Fraction(9 * len(county), 10)
    if last_tenth and by_score in ('优秀', '良好'):
        by_score = '合格'
    return '不合格' if village['焚烧通报'] == '是' else by_score


def red_flags(villages):
    best = sorted({(v['total'], v['mean']) for v in villages if v['eligible']}, reverse=True)
    quota, chosen = max(1, len(villages) // 5), []
    for level in best:
        if len(chosen) >= quota:
            break
        chosen += [v for v in villages if v['eligible'] and (v['total'], v['mean']) == level]
    return [v['编号'] for v in chosen]


def main():
    villages, rejected = [], []
    for line, row in enumerate(rows('data.csv'), 2):
        (villages if row['保洁员缺额'].isdigit() and int(row['保洁员缺额']) <= 20 else rejected).append(row | {'line': line})
    marks = {}
    for row in rows('台账-月检.csv'):
        marks.setdefault(row['村'], []).append(Fraction(row['得分']))
    for v in villages:
        own = marks.get(v['编号'], [])
        v['mean'] = sum(own) / len(own) if own else Fraction(0)
        v['ranked'] = len(own) >= 3
    county = [v for v in villages if v['ranked']]
    for v in villages:
        peers = [other for other in county if other['乡镇'] == v['乡镇']]
        v['checks'] = Fraction(math.floor(v['mean'] * 60 + Fraction(1, 2)), 100)
        v['places'] = points_by_place(v, peers)
        v['upkeep'] = max(0, 10 - 2 * int(v['保洁员缺额']) - (3 if v['公厕制度'] == '否' else 0))
        v['minus'] = min(9, 3 * int(v['曝光次数']))
        v['total'] = max(Fraction(0), v['checks'] + v['places'] + v['upkeep'] - v['minus'])
        v['at'], v['in county'] = (place(v, peers), place(v, county)) if v['ranked'] else ('', '')
        v['grade'] = grade(v, county)
        v['eligible'] = v['grade'] in ('优秀', '良好') and v['ranked'] and v['at'] <= 3
    red = [key for town in sorted({v['乡镇'] for v in villages}) for key in red_flags([v for v in villages if v['乡镇'] == town])]
    with open('expected.csv', 'w', encoding='utf-8-sig', newline='') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(['编号', '乡镇名次', '全县名次', '月检成绩', '乡镇内名次', '长效管护', '加分', '减分', '总分', '否决', '等次', '评定结果'])
        for v in villages:
            writer.writerow([v['编号'], v['at'], v['in county'], shown(v['checks']), v['places'], v['upkeep'], 0, v['minus'], shown(v['total']), v['焚烧通报'],
                             v['grade'], '红旗村' if v['编号'] in red else v['grade']])
    print('rejected:', [(row['line'], row['编号']) for row in rejected])


if __name__ == '__main__':
    main()
