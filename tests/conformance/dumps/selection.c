/* 由 guiju 从规则文件生成：说明见 selection.h。 */
#include "selection.h"
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
	int8_t v6[PAGE];
	int8_t v17[PAGE];
};

/* 指标 差错 10分 */
static void part_0(const struct selection_columns *columns, const struct selection_results *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_差错 = columns->差错 + first;
	int8_t *out_差错 = results->差错 ? results->差错 + first : page->unwanted8;
	int8_t *out_考核 = results->考核 ? results->考核 + first : page->unwanted8;
	int8_t *out_总分 = results->总分 ? results->总分 + first : page->unwanted8;
	FETCH(in_差错, 0);
	FETCH(out_差错, 1);
	FETCH(out_考核, 1);
	FETCH(out_总分, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		const int8_t v6 = (int8_t)(10 - in_差错[i]);
		page->v6[i] = v6;
		/* 条款 “差错每次扣1分” 每 1次 差错 扣 1分 */
		out_差错[i] = v6;
		out_考核[i] = v6;
		out_总分[i] = v6;
	}
}

/* 等次 */
static void part_1(const struct selection_columns *columns, const struct selection_results *results, struct page *page, size_t first, size_t rows)
{
	int8_t *out_等次_未计否决 = results->等次_未计否决 ? results->等次_未计否决 + first : page->unwanted8;
	int8_t *out_等次 = results->等次 ? results->等次 + first : page->unwanted8;
	FETCH(out_等次_未计否决, 1);
	FETCH(out_等次, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		const int8_t v9 = (int8_t)((6 <= page->v6[i]) ? 1 : 0);
		const int8_t v12 = (int8_t)((9 <= page->v6[i]) ? 1 : 0);
		const int8_t v13 = (int8_t)(v9 + v12);
		out_等次_未计否决[i] = v13;
		out_等次[i] = v13;
	}
}

/* 评选 标兵 “每十个选一个” */
static void part_2(const struct selection_columns *columns, const struct selection_results *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_成绩_状态 = columns->成绩_状态 + first;
	const int16_t *in_成绩 = columns->成绩 + first;
	const int8_t *in_入党年数 = columns->入党年数 + first;
	int8_t *out_否决 = results->否决 ? results->否决 + first : page->unwanted8;
	int8_t *out_评选_0_条件 = results->评选_0_条件 ? results->评选_0_条件 + first : page->unwanted8;
	int16_t *out_评选_0_排序_0 = results->评选_0_排序_0 ? results->评选_0_排序_0 + first : page->unwanted16;
	int8_t *out_评选_0_排序_1 = results->评选_0_排序_1 ? results->评选_0_排序_1 + first : page->unwanted8;
	int8_t *out_评选_1_条件 = results->评选_1_条件 ? results->评选_1_条件 + first : page->unwanted8;
	int8_t *out_评选_2_条件 = results->评选_2_条件 ? results->评选_2_条件 + first : page->unwanted8;
	int8_t *out_评选_2_排序_0 = results->评选_2_排序_0 ? results->评选_2_排序_0 + first : page->unwanted8;
	FETCH(in_成绩_状态, 0);
	FETCH(in_成绩, 0);
	FETCH(in_入党年数, 0);
	FETCH(out_否决, 1);
	FETCH(out_评选_0_条件, 1);
	FETCH(out_评选_0_排序_0, 1);
	FETCH(out_评选_0_排序_1, 1);
	FETCH(out_评选_1_条件, 1);
	FETCH(out_评选_2_条件, 1);
	FETCH(out_评选_2_排序_0, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		const int8_t v17 = (int8_t)(!in_成绩_状态[i]);
		page->v17[i] = v17;
		out_否决[i] = 0;
		out_评选_0_条件[i] = v17;
		out_评选_0_排序_0[i] = in_成绩[i];
		out_评选_0_排序_1[i] = in_入党年数[i];
		out_评选_1_条件[i] = 1;
		out_评选_2_条件[i] = 1;
		out_评选_2_排序_0[i] = in_入党年数[i];
	}
}

