#!/usr/bin/env python3
"""镇江市党支部质量考评指标（2018）, evaluated a second time.

Written from the official text (rulesets/zhenjiang-2018/source.txt) and the interpretations K1 to K17 that the project adopted, without a
look at standard.gj, so that a mistake in either shows. Whole numbers and Decimal only.

    reference_zhenjiang_2018.py DATA.csv -o RESULTS.csv [--rejects REJECTS.csv]
"""
import argparse
import csv
import io
import re
import sys
import unicodedata
from decimal import Decimal

# name | type | lowest | highest | decimals | may be empty
FIELD_TABLE = """
编号|文本
名称|文本
上级党组织|文本
党员数|数|1|10000|0
未纳入管理党员数|数|0|10000|0
逾期未转组织关系党员数|数|0|10000|0
工作覆盖所在单位|是否
隶属关系顺畅|是否
设置合理|是否
党小组数|数|0|1000|0
上级书面提醒换届|是否
换届延期月数|数|0|600|0
履行延期换届程序|是否
换届补选程序规范|是否
书记党务意愿强|是否
书记能力强|是否
书记满意率|百分数|0|100|2
书记讲党课次数|数|0|1000|0
书记测试成绩|数|0|100|1|可空
设立支委会|是否
委员选举产生|是否
班子分工明确|是否
班子履职尽责|是否
班子民主议事|是否
先锋亮绩积分管理有力|是否
失联党员数|数|0|10000|0
开展双培养|是否
及时处置不合格党员|是否
群众不良反映属实例数|数|0|1000|0
三会一课缺次|数|0|1000|0
统一活动日缺次|数|0|100|0
未开展制度项数|数|0|3|0
不规范制度项数|数|0|3|0
领导干部缺席人数|数|0|1000|0
参与率低次数|数|0|1000|0
发展程序不规范环节数|数|0|100|0
发展资料齐全真实|是否
年初重核党费|是否
党费每月一交|是否
党费足额|是否
党费使用公布|是否
制定年度计划|是否
工作记录完整规范|是否
上级督查整改|是否
主题教育按要求开展|是否
主题不严肃次数|数|0|1000|0
必修课缺次|数|0|1000|0
教育管理载体|选项
党员错误言论|是否
理论测试错题数|数|0|1000|0
服务载体|选项
群众满意率|百分数|0|100|2
六必有缺项数|数|0|6|0
活动经费|数|0|100000000|2
建立激励制度|是否
二册一本齐全规范|是否
电子档案及时上报|是否
国家级表彰数|数|0|100|0
省部级表彰数|数|0|100|0
市厅级表彰数|数|0|100|0
支部书面检查次数|数|0|100|0
支部责令整改次数|数|0|100|0
支部通报批评次数|数|0|100|0
党员诫勉人次|数|0|1000|0
党员通报批评人次|数|0|1000|0
党员停职免职人次|数|0|1000|0
配备书记|是否
班子重大违法违纪|是否
违规发展党员|是否
党员群众满意度|百分数|0|100|2
重大事件恶劣影响|是否
其他不符合情形|是否
五星年初预报|是否
随机抽查合格|是否
综合考评得分|数|0|100|2|可空
"""
OPTIONS = ("效果好", "效果不好", "没有")
ITEMS = (
    "组织覆盖", "组织设置", "组织调整", "支部书记", "支部班子", "党员队伍", "组织生活", "党员发展", "党费收缴", "工作清单",
    "政治功能", "服务功能", "场所设施", "工作经费", "档案资料",
)
COLUMNS = ("编号",) + ITEMS + ("加分", "减分", "总分", "否决", "等次", "评定结果")
YES = {"是", "true", "1", "√"}
NO = {"否", "false", "0", "×"}


class Field:
    def __init__(self, line):
        parts = line.split("|")
        self.name, self.type = parts[0], parts[1]
        self.nullable = parts[-1] == "可空"
        self.numeric = self.type in ("数", "百分数")
        if self.numeric:
            self.low, self.high, self.decimals = int(parts[2]), int(parts[3]), int(parts[4])


FIELDS = [Field(line) for line in FIELD_TABLE.split()]


class Rejected(Exception):
    """A row that can't be evaluated; the argument names the field, or says 校验 or 重复."""


