WITH s AS (
  SELECT 行号, 编号, 五星年初预报, 随机抽查合格, 综合考评得分,
    3 - LEAST(3, LEAST(未纳入管理党员数, 3) + LEAST(逾期未转组织关系党员数, 3) + CASE WHEN 工作覆盖所在单位 THEN 0 ELSE 1 END) AS 组织覆盖,
    6 - CASE WHEN 隶属关系顺畅 THEN 0 ELSE 2 END - CASE WHEN 设置合理 THEN 0 ELSE 2 END - CASE WHEN 党员数 >= 15 AND 党小组数 < 2 THEN 2 ELSE 0 END AS 组织设置,
    6 - CASE WHEN 上级书面提醒换届 THEN 0 ELSE 2 END - CASE WHEN 换届延期月数 BETWEEN 1 AND 12 AND NOT 履行延期换届程序 THEN 2 ELSE 0 END
      - CASE WHEN 换届补选程序规范 THEN 0 ELSE 2 END AS 组织调整,
    8 - CASE WHEN 书记党务意愿强 THEN 0 ELSE 1 END - CASE WHEN NOT 书记能力强 OR NUMBER(书记满意率) < 80 THEN 2 ELSE 0 END
      - CASE WHEN 书记讲党课次数 = 0 THEN 1 ELSE 0 END
      - CASE WHEN 书记测试成绩 IS NULL OR NUMBER(书记测试成绩) < 60 THEN 4 WHEN NUMBER(书记测试成绩) < 70 THEN 3 WHEN NUMBER(书记测试成绩) < 80 THEN 2
        WHEN NUMBER(书记测试成绩) < 90 THEN 1 ELSE 0 END AS 支部书记,
    4 - LEAST(4, CASE WHEN 党员数 >= 7 AND NOT 设立支委会 THEN 1 ELSE 0 END + CASE WHEN 委员选举产生 THEN 0 ELSE 1 END + CASE WHEN 班子分工明确 THEN 0 ELSE 1 END
      + CASE WHEN 班子履职尽责 THEN 0 ELSE 1 END + CASE WHEN 班子民主议事 THEN 0 ELSE 1 END) AS 支部班子,
    8 - LEAST(8, LEAST(2, CASE WHEN 先锋亮绩积分管理有力 THEN 0 ELSE 2 END + LEAST(失联党员数, 2)) + CASE WHEN 开展双培养 THEN 0 ELSE 1 END
      + CASE WHEN 及时处置不合格党员 THEN 0 ELSE 1 END + 2 * LEAST(群众不良反映属实例数, 4)) AS 党员队伍,
    12 - LEAST(12, LEAST(三会一课缺次, 12) + LEAST(统一活动日缺次, 12) + 2 * 未开展制度项数 + 不规范制度项数 + 2 * LEAST(领导干部缺席人数, 6)
      + LEAST(参与率低次数, 12)) AS 组织生活,
    5 - CASE WHEN 发展程序不规范环节数 >= 2 THEN 3 WHEN 发展程序不规范环节数 = 1 THEN 1 ELSE 0 END - CASE WHEN 发展资料齐全真实 THEN 0 ELSE 2 END AS 党员发展,
    4 - CASE WHEN 年初重核党费 THEN 0 ELSE 1 END - CASE WHEN 党费每月一交 THEN 0 ELSE 1 END - CASE WHEN 党费足额 THEN 0 ELSE 1 END
      - CASE WHEN 党费使用公布 THEN 0 ELSE 1 END AS 党费收缴,
    4 - CASE WHEN 制定年度计划 THEN 0 ELSE 1 END - CASE WHEN 工作记录完整规范 THEN 0 ELSE 2 END - CASE WHEN 上级督查整改 THEN 0 ELSE 1 END AS 工作清单,
    15 - LEAST(8, CASE WHEN 主题教育按要求开展 THEN 0 ELSE 4 END + 3 * LEAST(主题不严肃次数, 3) + LEAST(必修课缺次, 8))
      - LEAST(7, CASE 教育管理载体 WHEN '效果不好' THEN 2 WHEN '没有' THEN 4 ELSE 0 END + CASE WHEN 党员错误言论 THEN 2 ELSE 0 END + LEAST(理论测试错题数, 7)) AS 政治功能,
    10 - CASE 服务载体 WHEN '效果不好' THEN 3 WHEN '没有' THEN 6 ELSE 0 END - CASE WHEN NUMBER(群众满意率) < 80 THEN 4 ELSE 0 END AS 服务功能,
    5 - LEAST(5, 六必有缺项数) AS 场所设施,
    5 - CASE WHEN NUMBER(活动经费) = 0 THEN 3 WHEN NUMBER(活动经费) < 100 * 党员数 THEN 1 ELSE 0 END - CASE WHEN 建立激励制度 THEN 0 ELSE 1 END AS 工作经费,
    5 - CASE WHEN 二册一本齐全规范 THEN 0 ELSE 3 END - CASE WHEN 电子档案及时上报 THEN 0 ELSE 2 END AS 档案资料,
    5 * 国家级表彰数 + 3 * 省部级表彰数 + 2 * 市厅级表彰数 AS 加分,
    3 * 支部书面检查次数 + 4 * 支部责令整改次数 + 5 * 支部通报批评次数 + 党员诫勉人次 + 2 * 党员通报批评人次 + 3 * 党员停职免职人次 AS 减分,
    NOT 配备书记 OR (换届延期月数 > 12 AND NOT 履行延期换届程序) OR 班子重大违法违纪 OR 违规发展党员 OR NUMBER(党员群众满意度) < 60 OR 重大事件恶劣影响
      OR 其他不符合情形 AS vetoed
  FROM 党支部
  WHERE 未开展制度项数 + 不规范制度项数 <= 3 AND READABLE
), t AS (
  SELECT s.*, GREATEST(0, 组织覆盖 + 组织设置 + 组织调整 + 支部书记 + 支部班子 + 党员队伍 + 组织生活 + 党员发展 + 党费收缴 + 工作清单 + 政治功能 + 服务功能
    + 场所设施 + 工作经费 + 档案资料 + 加分 - 减分) AS 总分
  FROM s
  FENCE
), g AS (
  SELECT t.*, CASE WHEN vetoed OR 总分 <= 60 THEN 0 WHEN 总分 < 70 THEN 1 WHEN 总分 < 80 THEN 2 WHEN 总分 < 90 THEN 3 ELSE 4 END AS grade FROM t
), c AS (
  SELECT g.*, grade = 4 AND 五星年初预报 AND 随机抽查合格 AND 综合考评得分 IS NOT NULL AS ranked FROM g
), p AS (
  SELECT c.*, ROW_NUMBER() OVER (PARTITION BY ranked ORDER BY NUMBER(综合考评得分) DESC, 总分 DESC, 编号) AS place, COUNT(*) OVER () AS n FROM c
)
SELECT 行号, 编号, 组织覆盖, 组织设置, 组织调整, 支部书记, 支部班子, 党员队伍, 组织生活, 党员发展, 党费收缴, 工作清单, 政治功能, 服务功能, 场所设施, 工作经费,
  档案资料, 加分, 减分, 总分, CASE WHEN vetoed THEN '是' ELSE '否' END AS 否决,
  CASE grade WHEN 0 THEN '不予评星' WHEN 1 THEN '一星' WHEN 2 THEN '二星' WHEN 3 THEN '三星' ELSE '四星' END AS 等次,
  CASE WHEN ranked AND place * 1000 < n * 15 + 1000 THEN '五星' ELSE
    CASE grade WHEN 0 THEN '不予评星' WHEN 1 THEN '一星' WHEN 2 THEN '二星' WHEN 3 THEN '三星' ELSE '四星' END END AS 评定结果
FROM p