static void part_3(const struct selection_columns *columns, const struct selection_points *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_差错 = columns->差错 + first;
	int8_t *out_情形_0 = results->情形_0 ? results->情形_0 + first : page->unwanted8;
	int8_t *out_条款_3_发生 = results->条款_3_发生 ? results->条款_3_发生 + first : page->unwanted8;
	int8_t *out_条款_3_计入 = results->条款_3_计入 ? results->条款_3_计入 + first : page->unwanted8;
	FETCH(out_情形_0, 1);
	FETCH(out_条款_3_发生, 1);
	FETCH(out_条款_3_计入, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		out_情形_0[i] = page->v17[i];
		out_条款_3_发生[i] = in_差错[i];
		out_条款_3_计入[i] = in_差错[i];
	}
}

static void run_page(const struct selection_columns *columns, const struct selection_results *results, const struct selection_points *points,
	struct page *page, size_t first, size_t rows)
{
	part_0(columns, results, page, first, rows);
	part_1(columns, results, page, first, rows);
	part_2(columns, results, page, first, rows);
	if (!points)
		return;
	part_3(columns, points, page, first, rows);
}

void selection_batch(const struct selection_columns *columns, size_t rows, const struct selection_results *results, const struct selection_points *points)
{
	struct page page;
	size_t first = 0;
	for (; rows - first >= PAGE; first += PAGE)
		run_page(columns, results, points, &page, first, PAGE);
	if (first < rows)
		run_page(columns, results, points, &page, first, rows - first);
}

void selection_row(const struct selection_row *row, struct selection_result *result, struct selection_point *point)
{
	const struct selection_columns columns = {
		.差错 = &row->差错,
		.成绩 = &row->成绩,
		.成绩_状态 = &row->成绩_状态,
		.入党年数 = &row->入党年数,
	};
	const struct selection_results results = {
		.差错 = &result->差错,
		.考核 = &result->考核,
		.总分 = &result->总分,
		.否决 = &result->否决,
		.等次_未计否决 = &result->等次_未计否决,
		.等次 = &result->等次,
		.评选_0_条件 = &result->评选_0_条件,
		.评选_0_排序_0 = &result->评选_0_排序_0,
		.评选_0_排序_1 = &result->评选_0_排序_1,
		.评选_1_条件 = &result->评选_1_条件,
		.评选_2_条件 = &result->评选_2_条件,
		.评选_2_排序_0 = &result->评选_2_排序_0,
	};
	if (!point) {
		selection_batch(&columns, 1, &results, NULL);
		return;
	}
	const struct selection_points points = {
		.情形_0 = &point->情形_0,
		.条款_3_发生 = &point->条款_3_发生,
		.条款_3_计入 = &point->条款_3_计入,
	};
	selection_batch(&columns, 1, &results, &points);
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

const char *selection_fault(const struct selection_columns *columns, size_t rows, size_t *row)
{
	(void)columns;
	*row = outside8(columns->差错, rows, INT64_C(0), INT64_C(9));
	if (*row < rows)
		return "差错";
	*row = outside16(columns->成绩, rows, INT64_C(0), INT64_C(10000));
	if (*row < rows)
		return "成绩";
	*row = outside8(columns->成绩_状态, rows, INT64_C(0), INT64_C(1));
	if (*row < rows)
		return "成绩";
	*row = outside8(columns->入党年数, rows, INT64_C(0), INT64_C(80));
	if (*row < rows)
		return "入党年数";
	*row = rows;
	return NULL;
}

const char *selection_grade(int grade)
{
	static const char *const names[] = {
		"不合格",
		"合格",
		"优秀",
		"鼓励",
		"先进",
		"标兵",
	};
	return grade >= 0 && grade < 6 ? names[grade] : NULL;
}
