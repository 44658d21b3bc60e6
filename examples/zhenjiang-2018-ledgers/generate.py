#!/usr/bin/env python3
"""Makes synthetic branches with their own records: data.csv and a 台账-NAME.csv for each ledger. The same bytes every time.

    python3 generate.py [FOLDER [BRANCHES [SEED]]]

No branch, member or figure in them is real.
"""
import csv
import os
import random
import sys
from datetime import date, timedelta

LEDGERS = dict(
    组织生活记录="支部 日期 种类 应到 实到 书记主讲 规范", 党员="党员编号 支部 纳入管理 应转出日期 失联起始 应缴月数", 党费缴纳="党员 月份 应缴 实缴",
    测评票="支部 事项 结果", 表彰记录="支部 日期 级别", 问责记录="支部 日期 对象 处理",
)
SYSTEMS = ("专题组织生活会", "民主评议党员", "谈心谈话")
HANDLING = "书面检查 诫勉谈话 责令整改 责令公开道歉 通报批评 扣发津贴奖金 停职检查 调整岗位 引咎辞职 责令辞职 免职 辞退 违法违纪".split()
YES = "是"
# What stands in the table of the branches: cells without a fault, and with one.
CELLS = dict(
    工作覆盖所在单位="是否", 隶属关系顺畅="是否", 设置合理="是否", 党小组数="23", 上级书面提醒换届="是否", 换届延期月数="00", 履行延期换届程序="是否",
    换届补选程序规范="是否", 书记党务意愿强="是否", 书记能力强="是否", 书记测试成绩=("92.5", "71"), 设立支委会="是否", 委员选举产生="是否",
    班子分工明确="是否", 班子履职尽责="是否", 班子民主议事="是否", 先锋亮绩积分管理有力="是否", 开展双培养="是否", 及时处置不合格党员="是否",
    群众不良反映属实例数="01", 领导干部缺席人数="01", 发展程序不规范环节数="01", 发展资料齐全真实="是否", 年初重核党费="是否", 党费使用公布="是否",
    制定年度计划="是否", 工作记录完整规范="是否", 上级督查整改="是否", 主题教育按要求开展="是否", 主题不严肃次数="01", 必修课缺次="02",
    教育管理载体=("效果好", "效果不好"), 党员错误言论="否否", 理论测试错题数="01", 服务载体=("效果好", "没有"), 六必有缺项数="01",
    活动经费=("5000", "320.5"), 建立激励制度="是否", 二册一本齐全规范="是否", 电子档案及时上报="是否", 配备书记="是是", 班子重大违法违纪="否否",
    违规发展党员="否否", 重大事件恶劣影响="否否", 其他不符合情形="否否", 五星年初预报="否是", 随机抽查合格="否是", 综合考评得分=("", "93.5"),
)


