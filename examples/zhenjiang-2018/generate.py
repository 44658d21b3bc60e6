#!/usr/bin/env python3
"""Makes the synthetic branches of this folder: branches.csv and branches-gb18030.csv. The same bytes every time.

    python3 generate.py [FOLDER]

No branch, committee or figure in them is real.
"""
import csv
import os
import random
import sys

COMMITTEES = (
    ("城东街道党工委", "桃园 柳堤 青石桥 东门 学府 荷塘 新河 梧桐 古渡 朝阳", "社区"),
    ("河西镇党委", "白杨 石桥 南圩 北圩 大营 小营 沙洲 张庄 李庄 竹林", "村"),
    ("教育系统党委", "实验小学 第二中学 第四中学 外国语学校 江滨小学 职业学校 特殊教育学校 中心幼儿园 教师发展中心 开放学院", ""),
    ("卫生健康系统党委", "人民医院 中医院 妇幼保健院 疾控中心 急救中心 口腔医院 康复医院 血站 城东卫生中心 河西卫生院", ""),
    ("国资系统党委", "水务集团 公交集团 城建集团 粮食集团 港口集团 文旅集团 燃气公司 热电公司 环卫公司 担保公司", ""),
    ("两新组织党工委", "商务楼宇 物流园 电商产业园 眼镜城 汽配城 建材市场 律师协会 餐饮行业 快递行业 软件园", ""),
    ("高新园区党工委", "装备公司 新材料公司 电子公司 生物公司 船舶公司 仪器公司 光电公司 管委会机关 创业中心 检测公司", ""),
    ("注册会计师行业党委", "中正 永信 天和 众诚 江苏华瑞 立德 公允 至诚 恒信 苏才", "会计师事务所"),
)
ORDINALS = ("", "第一", "第二", "第三")

# What a branch without a fault looks like; the columns stand in this order.
FAULTLESS = dict(
    未纳入管理党员数=0, 逾期未转组织关系党员数=0, 工作覆盖所在单位="是", 隶属关系顺畅="是", 设置合理="是", 党小组数=None,
    上级书面提醒换届="是", 换届延期月数=0, 履行延期换届程序="是", 换届补选程序规范="是", 书记党务意愿强="是", 书记能力强="是",
    书记满意率=None, 书记讲党课次数=None, 书记测试成绩=None, 设立支委会="是", 委员选举产生="是", 班子分工明确="是",
    班子履职尽责="是", 班子民主议事="是", 先锋亮绩积分管理有力="是", 失联党员数=0, 开展双培养="是", 及时处置不合格党员="是",
    群众不良反映属实例数=0, 三会一课缺次=0, 统一活动日缺次=0, 未开展制度项数=0, 不规范制度项数=0, 领导干部缺席人数=0,
    参与率低次数=0, 发展程序不规范环节数=0, 发展资料齐全真实="是", 年初重核党费="是", 党费每月一交="是", 党费足额="是",
    党费使用公布="是", 制定年度计划="是", 工作记录完整规范="是", 上级督查整改="是", 主题教育按要求开展="是", 主题不严肃次数=0,
    必修课缺次=0, 教育管理载体="效果好", 党员错误言论="否", 理论测试错题数=0, 服务载体="效果好", 群众满意率=None, 六必有缺项数=0,
    活动经费=None, 建立激励制度="是", 二册一本齐全规范="是", 电子档案及时上报="是", 国家级表彰数=0, 省部级表彰数=0, 市厅级表彰数=0,
    支部书面检查次数=0, 支部责令整改次数=0, 支部通报批评次数=0, 党员诫勉人次=0, 党员通报批评人次=0, 党员停职免职人次=0,
    配备书记="是", 班子重大违法违纪="否", 违规发展党员="否", 党员群众满意度=None, 重大事件恶劣影响="否", 其他不符合情形="否",
    五星年初预报="否", 随机抽查合格="否", 综合考评得分="",
)