def read_number(field, text):
    text = unicodedata.normalize("NFKC", text).replace(",", "")
    if field.type == "百分数" and text.endswith("%"):
        text = text[:-1].rstrip()
    found = re.fullmatch(r"-?\d+(?:\.(\d+))?", text)
    if not found or len(found.group(1) or "") > field.decimals:
        raise Rejected(field.name)
    value = Decimal(text)
    if not field.low <= value <= field.high:
        raise Rejected(field.name)
    return value


def read_cell(field, text):
    text = text.strip()
    if not text:
        if field.nullable:
            return None
        raise Rejected(field.name)
    if field.numeric:
        return read_number(field, text)
    if field.type == "是否":
        if text.lower() in YES | NO:
            return text.lower() in YES
        raise Rejected(field.name)
    if field.type == "选项" and text not in OPTIONS:
        raise Rejected(field.name)
    return text


def read_row(cells):
    row = {field.name: read_cell(field, cells[field.name] or "") for field in FIELDS}
    if row["未开展制度项数"] + row["不规范制度项数"] > 3:
        raise Rejected("校验")
    return row


def item_scores(row):
    """Points of the fifteen 指标. K5: none goes below zero."""
    no = lambda name, points: 0 if row[name] else points
    lost = {}

    lost["组织覆盖"] = row["未纳入管理党员数"] + row["逾期未转组织关系党员数"] + no("工作覆盖所在单位", 1)

    groups = 2 if row["党员数"] >= 15 and row["党小组数"] < 2 else 0  # K7
    lost["组织设置"] = no("隶属关系顺畅", 2) + no("设置合理", 2) + groups

    late = not row["履行延期换届程序"] and 0 < row["换届延期月数"] <= 12  # K8
    lost["组织调整"] = no("上级书面提醒换届", 2) + (2 if late else 0) + no("换届补选程序规范", 2)

    able = row["书记能力强"] and row["书记满意率"] >= 80  # K4: any of them, once
    lost["支部书记"] = (
        no("书记党务意愿强", 1) + (0 if able else 2) + (1 if row["书记讲党课次数"] == 0 else 0) + test_loss(row["书记测试成绩"])
    )

    committee = 1 if row["党员数"] >= 7 and not row["设立支委会"] else 0
    lost["支部班子"] = (
        committee + no("委员选举产生", 1) + no("班子分工明确", 1) + no("班子履职尽责", 1) + no("班子民主议事", 1)
    )

    vanguard = min(2, no("先锋亮绩积分管理有力", 2) + row["失联党员数"])  # K6
    lost["党员队伍"] = vanguard + no("开展双培养", 1) + no("及时处置不合格党员", 1) + 2 * row["群众不良反映属实例数"]

    lost["组织生活"] = (
        row["三会一课缺次"] + row["统一活动日缺次"] + 2 * row["未开展制度项数"] + row["不规范制度项数"]
        + 2 * row["领导干部缺席人数"] + row["参与率低次数"]
    )

    steps = row["发展程序不规范环节数"]
    lost["党员发展"] = (3 if steps >= 2 else steps) + no("发展资料齐全真实", 2)  # K10

    lost["党费收缴"] = no("年初重核党费", 1) + no("党费每月一交", 1) + no("党费足额", 1) + no("党费使用公布", 1)
    lost["工作清单"] = no("制定年度计划", 1) + no("工作记录完整规范", 2) + no("上级督查整改", 1)

    first = no("主题教育按要求开展", 4) + 3 * row["主题不严肃次数"] + row["必修课缺次"]
    second = (
        {"效果好": 0, "效果不好": 2, "没有": 4}[row["教育管理载体"]] + (2 if row["党员错误言论"] else 0) + row["理论测试错题数"]
    )
    lost["政治功能"] = min(8, first) + min(7, second)  # K15

    lost["服务功能"] = {"效果好": 0, "效果不好": 3, "没有": 6}[row["服务载体"]] + (4 if row["群众满意率"] < 80 else 0)
    lost["场所设施"] = row["六必有缺项数"]
    lost["工作经费"] = money_loss(row) + no("建立激励制度", 1)
    lost["档案资料"] = no("二册一本齐全规范", 3) + no("电子档案及时上报", 2)

    full = dict(zip(ITEMS, (3, 6, 6, 8, 4, 8, 12, 5, 4, 4, 15, 10, 5, 5, 5)))
    return {name: max(0, full[name] - int(lost[name])) for name in ITEMS}


