/* 由 guiju 从规则文件生成：说明见 tiers.h。 */
#include "tiers.h"
#include <string.h>

_Static_assert(sizeof(int) >= 4, "int has 32 bits or more");

#if defined(__GNUC__)
#define MAYBE_UNUSED __attribute__((unused))
/* Asks the memory for the next page of a column, to be read (0) or written (1). Beyond the last row nothing comes of it. */
#define FETCH(column, write) \
	for (size_t at = PAGE * sizeof *(column); at < 2 * PAGE * sizeof *(column); at += 64) \
		__builtin_prefetch((const void *)((uintptr_t)(column) + at), write)
#else
#define MAYBE_UNUSED
#define FETCH(column, write) ((void)0)
#endif
/* Rows don't depend on each other. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT
#endif

/* Whole numbers alone: every range was proved when this was made. */
#define ORDER(bits, type) \
	MAYBE_UNUSED static inline type least##bits(type a, type b) { return a < b ? a : b; } \
	MAYBE_UNUSED static inline type largest##bits(type a, type b) { return a > b ? a : b; }
ORDER(8, int8_t)
ORDER(16, int16_t)
ORDER(32, int32_t)
ORDER(64, int64_t)

enum { PAGE = 64 }; /* rows worked on together: their columns stay in the nearest cache */

/* What the rows of a page hand on from one part to the next. */
struct page {
	int8_t unwanted8[PAGE];
	int16_t unwanted16[PAGE];
	int32_t unwanted32[PAGE];
	int64_t unwanted64[PAGE];
	int8_t v4[PAGE];
	int8_t v8[PAGE];
	int8_t v18[PAGE];
	int8_t v30[PAGE];
	int8_t v32[PAGE];
	int8_t v34[PAGE];
	int8_t v36[PAGE];
	int8_t v38[PAGE];
	int8_t v43[PAGE];
	int8_t v47[PAGE];
	int8_t v50[PAGE];
	int8_t v53[PAGE];
	int8_t v55[PAGE];
	int8_t v58[PAGE];
	int8_t v62[PAGE];
	int8_t v66[PAGE];
	int8_t v68[PAGE];
	int8_t v70[PAGE];
};

/* 指标 成绩 4分 */
static void part_0(const struct tiers_columns *columns, const struct tiers_results *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_成绩_状态 = columns->成绩_状态 + first;
	const int16_t *in_成绩 = columns->成绩 + first;
	int8_t *out_成绩 = results->成绩 ? results->成绩 + first : page->unwanted8;
	FETCH(in_成绩_状态, 0);
	FETCH(in_成绩, 0);
	FETCH(out_成绩, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “低于60分扣4分，60以上不满80分扣2分，未参加扣3分” 按 成绩 分档 不满 60分 扣 4分 60分 以上 不满 80分 扣 2分 80分 以上 不扣 未填 扣 3分 */
		const int8_t v4 = (int8_t)(!in_成绩_状态[i]);
		page->v4[i] = v4;
		const int8_t v8 = (int8_t)(v4 & (in_成绩[i] <= 599));
		page->v8[i] = v8;
		const int8_t v12 = (int8_t)(v8 ? 40 : 0);
		const int8_t v18 = (int8_t)(v4 & ((600 <= in_成绩[i]) & (in_成绩[i] <= 799)));
		page->v18[i] = v18;
		const int8_t v21 = (int8_t)(v18 ? 20 : 0);
		const int8_t v22 = (int8_t)(v12 + v21);
		const int8_t v29 = (int8_t)(in_成绩_状态[i] ? 30 : 0);
		const int8_t v30 = (int8_t)(v22 + v29);
		page->v30[i] = v30;
		const int8_t v32 = (int8_t)(40 - v30);
		page->v32[i] = v32;
		out_成绩[i] = v32;
	}
}

