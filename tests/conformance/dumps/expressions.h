/* 算式种种
 *
 * 由 guiju 从规则文件生成，请改规则文件，不要改这里。所有数都是整数：带 n 位小数的，是原数乘以 10 的 n 次方。
 * 各列的值必须在注明的范围内，用前可用 _fault 检查。评选、定等、目标要看全部单位，不在其内；台账要先汇总成列。 */
#ifndef GUIJU_expressions_H
#define GUIJU_expressions_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 各列，每行一个值 */
struct expressions_columns {
	const int16_t *应到; /* 应到，1 至 500，名 */
	const int16_t *实到; /* 实到，0 至 500，名 */
	const int32_t *收入; /* 收入，0 至 1000000，元 */
	const int32_t *支出; /* 支出，0 至 1000000，元 */
	const int16_t *满意率; /* 满意率，0 至 10000，2 位小数，% */
	const int8_t *等第; /* 等第，0 至 2；0：甲、1：乙、2：丙 */
	const int8_t *上年等第; /* 上年等第，0 至 2；0：甲、1：乙、2：丙 */
	const int8_t *合格; /* 合格，1 是、0 否 */
	const int8_t *抽查合格; /* 抽查合格，1 是、0 否 */
};

/* 一行 */
struct expressions_row {
	int16_t 应到; /* 应到，1 至 500，名 */
	int16_t 实到; /* 实到，0 至 500，名 */
	int32_t 收入; /* 收入，0 至 1000000，元 */
	int32_t 支出; /* 支出，0 至 1000000，元 */
	int16_t 满意率; /* 满意率，0 至 10000，2 位小数，% */
	int8_t 等第; /* 等第，0 至 2；0：甲、1：乙、2：丙 */
	int8_t 上年等第; /* 上年等第，0 至 2；0：甲、1：乙、2：丙 */
	int8_t 合格; /* 合格，1 是、0 否 */
	int8_t 抽查合格; /* 抽查合格，1 是、0 否 */
};

/* 结果的各列，每行一个值；不要的写 NULL */
struct expressions_results {
	int8_t *甲类;
	int8_t *乙类;
	int16_t *一;
	int16_t *总分;
	int8_t *否决; /* 1：有否决情形 */
};

/* 一行的结果 */
struct expressions_result {
	int8_t 甲类;
	int8_t 乙类;
	int16_t 一;
	int16_t 总分;
	int8_t 否决; /* 1：有否决情形 */
};

/* 明细：各条款发生的、计入的分数（两者之差是被上限吸收的），各种情形是否出现；不要的写 NULL */
struct expressions_points {
	int8_t *情形_0; /* 结余 < 0元 */
	int8_t *情形_1; /* 到会率 在 60 至 80 */
	int8_t *情形_2; /* 较少 不满 5名 或 组数 大于 60名 */
	int8_t *情形_3; /* 实到 ÷ 应到 不满 50% */
	int8_t *情形_4; /* 等第 不等于 上年等第 且 （合格 或 非 抽查合格） */
	int8_t *情形_5; /* 人均 10元 以上 20元 以下 */
	int8_t *情形_6; /* 基数 = 100 且 打折 超过 500元 且 -结余 不高于 100元 */
	int8_t *情形_7; /* 合格 = 抽查合格 */
	int8_t *情形_8; /* 扣完为止 */
	int16_t *条款_3_发生; /* 每缺席1名扣0.5分 */
	int8_t *条款_3_计入; /* 每缺席1名扣0.5分 */
	int8_t *条款_4_发生; /* 支出多于收入扣1分 */
	int8_t *条款_4_计入; /* 支出多于收入扣1分 */
	int8_t *条款_5_发生; /* 到会率在60至80之间扣1分 */
	int8_t *条款_5_计入; /* 到会率在60至80之间扣1分 */
	int8_t *条款_6_发生; /* 不满5名扣1分 */
	int8_t *条款_6_计入; /* 不满5名扣1分 */
	int8_t *条款_7_发生; /* 实到不到应到的一半扣1分 */
	int8_t *条款_7_计入; /* 实到不到应到的一半扣1分 */
	int8_t *条款_9_发生; /* 等第与上年不同扣1分 */
	int8_t *条款_9_计入; /* 等第与上年不同扣1分 */
	int8_t *条款_10_发生; /* 人均在10元至20元之间扣1分 */
	int8_t *条款_10_计入; /* 人均在10元至20元之间扣1分 */
	int8_t *条款_11_发生; /* 基数100以上的扣1分 */
	int8_t *条款_11_计入; /* 基数100以上的扣1分 */
	int8_t *条款_12_发生; /* 差额按每万元扣 */
	int8_t *条款_12_计入; /* 差额按每万元扣 */
};

/* 一行的明细 */
struct expressions_point {
	int8_t 情形_0; /* 结余 < 0元 */
	int8_t 情形_1; /* 到会率 在 60 至 80 */
	int8_t 情形_2; /* 较少 不满 5名 或 组数 大于 60名 */
	int8_t 情形_3; /* 实到 ÷ 应到 不满 50% */
	int8_t 情形_4; /* 等第 不等于 上年等第 且 （合格 或 非 抽查合格） */
	int8_t 情形_5; /* 人均 10元 以上 20元 以下 */
	int8_t 情形_6; /* 基数 = 100 且 打折 超过 500元 且 -结余 不高于 100元 */
	int8_t 情形_7; /* 合格 = 抽查合格 */
	int8_t 情形_8; /* 扣完为止 */
	int16_t 条款_3_发生; /* 每缺席1名扣0.5分 */
	int8_t 条款_3_计入; /* 每缺席1名扣0.5分 */
	int8_t 条款_4_发生; /* 支出多于收入扣1分 */
	int8_t 条款_4_计入; /* 支出多于收入扣1分 */
	int8_t 条款_5_发生; /* 到会率在60至80之间扣1分 */
	int8_t 条款_5_计入; /* 到会率在60至80之间扣1分 */
	int8_t 条款_6_发生; /* 不满5名扣1分 */
	int8_t 条款_6_计入; /* 不满5名扣1分 */
	int8_t 条款_7_发生; /* 实到不到应到的一半扣1分 */
	int8_t 条款_7_计入; /* 实到不到应到的一半扣1分 */
	int8_t 条款_9_发生; /* 等第与上年不同扣1分 */
	int8_t 条款_9_计入; /* 等第与上年不同扣1分 */
	int8_t 条款_10_发生; /* 人均在10元至20元之间扣1分 */
	int8_t 条款_10_计入; /* 人均在10元至20元之间扣1分 */
	int8_t 条款_11_发生; /* 基数100以上的扣1分 */
	int8_t 条款_11_计入; /* 基数100以上的扣1分 */
	int8_t 条款_12_发生; /* 差额按每万元扣 */
	int8_t 条款_12_计入; /* 差额按每万元扣 */
};

enum { expressions_DECIMALS = 1, expressions_GRADES = 0 };

/* 逐行计算 rows 行。points 是 NULL：不要明细 */
void expressions_batch(const struct expressions_columns *columns, size_t rows, const struct expressions_results *results, const struct expressions_points *points);

/* 计算一行。point 可以是 NULL */
void expressions_row(const struct expressions_row *row, struct expressions_result *result, struct expressions_point *point);

/* 第一个有值超出范围的列的名称，*row 是哪一行（从 0 起）；都在范围内：NULL */
const char *expressions_fault(const struct expressions_columns *columns, size_t rows, size_t *row);

/* 等次的名称，从低到高；没有这个序号：NULL */
const char *expressions_grade(int grade);

#ifdef __cplusplus
}
#endif
#endif
