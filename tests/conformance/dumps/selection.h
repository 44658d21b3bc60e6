/* 评选种种
 *
 * 由 guiju 从规则文件生成，请改规则文件，不要改这里。所有数都是整数：带 n 位小数的，是原数乘以 10 的 n 次方。
 * 各列的值必须在注明的范围内，用前可用 _fault 检查。评选、定等、目标要看全部单位，不在其内；台账要先汇总成列。 */
#ifndef GUIJU_selection_H
#define GUIJU_selection_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 各列，每行一个值 */
struct selection_columns {
	const int8_t *差错; /* 差错，0 至 9，次 */
	const int16_t *成绩; /* 成绩，0 至 10000，2 位小数，分 */
	const int8_t *成绩_状态; /* 0 有值，1 未填，2 不适用；不是 0 时，值可以是范围内的任何数 */
	const int8_t *入党年数; /* 入党年数，0 至 80，年 */
};

/* 一行 */
struct selection_row {
	int8_t 差错; /* 差错，0 至 9，次 */
	int16_t 成绩; /* 成绩，0 至 10000，2 位小数，分 */
	int8_t 成绩_状态; /* 0 有值，1 未填，2 不适用；不是 0 时，值可以是范围内的任何数 */
	int8_t 入党年数; /* 入党年数，0 至 80，年 */
};

/* 结果的各列，每行一个值；不要的写 NULL */
struct selection_results {
	int8_t *差错;
	int8_t *考核;
	int8_t *总分;
	int8_t *否决; /* 1：有否决情形 */
	int8_t *等次_未计否决;
	int8_t *等次; /* 等次名称表中的序号，已计否决，未经评选 */
	int8_t *评选_0_条件; /* 标兵 */
	int16_t *评选_0_排序_0; /* 成绩 */
	int8_t *评选_0_排序_1; /* 入党年数 */
	int8_t *评选_1_条件; /* 先进 */
	int8_t *评选_2_条件; /* 鼓励 */
	int8_t *评选_2_排序_0; /* 入党年数 */
};

/* 一行的结果 */
struct selection_result {
	int8_t 差错;
	int8_t 考核;
	int8_t 总分;
	int8_t 否决; /* 1：有否决情形 */
	int8_t 等次_未计否决;
	int8_t 等次; /* 等次名称表中的序号，已计否决，未经评选 */
	int8_t 评选_0_条件; /* 标兵 */
	int16_t 评选_0_排序_0; /* 成绩 */
	int8_t 评选_0_排序_1; /* 入党年数 */
	int8_t 评选_1_条件; /* 先进 */
	int8_t 评选_2_条件; /* 鼓励 */
	int8_t 评选_2_排序_0; /* 入党年数 */
};

/* 明细：各条款发生的、计入的分数（两者之差是被上限吸收的），各种情形是否出现；不要的写 NULL */
struct selection_points {
	int8_t *情形_0; /* 成绩 已填 */
	int8_t *条款_3_发生; /* 差错每次扣1分 */
	int8_t *条款_3_计入; /* 差错每次扣1分 */
};

/* 一行的明细 */
struct selection_point {
	int8_t 情形_0; /* 成绩 已填 */
	int8_t 条款_3_发生; /* 差错每次扣1分 */
	int8_t 条款_3_计入; /* 差错每次扣1分 */
};

enum { selection_DECIMALS = 0, selection_GRADES = 6 };

/* 逐行计算 rows 行。points 是 NULL：不要明细 */
void selection_batch(const struct selection_columns *columns, size_t rows, const struct selection_results *results, const struct selection_points *points);

/* 计算一行。point 可以是 NULL */
void selection_row(const struct selection_row *row, struct selection_result *result, struct selection_point *point);

/* 第一个有值超出范围的列的名称，*row 是哪一行（从 0 起）；都在范围内：NULL */
const char *selection_fault(const struct selection_columns *columns, size_t rows, size_t *row);

/* 等次的名称，从低到高；没有这个序号：NULL */
const char *selection_grade(int grade);

#ifdef __cplusplus
}
#endif
#endif
