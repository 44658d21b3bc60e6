/* 分档种种
 *
 * 由 guiju 从规则文件生成，请改规则文件，不要改这里。所有数都是整数：带 n 位小数的，是原数乘以 10 的 n 次方。
 * 各列的值必须在注明的范围内，用前可用 _fault 检查。评选、定等、目标要看全部单位，不在其内；台账要先汇总成列。 */
#ifndef GUIJU_tiers_H
#define GUIJU_tiers_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 各列，每行一个值 */
struct tiers_columns {
	const int16_t *成绩; /* 成绩，0 至 1000，1 位小数，分 */
	const int8_t *成绩_状态; /* 0 有值，1 未填，2 不适用；不是 0 时，值可以是范围内的任何数 */
	const int8_t *迟到; /* 迟到，0 至 10，次 */
	const int8_t *载体; /* 载体，0 至 3；0：效果好、1：效果不好、2：没有、3：不明 */
	const int8_t *等第; /* 等第，0 至 2；0：甲、1：乙、2：丙 */
};

/* 一行 */
struct tiers_row {
	int16_t 成绩; /* 成绩，0 至 1000，1 位小数，分 */
	int8_t 成绩_状态; /* 0 有值，1 未填，2 不适用；不是 0 时，值可以是范围内的任何数 */
	int8_t 迟到; /* 迟到，0 至 10，次 */
	int8_t 载体; /* 载体，0 至 3；0：效果好、1：效果不好、2：没有、3：不明 */
	int8_t 等第; /* 等第，0 至 2；0：甲、1：乙、2：丙 */
};

/* 结果的各列，每行一个值；不要的写 NULL */
struct tiers_results {
	int8_t *成绩;
	int8_t *载体;
	int8_t *等第;
	int8_t *分档;
	int8_t *总分;
	int8_t *否决; /* 1：有否决情形 */
};

/* 一行的结果 */
struct tiers_result {
	int8_t 成绩;
	int8_t 载体;
	int8_t 等第;
	int8_t 分档;
	int8_t 总分;
	int8_t 否决; /* 1：有否决情形 */
};

/* 明细：各条款发生的、计入的分数（两者之差是被上限吸收的），各种情形是否出现；不要的写 NULL */
struct tiers_points {
	int8_t *情形_0; /* 不满 60分 */
	int8_t *情形_1; /* 60分 以上 不满 80分 */
	int8_t *情形_2; /* 80分 以上 */
	int8_t *情形_3; /* 未填 */
	int8_t *情形_4; /* 效果好 */
	int8_t *情形_5; /* 效果不好 */
	int8_t *情形_6; /* 没有 */
	int8_t *情形_7; /* 其他 */
	int8_t *情形_8; /* 0次 */
	int8_t *情形_9; /* 1次 至 3次 */
	int8_t *情形_10; /* 其他 */
	int8_t *情形_11; /* 甲 */
	int8_t *情形_12; /* 乙 */
	int8_t *情形_13; /* 丙 */
	int8_t *条款_3_发生; /* 低于60分扣4分，60以上不满80分扣2分，未参加扣3分 */
	int8_t *条款_3_计入; /* 低于60分扣4分，60以上不满80分扣2分，未参加扣3分 */
	int8_t *条款_5_发生; /* 效果不好扣1分，没有扣2分 */
	int8_t *条款_5_计入; /* 效果不好扣1分，没有扣2分 */
	int8_t *条款_6_发生; /* 迟到1至3次扣0.5分，更多扣1分 */
	int8_t *条款_6_计入; /* 迟到1至3次扣0.5分，更多扣1分 */
	int8_t *条款_8_发生; /* 甲不扣，乙扣1分，丙扣2分 */
	int8_t *条款_8_计入; /* 甲不扣，乙扣1分，丙扣2分 */
};

/* 一行的明细 */
struct tiers_point {
	int8_t 情形_0; /* 不满 60分 */
	int8_t 情形_1; /* 60分 以上 不满 80分 */
	int8_t 情形_2; /* 80分 以上 */
	int8_t 情形_3; /* 未填 */
	int8_t 情形_4; /* 效果好 */
	int8_t 情形_5; /* 效果不好 */
	int8_t 情形_6; /* 没有 */
	int8_t 情形_7; /* 其他 */
	int8_t 情形_8; /* 0次 */
	int8_t 情形_9; /* 1次 至 3次 */
	int8_t 情形_10; /* 其他 */
	int8_t 情形_11; /* 甲 */
	int8_t 情形_12; /* 乙 */
	int8_t 情形_13; /* 丙 */
	int8_t 条款_3_发生; /* 低于60分扣4分，60以上不满80分扣2分，未参加扣3分 */
	int8_t 条款_3_计入; /* 低于60分扣4分，60以上不满80分扣2分，未参加扣3分 */
	int8_t 条款_5_发生; /* 效果不好扣1分，没有扣2分 */
	int8_t 条款_5_计入; /* 效果不好扣1分，没有扣2分 */
	int8_t 条款_6_发生; /* 迟到1至3次扣0.5分，更多扣1分 */
	int8_t 条款_6_计入; /* 迟到1至3次扣0.5分，更多扣1分 */
	int8_t 条款_8_发生; /* 甲不扣，乙扣1分，丙扣2分 */
	int8_t 条款_8_计入; /* 甲不扣，乙扣1分，丙扣2分 */
};

enum { tiers_DECIMALS = 1, tiers_GRADES = 0 };

/* 逐行计算 rows 行。points 是 NULL：不要明细 */
void tiers_batch(const struct tiers_columns *columns, size_t rows, const struct tiers_results *results, const struct tiers_points *points);

/* 计算一行。point 可以是 NULL */
void tiers_row(const struct tiers_row *row, struct tiers_result *result, struct tiers_point *point);

/* 第一个有值超出范围的列的名称，*row 是哪一行（从 0 起）；都在范围内：NULL */
const char *tiers_fault(const struct tiers_columns *columns, size_t rows, size_t *row);

/* 等次的名称，从低到高；没有这个序号：NULL */
const char *tiers_grade(int grade);

#ifdef __cplusplus
}
#endif
#endif