class Draw:
    """random.random() alone is promised to stay the same from one Python to the next."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def between(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def of(self, items):
        return items[self.between(0, len(items) - 1)]

    def chance(self, share):
        return self.random() < share

    def shuffled(self, items):
        return [items[place] for _, place in sorted((self.random(), place) for place in range(len(items)))]

    def day(self, first, last):
        return first + timedelta(self.between(0, (last - first).days))


def month_days(year, month):
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def meeting(draw, key, first, last, kind, members):
    due = members if kind != "支委会" else min(members, 5)
    present = due if draw.chance(0.8) else draw.between((due * 3 + 3) // 4, due)
    return dict(支部=key, 日期=draw.day(first, last), 种类=kind, 应到=due, 实到=present, 书记主讲=YES if kind == "党课" and draw.chance(0.5) else "",
                规范="否" if draw.chance(0.03) else draw.of(("", YES)))


def meetings(draw, key, members, missing):
    """Every quarter and month has its meeting, but for some that are left out; now and then there is one more."""
    plan = [(kind, month_days(2018, quarter * 3 + 1)[0], month_days(2018, quarter * 3 + 3)[1]) for kind in ("支部党员大会", "党课") for quarter in range(4)]
    plan += [(kind, *month_days(2018, month)) for kind in ("支委会", "统一活动日") for month in range(1, 13)]
    plan += [(kind, date(2018, 11, 1), date(2018, 12, 31)) for kind in SYSTEMS]
    rows = []
    for kind, first, last in plan:
        for _ in range(0 if draw.chance(missing) else 2 if draw.chance(0.05) else 1):
            rows.append(meeting(draw, key, first, last, kind, members))
    return rows


def roster(draw, key, members):
    rows = []
    for number in range(members):
        row = dict(党员编号=f"{key}-{number + 1:02d}", 支部=key, 纳入管理="否" if draw.chance(0.01) else draw.of(("", YES)), 应转出日期="", 失联起始="",
                   应缴月数="" if draw.chance(0.9) else draw.between(0, 12))
        if draw.chance(0.01):
            row["应转出日期"] = draw.day(date(2018, 10, 25), date(2018, 12, 31))
        if draw.chance(0.01):
            row["失联起始"] = draw.day(date(2018, 9, 20), date(2018, 10, 10))
        rows.append(row)
    return rows


def payments(draw, members, missing):
    rows = []
    for member in members:
        due = 12 if member["应缴月数"] == "" else member["应缴月数"]
        for month in range(13 - due, 13):
            owed = draw.of(("3", "5.5", "12.75"))
            for _ in range(0 if draw.chance(missing) else 1):
                rows.append(dict(党员=member["党员编号"], 月份=month, 应缴=owed, 实缴="2.99" if draw.chance(missing / 2) else owed))
    return rows


def votes(draw, key, content):
    return [dict(支部=key, 事项=kind, 结果=draw.of(("满意", "基本满意")) if draw.chance(content) else draw.of(("不满意", "弃权")))
            for kind in ("书记", "群众评支部", "党员群众评支部") for _ in range(draw.between(3, 12))]


def honours(draw, key):
    return [dict(支部=key, 日期=draw.day(date(2017, 12, 20), date(2018, 12, 31)), 级别=draw.of(("国家级", "省部级", "市厅级", "其他级")))
            for _ in range(draw.between(1, 3) if draw.chance(0.1) else 0)]


def sanctions(draw, key, often):
    return [dict(支部=key, 日期=draw.day(date(2017, 12, 1), date(2018, 12, 31)), 对象=draw.of(("党支部", "所在单位", "党员")), 处理=draw.of(HANDLING))
            for _ in range(draw.between(1, 4) if draw.chance(often) else 0)]


def branch(draw, place, tables):
    key = f"ZB{place + 1:04d}"
    care = draw.random() ** 2 * 0.6  # how often something is amiss
    row = dict(编号=key, 名称=f"第{place + 1}党支部", 上级党组织=f"第{place % 5 + 1}党委")
    row.update((name, cells[1] if draw.chance(care) else cells[0]) for name, cells in CELLS.items())
    if place % 8 == 7:
        row.update(五星年初预报="是", 随机抽查合格="是", 综合考评得分=f"{draw.between(180, 199) / 2:g}")
    members = draw.between(3, 18)
    people = roster(draw, key, members)
    tables["组织生活记录"] += meetings(draw, key, members, care)
    tables["党员"] += people
    tables["党费缴纳"] += payments(draw, people, care / 40)
    tables["测评票"] += votes(draw, key, 1 - care)
    tables["表彰记录"] += honours(draw, key)
    tables["问责记录"] += sanctions(draw, key, care * 2)
    return row


def spoil(draw, rows, tables):
    """Rows that a careful reader puts aside."""
    meetings_, people, fees, ballots = tables["组织生活记录"], tables["党员"], tables["党费缴纳"], tables["测评票"]
    meetings_[3].update(实到=meetings_[3]["应到"] + 1)                # more than were due
    meetings_[40].update(支部="ZB9999")                               # a branch that isn't there
    meetings_[41].update(日期="2019-01-01")                           # out of the year
    people.append(dict(people[5]))                                     # entered twice
    people[9].update(纳入管理="也许")                                  # and whatever that member paid doesn't count
    fees[7].update(党员="ZB0001-99")                                  # a member who isn't there
    fees[8].update(月份=13)
    ballots[2].update(结果="还行")
    last = rows[-1]["编号"]                                            # a branch that held no votes on its secretary
    tables["测评票"] = [vote for vote in ballots if vote["支部"] != last or vote["事项"] != "书记"]
    rows[4].update(党小组数="两个")                                    # a branch put aside with all its records


def write(folder, name, columns, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    draw = Draw(int(sys.argv[3]) if len(sys.argv) > 3 else 2018)
    tables = {name: [] for name in LEDGERS}
    rows = [branch(draw, place, tables) for place in range(int(sys.argv[2]) if len(sys.argv) > 2 else 40)]
    spoil(draw, rows, tables)
    write(folder, "data.csv", list(rows[0]), rows)
    for name, columns in LEDGERS.items():
        # No ledger has to be in any order.
        write(folder, f"台账-{name}.csv", columns.split(), draw.shuffled(tables[name]))


if __name__ == "__main__":
    main()