/* 指标 载体 4分 */
static void part_1(const struct tiers_columns *columns, const struct tiers_results *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_载体 = columns->载体 + first;
	const int8_t *in_迟到 = columns->迟到 + first;
	int8_t *out_载体 = results->载体 ? results->载体 + first : page->unwanted8;
	FETCH(in_载体, 0);
	FETCH(in_迟到, 0);
	FETCH(out_载体, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “效果不好扣1分，没有扣2分” 按 载体 分档 效果好 不扣 效果不好 扣 1分 没有 扣 2分 其他 扣 0.5分 */
		const int8_t v34 = (int8_t)(in_载体[i] <= 0);
		page->v34[i] = v34;
		const int8_t v36 = (int8_t)(in_载体[i] == 1);
		page->v36[i] = v36;
		const int8_t v37 = (int8_t)(v36 ? 10 : 0);
		const int8_t v38 = (int8_t)(in_载体[i] == 2);
		page->v38[i] = v38;
		const int8_t v39 = (int8_t)(v38 ? 20 : 0);
		const int8_t v40 = (int8_t)(v37 + v39);
		const int8_t v43 = (int8_t)(v38 | (v34 | v36));
		page->v43[i] = v43;
		const int8_t v46 = (int8_t)(v43 ? 0 : 5);
		const int8_t v47 = (int8_t)(v40 + v46);
		page->v47[i] = v47;
		/* 条款 “迟到1至3次扣0.5分，更多扣1分” 按 迟到 分档 0次 不扣 1次 至 3次 扣 0.5分 其他 扣 1分 */
		const int8_t v50 = (int8_t)(in_迟到[i] <= 0);
		page->v50[i] = v50;
		const int8_t v53 = (int8_t)((1 <= in_迟到[i]) & (in_迟到[i] <= 3));
		page->v53[i] = v53;
		const int8_t v54 = (int8_t)(v53 ? 5 : 0);
		const int8_t v55 = (int8_t)(v50 | v53);
		page->v55[i] = v55;
		const int8_t v57 = (int8_t)(v55 ? 0 : 10);
		const int8_t v58 = (int8_t)(v54 + v57);
		page->v58[i] = v58;
		const int8_t v60 = (int8_t)(v47 + v58);
		const int8_t v61 = (int8_t)(40 - v60);
		const int8_t v62 = (int8_t)(page->v32[i] + v61);
		page->v62[i] = v62;
		out_载体[i] = v61;
	}
}

/* 指标 等第 2分 */
static void part_2(const struct tiers_columns *columns, const struct tiers_results *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_等第 = columns->等第 + first;
	int8_t *out_等第 = results->等第 ? results->等第 + first : page->unwanted8;
	int8_t *out_分档 = results->分档 ? results->分档 + first : page->unwanted8;
	int8_t *out_总分 = results->总分 ? results->总分 + first : page->unwanted8;
	int8_t *out_否决 = results->否决 ? results->否决 + first : page->unwanted8;
	FETCH(in_等第, 0);
	FETCH(out_等第, 1);
	FETCH(out_分档, 1);
	FETCH(out_总分, 1);
	FETCH(out_否决, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “甲不扣，乙扣1分，丙扣2分” 按 等第 分档 甲 不扣 乙 扣 1分 丙 扣 2分 */
		const int8_t v66 = (int8_t)(in_等第[i] == 1);
		page->v66[i] = v66;
		const int8_t v67 = (int8_t)(v66 ? 10 : 0);
		const int8_t v68 = (int8_t)(2 <= in_等第[i]);
		page->v68[i] = v68;
		const int8_t v69 = (int8_t)(v68 ? 20 : 0);
		const int8_t v70 = (int8_t)(v67 + v69);
		page->v70[i] = v70;
		const int8_t v72 = (int8_t)(20 - v70);
		const int8_t v73 = (int8_t)(page->v62[i] + v72);
		out_等第[i] = v72;
		out_分档[i] = v73;
		out_总分[i] = v73;
		out_否决[i] = 0;
	}
}