# Ordinary faults: points they cost (roughly; the standard decides), the cells they change, how common they are.
FAULTS = (
    (1, dict(未纳入管理党员数=1), 3), (2, dict(逾期未转组织关系党员数=2), 3), (1, dict(工作覆盖所在单位="否"), 1),
    (2, dict(隶属关系顺畅="否"), 1), (2, dict(设置合理="否"), 1), (2, dict(党小组数=1), 3), (2, dict(上级书面提醒换届="否"), 2),
    (2, dict(履行延期换届程序="否", 换届延期月数=5), 2), (2, dict(换届补选程序规范="否"), 1), (1, dict(书记党务意愿强="否"), 1),
    (2, dict(书记满意率="78.25%"), 2), (1, dict(书记讲党课次数=0), 3), (1, dict(书记测试成绩="86.5"), 6), (2, dict(书记测试成绩="73"), 5),
    (3, dict(书记测试成绩="61.5"), 2), (4, dict(书记测试成绩=""), 2), (1, dict(设立支委会="否"), 1), (1, dict(委员选举产生="否"), 2),
    (1, dict(班子分工明确="否"), 1), (1, dict(班子民主议事="否"), 1), (2, dict(先锋亮绩积分管理有力="否"), 3), (1, dict(失联党员数=1), 4),
    (2, dict(失联党员数=3), 2), (1, dict(开展双培养="否"), 4), (1, dict(及时处置不合格党员="否"), 2), (2, dict(群众不良反映属实例数=1), 1),
    (1, dict(三会一课缺次=1), 7), (3, dict(三会一课缺次=3), 4), (1, dict(统一活动日缺次=1), 6), (2, dict(统一活动日缺次=2), 3),
    (2, dict(未开展制度项数=1), 2), (2, dict(不规范制度项数=2), 4), (2, dict(领导干部缺席人数=1), 3), (2, dict(参与率低次数=2), 5),
    (1, dict(发展程序不规范环节数=1), 3), (3, dict(发展程序不规范环节数=3), 1), (2, dict(发展资料齐全真实="否"), 2),
    (1, dict(年初重核党费="否"), 3), (1, dict(党费每月一交="否"), 4), (1, dict(党费使用公布="否"), 3), (1, dict(制定年度计划="否"), 1),
    (2, dict(工作记录完整规范="否"), 5), (1, dict(上级督查整改="否"), 4), (4, dict(主题教育按要求开展="否"), 1),
    (3, dict(主题不严肃次数=1), 2), (2, dict(必修课缺次=2), 4), (2, dict(教育管理载体="效果不好"), 3), (4, dict(教育管理载体="没有"), 1),
    (1, dict(理论测试错题数=1), 5), (3, dict(理论测试错题数=3), 3), (3, dict(服务载体="效果不好"), 4), (6, dict(服务载体="没有"), 1),
    (4, dict(群众满意率="76.50%"), 1), (1, dict(六必有缺项数=1), 5), (2, dict(六必有缺项数=2), 3), (1, dict(活动经费="短缺"), 4),
    (3, dict(活动经费="0"), 1), (1, dict(建立激励制度="否"), 7), (3, dict(二册一本齐全规范="否"), 2), (2, dict(电子档案及时上报="否"), 4),
    (3, dict(支部书面检查次数=1), 1), (1, dict(党员诫勉人次=1), 3), (2, dict(党员通报批评人次=1), 1),
)
VETOES = {
    40: dict(配备书记="否"), 97: dict(履行延期换届程序="否", 换届延期月数=14), 150: dict(班子重大违法违纪="是"),
    203: dict(党员群众满意度="59.50%"), 261: dict(违规发展党员="是", 其他不符合情形="是"),
}
# Rows that a careful reader has to send back, by place in the table.
MISTAKES = {
    23: dict(群众满意率="101%"), 66: dict(党员数=""), 111: dict(书记测试成绩="85.55"), 158: dict(服务载体="一般"),
    190: dict(未开展制度项数=2, 不规范制度项数=2), 236: dict(编号="ZB06-008"), 284: dict(配备书记="有"),
}
# 五星: place in the table, mark of the overall inspection, awards. Places five to seven tie at 94.5 marks.
CANDIDATES = (
    (12, "97.25", dict(省部级表彰数=1)), (51, "96", {}), (84, "95.75", dict(国家级表彰数=1)), (120, "95.5", {}),
    (139, "94.5", dict(市厅级表彰数=1)), (171, "94.5", {}), (214, "94.5", {}), (229, "93", {}), (255, "92.75", dict(市厅级表彰数=2)),
    (290, "91.5", {}),
)


