#!/usr/bin/env python3
"""镇江市党支部质量考评指标（2018）from the branches' own records, evaluated a second time.

What officers count by hand is counted here from the ledgers, as interpretations L1 to L13 of rulesets/zhenjiang-2018-ledgers say, without a look at
how standard.gj says it; the rest is reference_zhenjiang_2018.py. Whole numbers and Fraction only.

    reference_zhenjiang_2018_ledgers.py FOLDER -o RESULTS.csv [--rejects REJECTS.csv]

FOLDER holds data.csv and a 台账-NAME.csv for each ledger. REJECTS: ledger (empty: the table), line and key of each row put aside.
"""
import argparse
import csv
import os
from collections import defaultdict
from datetime import date
from fractions import Fraction

import reference_zhenjiang_2018 as sheet

COUNTED = set(
    "党员数 未纳入管理党员数 逾期未转组织关系党员数 书记满意率 书记讲党课次数 失联党员数 三会一课缺次 统一活动日缺次 未开展制度项数 不规范制度项数 "
    "参与率低次数 党费每月一交 党费足额 群众满意率 国家级表彰数 省部级表彰数 市厅级表彰数 支部书面检查次数 支部责令整改次数 支部通报批评次数 "
    "党员诫勉人次 党员通报批评人次 党员停职免职人次 党员群众满意度".split()
)
SYSTEMS = {"专题组织生活会", "民主评议党员", "谈心谈话"}
YEAR_END = date(2018, 12, 31)
LIGHT = {"书面检查", "诫勉谈话"}
PUBLIC = {"责令公开道歉", "通报批评"}
POST = {"停职检查", "调整岗位", "引咎辞职", "责令辞职", "免职", "辞退", "违法违纪"}


class Bad(Exception):
    pass


def a_day(text, first, last):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Bad from None
    if not first <= day <= last:
        raise Bad
    return day


def a_number(text, low, high, decimals=0):
    whole, _, rest = text.partition(".")
    if not whole.isdigit() or (rest and not rest.isdigit()) or len(rest) > decimals:
        raise Bad
    value = Fraction(text)
    if not low <= value <= high:
        raise Bad
    return value


def one_of(text, words):
    if text not in words:
        raise Bad
    return text


def yes_no(text, default):
    return default if not text else one_of(text, ("是", "否")) == "是"


YEAR = date(2018, 1, 1), YEAR_END
LONG = date(2000, 1, 1), YEAR_END
DECADE = date(2010, 1, 1), YEAR_END


def a_meeting(cells):
    due, present = a_number(cells["应到"], 1, 10000), a_number(cells["实到"], 0, 10000)
    kind = one_of(cells["种类"], SYSTEMS | {"支部党员大会", "支委会", "党课", "统一活动日"})
    row = dict(day=a_day(cells["日期"], *YEAR), kind=kind, due=due, present=present, secretary=yes_no(cells["书记主讲"], False), proper=yes_no(cells["规范"], True))
    if present > due:
        raise Bad
    return row


def a_member(cells):
    day = lambda name: a_day(cells[name], *LONG) if cells[name] else None
    return dict(managed=yes_no(cells["纳入管理"], True), leaving=day("应转出日期"), lost=day("失联起始"),
                months=a_number(cells["应缴月数"], 0, 12) if cells["应缴月数"] else 12, fees=[])


def a_fee(cells):
    return dict(month=a_number(cells["月份"], 1, 12), owed=a_number(cells["应缴"], 0, 100000, 2), paid=a_number(cells["实缴"], 0, 100000, 2))


def a_vote(cells):
    return dict(matter=one_of(cells["事项"], ("书记", "群众评支部", "党员群众评支部")), answer=one_of(cells["结果"], ("满意", "基本满意", "不满意", "弃权")))


def an_honour(cells):
    return dict(day=a_day(cells["日期"], *DECADE), level=one_of(cells["级别"], ("国家级", "省部级", "市厅级", "其他级")))


def a_sanction(cells):
    kinds = LIGHT | PUBLIC | POST | {"责令整改", "扣发津贴奖金"}
    return dict(day=a_day(cells["日期"], *DECADE), whom=one_of(cells["对象"], ("党支部", "所在单位", "党员")), how=one_of(cells["处理"], kinds))


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for line, cells in enumerate(csv.DictReader(file), 2):
            yield line, {name: cell.strip() for name, cell in cells.items()}


def read_ledger(folder, name, read, owners, link, key, rejects):
    """Rows by whom they belong to. A row that belongs to nobody, repeats its key or can't be read is put aside."""
    rows, seen = defaultdict(list), set()
    for line, cells in table(os.path.join(folder, f"台账-{name}.csv")):
        try:
            row = read(cells)
            if cells[link] not in owners:
                raise Bad
            if key and cells[key] in seen:
                raise Bad
            rows[cells[link]].append((cells[key] if key else None, row))
        except Bad:
            rejects.append((name, line, cells[link]))
        if key:
            seen.add(cells[key])
    return rows, seen


def months_since(day):
    """Whole months to the end of the year; the day that a month hasn't is its last."""
    months = (YEAR_END.year - day.year) * 12 + YEAR_END.month - day.month
    return months if day.day <= YEAR_END.day else months - 1