/* 指标 成绩 4分 */
static void part_3(const struct tiers_columns *columns, const struct tiers_points *results, struct page *page, size_t first, size_t rows)
{
	const int16_t *in_成绩 = columns->成绩 + first;
	int8_t *out_情形_2 = results->情形_2 ? results->情形_2 + first : page->unwanted8;
	FETCH(out_情形_2, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “低于60分扣4分，60以上不满80分扣2分，未参加扣3分” 按 成绩 分档 不满 60分 扣 4分 60分 以上 不满 80分 扣 2分 80分 以上 不扣 未填 扣 3分 */
		const int8_t v26 = (int8_t)(page->v4[i] & (800 <= in_成绩[i]));
		out_情形_2[i] = v26;
	}
}

/* 指标 载体 4分 */
static void part_4(const struct tiers_columns *columns, const struct tiers_points *results, struct page *page, size_t first, size_t rows)
{
	int8_t *out_情形_7 = results->情形_7 ? results->情形_7 + first : page->unwanted8;
	int8_t *out_情形_10 = results->情形_10 ? results->情形_10 + first : page->unwanted8;
	FETCH(out_情形_7, 1);
	FETCH(out_情形_10, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “效果不好扣1分，没有扣2分” 按 载体 分档 效果好 不扣 效果不好 扣 1分 没有 扣 2分 其他 扣 0.5分 */
		const int8_t v44 = (int8_t)(!page->v43[i]);
		/* 条款 “迟到1至3次扣0.5分，更多扣1分” 按 迟到 分档 0次 不扣 1次 至 3次 扣 0.5分 其他 扣 1分 */
		const int8_t v56 = (int8_t)(!page->v55[i]);
		out_情形_7[i] = v44;
		out_情形_10[i] = v56;
	}
}

/* 指标 等第 2分 */
static void part_5(const struct tiers_columns *columns, const struct tiers_points *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_等第 = columns->等第 + first;
	int8_t *out_情形_11 = results->情形_11 ? results->情形_11 + first : page->unwanted8;
	FETCH(out_情形_11, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “甲不扣，乙扣1分，丙扣2分” 按 等第 分档 甲 不扣 乙 扣 1分 丙 扣 2分 */
		const int8_t v65 = (int8_t)(in_等第[i] <= 0);
		out_情形_11[i] = v65;
	}
}

/* 指标 成绩 4分 */
static void part_6(const struct tiers_columns *columns, const struct tiers_points *results, struct page *page, size_t first, size_t rows)
{
	int8_t *out_条款_3_发生 = results->条款_3_发生 ? results->条款_3_发生 + first : page->unwanted8;
	int8_t *out_条款_3_计入 = results->条款_3_计入 ? results->条款_3_计入 + first : page->unwanted8;
	FETCH(out_条款_3_发生, 1);
	FETCH(out_条款_3_计入, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “低于60分扣4分，60以上不满80分扣2分，未参加扣3分” 按 成绩 分档 不满 60分 扣 4分 60分 以上 不满 80分 扣 2分 80分 以上 不扣 未填 扣 3分 */
		const int8_t v75 = (int8_t)(least8(page->v30[i], 40));
		out_条款_3_发生[i] = v75;
		out_条款_3_计入[i] = v75;
	}
}

/* 指标 载体 4分 */
static void part_7(const struct tiers_columns *columns, const struct tiers_points *results, struct page *page, size_t first, size_t rows)
{
	int8_t *out_条款_5_发生 = results->条款_5_发生 ? results->条款_5_发生 + first : page->unwanted8;
	int8_t *out_条款_5_计入 = results->条款_5_计入 ? results->条款_5_计入 + first : page->unwanted8;
	int8_t *out_条款_6_发生 = results->条款_6_发生 ? results->条款_6_发生 + first : page->unwanted8;
	int8_t *out_条款_6_计入 = results->条款_6_计入 ? results->条款_6_计入 + first : page->unwanted8;
	FETCH(out_条款_5_发生, 1);
	FETCH(out_条款_5_计入, 1);
	FETCH(out_条款_6_发生, 1);
	FETCH(out_条款_6_计入, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “效果不好扣1分，没有扣2分” 按 载体 分档 效果好 不扣 效果不好 扣 1分 没有 扣 2分 其他 扣 0.5分 */
		const int8_t v76 = (int8_t)(least8(page->v47[i], 20));
		/* 条款 “迟到1至3次扣0.5分，更多扣1分” 按 迟到 分档 0次 不扣 1次 至 3次 扣 0.5分 其他 扣 1分 */
		const int8_t v77 = (int8_t)(least8(page->v58[i], 10));
		out_条款_5_发生[i] = v76;
		out_条款_5_计入[i] = v76;
		out_条款_6_发生[i] = v77;
		out_条款_6_计入[i] = v77;
	}
}