class Draw:
    """random.random() alone is promised to stay the same from one Python to the next."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def between(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def of(self, items):
        return items[int(self.random() * len(items))]


def identity(place):
    committee, number = place % len(COMMITTEES), place // len(COMMITTEES)
    name, places, kind = COMMITTEES[committee]
    places = places.split()
    branch = places[number % len(places)] + kind + ORDINALS[number // len(places)] + "党支部"
    return dict(编号=f"ZB{committee + 1:02d}-{number + 1:03d}", 名称=branch, 上级党组织=name)


def faultless(draw, place):
    row = identity(place)
    members = draw.between(5, 60) if draw.random() < 0.9 else draw.between(3, 14)
    row.update(党员数=members, **FAULTLESS)
    row["党小组数"] = 2 + members // 15 if members >= 15 else draw.between(0, 1)
    row["书记满意率"] = f"{draw.between(8300, 10000) / 100:.2f}%"
    row["书记讲党课次数"] = draw.between(1, 4)
    row["书记测试成绩"] = f"{draw.between(90, 99)}" + draw.of(("", ".5"))
    row["群众满意率"] = f"{draw.between(8200, 9990) / 100:.2f}%"
    row["党员群众满意度"] = f"{draw.between(7500, 9990) / 100:.2f}%"
    row["活动经费"] = f"{members * 100 + draw.between(0, 40) * 50}" + draw.of(("", ".00"))
    return row


def fits(fault, row, touched, points):
    """A fault is drawn once, in cells no other fault has changed, and only where it costs something."""
    cost, cells, _ = fault
    if "党小组数" in cells and row["党员数"] < 15 or "设立支委会" in cells and row["党员数"] < 7:
        return False
    return cost <= points and touched.isdisjoint(cells)


def add_faults(draw, row, points):
    """Different faults worth `points` in all, the common ones more often."""
    urn = [fault for fault in FAULTS for _ in range(fault[2])]
    touched = set()
    for _ in range(2000):
        fault = draw.of(urn)
        if fits(fault, row, touched, points):
            row.update(fault[1])
            touched.update(fault[1])
            points -= fault[0]
    if row["活动经费"] == "短缺":
        row["活动经费"] = str(row["党员数"] * 100 - draw.between(1, 6) * 50)


def points_to_lose(draw):
    share = draw.random()
    if share < 0.015:
        return draw.between(40, 48)
    if share < 0.095:
        return draw.between(31, 39)
    if share < 0.32:
        return draw.between(21, 30)
    if share < 0.735:
        return draw.between(11, 20)
    return draw.between(0, 10)


def make_row(draw, place):
    row = faultless(draw, place)
    candidate = next((entry for entry in CANDIDATES if entry[0] == place), None)
    add_faults(draw, row, draw.between(0, 4) if candidate else points_to_lose(draw))
    if candidate:
        row.update(candidate[2], 五星年初预报="是", 随机抽查合格="是", 综合考评得分=candidate[1])
    elif draw.random() < 0.05:
        row.update(五星年初预报="是", 随机抽查合格="否", 综合考评得分=f"{draw.between(80, 96)}")
    if not candidate and draw.random() < 0.06:
        row["市厅级表彰数"] = 1
    row.update(VETOES.get(place, {}))
    row.update(MISTAKES.get(place, {}))
    return row


def write(path, rows, encoding, line_end):
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator=line_end)
        writer.writeheader()
        writer.writerows(rows)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    draw = Draw(2018)
    rows = [make_row(draw, place) for place in range(300)]
    write(os.path.join(folder, "branches.csv"), rows, "utf-8-sig", "\n")
    write(os.path.join(folder, "branches-gb18030.csv"), rows[4:24], "gb18030", "\r\n")


if __name__ == "__main__":
    main()