def meetings_counted(row, meetings):
    quarters = lambda kind: {(m["day"].month + 2) // 3 for m in meetings if m["kind"] == kind}
    months = lambda kind: {m["day"].month for m in meetings if m["kind"] == kind}
    missing = 4 - len(quarters("支部党员大会")) + 4 - len(quarters("党课"))
    if row["设立支委会"]:
        missing += 12 - len(months("支委会"))
    held = {m["kind"] for m in meetings if m["kind"] in SYSTEMS}
    return dict(
        三会一课缺次=missing, 统一活动日缺次=12 - len(months("统一活动日")), 未开展制度项数=3 - len(held),
        不规范制度项数=len({m["kind"] for m in meetings if m["kind"] in SYSTEMS and not m["proper"]}),
        参与率低次数=sum(m["present"] * 10 < m["due"] * 8 for m in meetings), 书记讲党课次数=sum(m["kind"] == "党课" and m["secretary"] for m in meetings),
    )


def members_counted(members):
    monthly = all(len({fee["month"] for fee in m["fees"] if fee["paid"] > 0}) >= m["months"] for m in members)
    return dict(
        党员数=len(members), 未纳入管理党员数=sum(not m["managed"] for m in members),
        逾期未转组织关系党员数=sum(m["leaving"] is not None and months_since(m["leaving"]) >= 1 for m in members),
        失联党员数=sum(m["lost"] is not None and months_since(m["lost"]) >= 3 for m in members),
        党费每月一交=monthly, 党费足额=all(fee["paid"] >= fee["owed"] for m in members for fee in m["fees"]),
    )


def votes_counted(votes):
    counted = {}
    for name, matter in (("书记满意率", "书记"), ("群众满意率", "群众评支部"), ("党员群众满意度", "党员群众评支部")):
        valid = [v["answer"] for v in votes if v["matter"] == matter and v["answer"] != "弃权"]
        if not valid:
            raise sheet.Rejected("校验")
        counted[name] = Fraction(100 * sum(answer != "不满意" for answer in valid), len(valid))
    return counted


def awards_counted(honours, sanctions):
    recent = [h["level"] for h in honours if h["day"].year == 2018]
    blamed = [(s["whom"] == "党员", s["how"]) for s in sanctions if s["day"].year == 2018]
    number = lambda member, how: sum(whom == member and kind in how for whom, kind in blamed)
    return dict(
        国家级表彰数=recent.count("国家级"), 省部级表彰数=recent.count("省部级"), 市厅级表彰数=recent.count("市厅级"),
        支部书面检查次数=number(False, LIGHT), 支部责令整改次数=number(False, {"责令整改"}), 支部通报批评次数=number(False, PUBLIC),
        党员诫勉人次=number(True, LIGHT), 党员通报批评人次=number(True, PUBLIC | {"扣发津贴奖金"}), 党员停职免职人次=number(True, POST),
    )


class Records:
    def __init__(self, folder, branches, rejects):
        rows = lambda rows_by_key: {key: [row for _, row in rows] for key, rows in rows_by_key.items()}
        of_branch = lambda name, read: rows(read_ledger(folder, name, read, branches, "支部", None, rejects)[0])
        self.meetings = of_branch("组织生活记录", a_meeting)
        people, known = read_ledger(folder, "党员", a_member, branches, "支部", "党员编号", rejects)
        fees = rows(read_ledger(folder, "党费缴纳", a_fee, known, "党员", None, rejects)[0])
        for branch in people.values():
            for number, member in branch:
                member["fees"] = fees.get(number, [])
        self.people = rows(people)
        self.votes, self.honours, self.sanctions = of_branch("测评票", a_vote), of_branch("表彰记录", an_honour), of_branch("问责记录", a_sanction)

    def counted(self, key, row):
        get = lambda rows: rows.get(key, [])
        if not get(self.people):
            raise sheet.Rejected("校验")
        return {**meetings_counted(row, get(self.meetings)), **members_counted(get(self.people)), **votes_counted(get(self.votes)),
                **awards_counted(get(self.honours), get(self.sanctions))}


def evaluate_folder(folder):
    rejects, evaluated, seen = [], [], set()
    path = os.path.join(folder, "data.csv")
    fields = [field for field in sheet.FIELDS if field.name not in COUNTED]
    records = Records(folder, {cells["编号"] for _, cells in table(path)}, rejects)
    for line, cells in table(path):
        key = cells["编号"]
        try:
            row = {field.name: sheet.read_cell(field, cells[field.name]) for field in fields}
            row.update(records.counted(key, row))
            if key in seen:
                raise sheet.Rejected("重复")
            evaluated.append((row, sheet.evaluate(row)))
        except sheet.Rejected:
            rejects.append(("", line, key))
        seen.add(key)
    sheet.select_five_stars(evaluated)
    return [result for _, result in evaluated], rejects


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--rejects")
    options = parser.parse_args()
    results, rejects = evaluate_folder(options.folder)
    sheet.write_csv(options.output, sheet.COLUMNS, ([result[name] for name in sheet.COLUMNS] for result in results))
    if options.rejects:
        sheet.write_csv(options.rejects, ("台账", "行号", "编号"), sorted(rejects))


if __name__ == "__main__":
    main()