/* 指标 等第 2分 */
static void part_8(const struct tiers_columns *columns, const struct tiers_points *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_成绩_状态 = columns->成绩_状态 + first;
	int8_t *out_情形_0 = results->情形_0 ? results->情形_0 + first : page->unwanted8;
	int8_t *out_情形_1 = results->情形_1 ? results->情形_1 + first : page->unwanted8;
	int8_t *out_情形_3 = results->情形_3 ? results->情形_3 + first : page->unwanted8;
	int8_t *out_情形_4 = results->情形_4 ? results->情形_4 + first : page->unwanted8;
	int8_t *out_情形_5 = results->情形_5 ? results->情形_5 + first : page->unwanted8;
	int8_t *out_情形_6 = results->情形_6 ? results->情形_6 + first : page->unwanted8;
	int8_t *out_情形_8 = results->情形_8 ? results->情形_8 + first : page->unwanted8;
	int8_t *out_情形_9 = results->情形_9 ? results->情形_9 + first : page->unwanted8;
	int8_t *out_情形_12 = results->情形_12 ? results->情形_12 + first : page->unwanted8;
	int8_t *out_情形_13 = results->情形_13 ? results->情形_13 + first : page->unwanted8;
	int8_t *out_条款_8_发生 = results->条款_8_发生 ? results->条款_8_发生 + first : page->unwanted8;
	int8_t *out_条款_8_计入 = results->条款_8_计入 ? results->条款_8_计入 + first : page->unwanted8;
	FETCH(out_情形_0, 1);
	FETCH(out_情形_1, 1);
	FETCH(out_情形_3, 1);
	FETCH(out_情形_4, 1);
	FETCH(out_情形_5, 1);
	FETCH(out_情形_6, 1);
	FETCH(out_情形_8, 1);
	FETCH(out_情形_9, 1);
	FETCH(out_情形_12, 1);
	FETCH(out_情形_13, 1);
	FETCH(out_条款_8_发生, 1);
	FETCH(out_条款_8_计入, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “甲不扣，乙扣1分，丙扣2分” 按 等第 分档 甲 不扣 乙 扣 1分 丙 扣 2分 */
		const int8_t v78 = (int8_t)(least8(page->v70[i], 20));
		out_情形_0[i] = page->v8[i];
		out_情形_1[i] = page->v18[i];
		out_情形_3[i] = in_成绩_状态[i];
		out_情形_4[i] = page->v34[i];
		out_情形_5[i] = page->v36[i];
		out_情形_6[i] = page->v38[i];
		out_情形_8[i] = page->v50[i];
		out_情形_9[i] = page->v53[i];
		out_情形_12[i] = page->v66[i];
		out_情形_13[i] = page->v68[i];
		out_条款_8_发生[i] = v78;
		out_条款_8_计入[i] = v78;
	}
}

static void run_page(const struct tiers_columns *columns, const struct tiers_results *results, const struct tiers_points *points,
	struct page *page, size_t first, size_t rows)
{
	part_0(columns, results, page, first, rows);
	part_1(columns, results, page, first, rows);
	part_2(columns, results, page, first, rows);
	if (!points)
		return;
	part_3(columns, points, page, first, rows);
	part_4(columns, points, page, first, rows);
	part_5(columns, points, page, first, rows);
	part_6(columns, points, page, first, rows);
	part_7(columns, points, page, first, rows);
	part_8(columns, points, page, first, rows);
}