def test_loss(mark):
    """K3: left ends belong to their tier; who didn't sit the test loses all 4 points."""
    if mark is None or mark < 60:
        return 4
    return 3 if mark < 70 else 2 if mark < 80 else 1 if mark < 90 else 0


def money_loss(row):
    """K11: 100 元 a member a year."""
    if row["活动经费"] == 0:
        return 3
    return 1 if row["活动经费"] < row["党员数"] * 100 else 0


def bonus_of(row):
    return int(5 * row["国家级表彰数"] + 3 * row["省部级表彰数"] + 2 * row["市厅级表彰数"])


def penalty_of(row):
    branch = 3 * row["支部书面检查次数"] + 4 * row["支部责令整改次数"] + 5 * row["支部通报批评次数"]
    members = row["党员诫勉人次"] + 2 * row["党员通报批评人次"] + 3 * row["党员停职免职人次"]
    return int(branch + members)


def is_vetoed(row):
    overdue = not row["履行延期换届程序"] and row["换届延期月数"] > 12  # K8
    return (
        not row["配备书记"] or overdue or row["班子重大违法违纪"] or row["违规发展党员"] or row["党员群众满意度"] < 60
        or row["重大事件恶劣影响"] or row["其他不符合情形"]
    )


def grade_of(total):
    """K1, K2."""
    for low, name in ((90, "四星"), (80, "三星"), (70, "二星")):
        if total >= low:
            return name
    return "一星" if total > 60 else "不予评星"


def evaluate(row):
    result = {"编号": row["编号"], **item_scores(row)}
    result["加分"], result["减分"] = bonus_of(row), penalty_of(row)  # K12
    result["总分"] = max(0, sum(result[name] for name in ITEMS) + result["加分"] - result["减分"])  # K13
    vetoed = is_vetoed(row)
    result["否决"] = "是" if vetoed else "否"
    result["等次"] = "不予评星" if vetoed else grade_of(result["总分"])  # K14
    result["评定结果"] = result["等次"]
    return result


def select_five_stars(evaluated):
    """K16, over all (row, result) pairs."""
    quota = -(-len(evaluated) * 15 // 1000)
    candidates = [
        (row, result) for row, result in evaluated
        if result["等次"] == "四星" and row["五星年初预报"] and row["随机抽查合格"] and row["综合考评得分"] is not None
    ]
    candidates.sort(key=lambda pair: (-pair[0]["综合考评得分"], -pair[1]["总分"], pair[0]["编号"].encode()))
    for _, result in candidates[:quota]:
        result["评定结果"] = "五星"


def read_table(path):
    with open(path, "rb") as file:
        content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    table = csv.DictReader(io.StringIO(text, newline=""))
    missing = [field.name for field in FIELDS if field.name not in table.fieldnames]
    if missing:
        sys.exit("no column " + "、".join(missing))
    return table


def evaluate_table(path):
    """(results in the order of the input, rejects as (line, key, field))."""
    evaluated, rejects, seen = [], [], set()
    table = read_table(path)
    line = table.line_num + 1
    for cells in table:
        first_line, line = line, table.line_num + 1
        key = (cells["编号"] or "").strip()
        try:
            doubled = key in seen
            seen.add(key)
            row = read_row(cells)
            if doubled:
                raise Rejected("重复")
            evaluated.append((row, evaluate(row)))
        except Rejected as reason:
            rejects.append((first_line, key, str(reason)))
    select_five_stars(evaluated)
    return [result for _, result in evaluated], rejects


def write_csv(path, columns, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--rejects")
    options = parser.parse_args()
    results, rejects = evaluate_table(options.data)
    write_csv(options.output, COLUMNS, ([result[name] for name in COLUMNS] for result in results))
    if options.rejects:
        write_csv(options.rejects, ("行", "编号", "字段"), rejects)
    print(f"{len(results)} evaluated, {len(rejects)} rejected", file=sys.stderr)


if __name__ == "__main__":
    main()
