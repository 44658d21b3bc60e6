#!/usr/bin/env python3
"""Rows that live on the edges of the 2018 standard, for comparing engines. The same bytes for the same seed.

    edges_zhenjiang_2018.py ROWS [SEED] > DATA.csv

Every field is drawn from its own edges and what lies next to them. Most rows are faultless but for some cells, so that totals spread over all
the grades and the caps are met from both sides; one row in sixteen is drawn wild, and one in forty is one that has to be rejected.
"""
import csv
import random
import sys

from reference_zhenjiang_2018 import FIELDS, OPTIONS

NUMBERS = {
    "党员数": (1, 2, 6, 7, 8, 14, 15, 16, 50, 9999, 10000),
    "党小组数": (0, 1, 2, 3, 999, 1000),
    "换届延期月数": (0, 1, 2, 11, 12, 13, 14, 599, 600),
    "六必有缺项数": (0, 1, 4, 5, 6),
    "未开展制度项数": (0, 1, 2, 3),
    "不规范制度项数": (0, 1, 2, 3),
    "发展程序不规范环节数": (0, 1, 2, 3, 99, 100),
    "书记测试成绩": ("", "0", "0.1", "59.9", "60", "60.0", "60.1", "69.9", "70", "70.1", "79.9", "80", "80.1", "89.9", "90", "90.1", "99.9", "100"),
    "综合考评得分": ("", "0", "0.01", "89.99", "90", "95.5", "95.50", "99.99", "100"),
}
RATES = ("0", "0.01", "59.99", "60", "60.00%", "60.01%", "79.99", "79.99%", "80%", "80", "80.01", "99.99%", "100", "100%")
COUNTS = (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 20, 126, 127, 128, 255, 256, 999, 1000, 9999, 10000)
BAD_RATES = ("-0.01", "100.01", "50.001", "0.8.1", "%", "8O")
GOOD_FLAGS = {"党员错误言论": "否", "班子重大违法违纪": "否", "违规发展党员": "否", "重大事件恶劣影响": "否", "其他不符合情形": "否"}
VETO_FLAGS = ("配备书记", "班子重大违法违纪", "违规发展党员", "重大事件恶劣影响", "其他不符合情形")


class Draw:
    """random.random() alone is promised to stay the same from one Python to the next."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def of(self, items):
        return items[int(self.random() * len(items))]

    def chance(self, share):
        return self.random() < share


def edge(draw, field, members):
    """A value at or next to an edge of the field."""
    if field.type == "是否":
        return draw.of(("是", "否"))
    if field.type == "选项":
        return draw.of(OPTIONS)
    if field.type == "百分数":
        return draw.of(RATES)
    if field.name == "活动经费":
        need = members * 100
        return draw.of(("0", "0.01", "1", f"{need - 1}.99", str(need), f"{need}.01", "99999999.99", "100000000"))
    if field.name in NUMBERS:
        return draw.of(NUMBERS[field.name])
    return draw.of([count for count in COUNTS if count <= field.high])


def faultless(field, members):
    """A value that costs nothing and vetoes nothing."""
    if field.type == "是否":
        return GOOD_FLAGS.get(field.name, "是")
    if field.type == "选项":
        return OPTIONS[0]
    if field.type == "百分数":
        return "88.50%"
    special = {"党小组数": 2, "书记讲党课次数": 1, "书记测试成绩": "95", "活动经费": str(members * 100), "综合考评得分": "92"}
    return special.get(field.name, 0)


def spoil(draw, row):
    """Makes one cell, or the sum of two, inadmissible."""
    field = draw.of([field for field in FIELDS if field.type != "文本"])
    if draw.chance(0.2):
        row.update(未开展制度项数=draw.of((2, 3)), 不规范制度项数=draw.of((2, 3)))
    elif field.type == "百分数":
        row[field.name] = draw.of(BAD_RATES)
    elif field.numeric:
        row[field.name] = draw.of((field.high + 1, field.low - 1, "1." + "0" * field.decimals + "5", "三", "9" * 30))
    else:
        row[field.name] = draw.of(("", "好", "有", "是是"))


def make_row(draw, number):
    members = draw.of(NUMBERS["党员数"])
    wild = draw.chance(1 / 16)
    faults = draw.of((0.02, 0.05, 0.1, 0.2, 0.35))
    row = {"编号": f"B{number:07d}", "名称": f"第{number}党支部", "上级党组织": f"第{number % 8 + 1}党委", "党员数": members}
    for field in FIELDS[len(row):]:
        rare = 0.1 if field.name in VETO_FLAGS else 1
        if wild or draw.chance(faults * rare):
            row[field.name] = edge(draw, field, members)
        else:
            row[field.name] = faultless(field, members)
    if int(row["未开展制度项数"]) + int(row["不规范制度项数"]) > 3:
        row["不规范制度项数"] = 3 - int(row["未开展制度项数"])
    if draw.chance(1 / 40):
        spoil(draw, row)
    return row


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    draw = Draw(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sys.stdout.reconfigure(encoding="utf-8-sig", newline="")
    writer = csv.DictWriter(sys.stdout, [field.name for field in FIELDS], lineterminator="\n")
    writer.writeheader()
    for number in range(1, int(sys.argv[1]) + 1):
        writer.writerow(make_row(draw, number))


if __name__ == "__main__":
    main()