void tiers_batch(const struct tiers_columns *columns, size_t rows, const struct tiers_results *results, const struct tiers_points *points)
{
	struct page page;
	size_t first = 0;
	for (; rows - first >= PAGE; first += PAGE)
		run_page(columns, results, points, &page, first, PAGE);
	if (first < rows)
		run_page(columns, results, points, &page, first, rows - first);
}

void tiers_row(const struct tiers_row *row, struct tiers_result *result, struct tiers_point *point)
{
	const struct tiers_columns columns = {
		.成绩 = &row->成绩,
		.成绩_状态 = &row->成绩_状态,
		.迟到 = &row->迟到,
		.载体 = &row->载体,
		.等第 = &row->等第,
	};
	const struct tiers_results results = {
		.成绩 = &result->成绩,
		.载体 = &result->载体,
		.等第 = &result->等第,
		.分档 = &result->分档,
		.总分 = &result->总分,
		.否决 = &result->否决,
	};
	if (!point) {
		tiers_batch(&columns, 1, &results, NULL);
		return;
	}
	const struct tiers_points points = {
		.情形_0 = &point->情形_0,
		.情形_1 = &point->情形_1,
		.情形_2 = &point->情形_2,
		.情形_3 = &point->情形_3,
		.情形_4 = &point->情形_4,
		.情形_5 = &point->情形_5,
		.情形_6 = &point->情形_6,
		.情形_7 = &point->情形_7,
		.情形_8 = &point->情形_8,
		.情形_9 = &point->情形_9,
		.情形_10 = &point->情形_10,
		.情形_11 = &point->情形_11,
		.情形_12 = &point->情形_12,
		.情形_13 = &point->情形_13,
		.条款_3_发生 = &point->条款_3_发生,
		.条款_3_计入 = &point->条款_3_计入,
		.条款_5_发生 = &point->条款_5_发生,
		.条款_5_计入 = &point->条款_5_计入,
		.条款_6_发生 = &point->条款_6_发生,
		.条款_6_计入 = &point->条款_6_计入,
		.条款_8_发生 = &point->条款_8_发生,
		.条款_8_计入 = &point->条款_8_计入,
	};
	tiers_batch(&columns, 1, &results, &points);
}

MAYBE_UNUSED static size_t outside8(const int8_t *column, size_t rows, int64_t low, int64_t high)
{
	size_t row = 0;
	while (row < rows && column[row] >= low && column[row] <= high)
		row++;
	return row;
}

MAYBE_UNUSED static size_t outside16(const int16_t *column, size_t rows, int64_t low, int64_t high)
{
	size_t row = 0;
	while (row < rows && column[row] >= low && column[row] <= high)
		row++;
	return row;
}

MAYBE_UNUSED static size_t outside32(const int32_t *column, size_t rows, int64_t low, int64_t high)
{
	size_t row = 0;
	while (row < rows && column[row] >= low && column[row] <= high)
		row++;
	return row;
}

MAYBE_UNUSED static size_t outside64(const int64_t *column, size_t rows, int64_t low, int64_t high)
{
	size_t row = 0;
	while (row < rows && column[row] >= low && column[row] <= high)
		row++;
	return row;
}

const char *tiers_fault(const struct tiers_columns *columns, size_t rows, size_t *row)
{
	(void)columns;
	*row = outside16(columns->成绩, rows, INT64_C(0), INT64_C(1000));
	if (*row < rows)
		return "成绩";
	*row = outside8(columns->成绩_状态, rows, INT64_C(0), INT64_C(1));
	if (*row < rows)
		return "成绩";
	*row = outside8(columns->迟到, rows, INT64_C(0), INT64_C(10));
	if (*row < rows)
		return "迟到";
	*row = outside8(columns->载体, rows, INT64_C(0), INT64_C(3));
	if (*row < rows)
		return "载体";
	*row = outside8(columns->等第, rows, INT64_C(0), INT64_C(2));
	if (*row < rows)
		return "等第";
	*row = rows;
	return NULL;
}

const char *tiers_grade(int grade)
{
	(void)grade;
	return NULL;
}
