/* 由 guiju 从规则文件生成：说明见 expressions.h。 */
#include "expressions.h"
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

enum gj_rounding { GJ_ROUND_DOWN, GJ_ROUND_UP, GJ_ROUND_HALF };

/* a / b rounded; b > 0. Cannot overflow: the result is never larger than a. Half goes away from zero. */
MAYBE_UNUSED static inline int64_t gj_divide(int64_t a, int64_t b, enum gj_rounding rounding)
{
	int64_t quotient = a / b, rest = a % b;
	if (rest == 0)
		return quotient;
	if (rounding == GJ_ROUND_DOWN)
		return rest < 0 ? quotient - 1 : quotient;
	if (rounding == GJ_ROUND_UP)
		return rest > 0 ? quotient + 1 : quotient;
	int64_t size = rest < 0 ? -rest : rest;
	if (size < b - size)
		return quotient;
	return a < 0 ? quotient - 1 : quotient + 1;
}

enum { PAGE = 64 }; /* rows worked on together: their columns stay in the nearest cache */

/* What the rows of a page hand on from one part to the next. */
struct page {
	int8_t unwanted8[PAGE];
	int16_t unwanted16[PAGE];
	int32_t unwanted32[PAGE];
	int64_t unwanted64[PAGE];
	int16_t v6[PAGE];
	int16_t v9[PAGE];
	int32_t v13[PAGE];
	int8_t v15[PAGE];
	int8_t v17[PAGE];
	int8_t v30[PAGE];
	int8_t v31[PAGE];
	int8_t v40[PAGE];
	int8_t v41[PAGE];
	int8_t v45[PAGE];
	int8_t v46[PAGE];
	int16_t v47[PAGE];
	int8_t v49[PAGE];
	int8_t v59[PAGE];
	int8_t v60[PAGE];
	int8_t v67[PAGE];
	int8_t v68[PAGE];
	int8_t v85[PAGE];
	int8_t v86[PAGE];
	int8_t v88[PAGE];
	int8_t v92[PAGE];
};

static void part_0(const struct expressions_columns *columns, const struct expressions_results *results, struct page *page, size_t first, size_t rows)
{
	const int16_t *in_应到 = columns->应到 + first;
	const int16_t *in_实到 = columns->实到 + first;
	FETCH(in_应到, 0);
	FETCH(in_实到, 0);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		const int16_t v5 = (int16_t)(in_应到[i] - in_实到[i]);
		const int16_t v6 = (int16_t)(largest16(v5, 0));
		page->v6[i] = v6;
	}
}

/* 指标 甲类 10分 */
static void part_1(const struct expressions_columns *columns, const struct expressions_results *results, struct page *page, size_t first, size_t rows)
{
	const int32_t *in_收入 = columns->收入 + first;
	const int32_t *in_支出 = columns->支出 + first;
	const int16_t *in_实到 = columns->实到 + first;
	const int16_t *in_应到 = columns->应到 + first;
	int8_t *out_甲类 = results->甲类 ? results->甲类 + first : page->unwanted8;
	FETCH(in_收入, 0);
	FETCH(in_支出, 0);
	FETCH(out_甲类, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “每缺席1名扣0.5分” 每 1名 缺席 扣 0.5分 */
		const int16_t v9 = (int16_t)(page->v6[i] * 5);
		page->v9[i] = v9;
		const int32_t v13 = (int32_t)(in_收入[i] - in_支出[i]);
		page->v13[i] = v13;
		/* 条款 “支出多于收入扣1分” 若 结余 < 0元 扣 1分 */
		const int8_t v15 = (int8_t)(v13 <= (-1));
		page->v15[i] = v15;
		const int8_t v17 = (int8_t)(v15 ? 10 : 0);
		page->v17[i] = v17;
		const int16_t v18 = (int16_t)(v9 + v17);
		const int32_t v20 = (int32_t)(in_实到[i] * 100);
		const int32_t v22 = (int32_t)(in_实到[i] * 1000);
		const int32_t v23 = (int32_t)(gj_divide((int64_t)v22, (int64_t)in_应到[i], GJ_ROUND_HALF));
		/* 条款 “到会率在60至80之间扣1分” 若 到会率 在 60 至 80 之间 扣 1分 */
		const int8_t v30 = (int8_t)((600 <= v23) & (v23 <= 800));
		page->v30[i] = v30;
		const int8_t v31 = (int8_t)(v30 ? 10 : 0);
		page->v31[i] = v31;
		const int16_t v32 = (int16_t)(v18 + v31);
		const int16_t v33 = (int16_t)(least16(in_应到[i], in_实到[i]));
		const int8_t v37 = (int8_t)(gj_divide((int64_t)in_应到[i], 7, GJ_ROUND_UP));
		/* 条款 “不满5名扣1分” 若 较少 不满 5名 或 组数 大于 60名 扣 1分 */
		const int8_t v40 = (int8_t)((v33 <= 4) | (61 <= v37));
		page->v40[i] = v40;
		const int8_t v41 = (int8_t)(v40 ? 10 : 0);
		page->v41[i] = v41;
		const int16_t v42 = (int16_t)(v32 + v41);
		/* 条款 “实到不到应到的一半扣1分” 若 实到 ÷ 应到 不满 50% 扣 1分 */
		const int16_t v44 = (int16_t)(in_应到[i] * 50);
		const int8_t v45 = (int8_t)(v20 < v44);
		page->v45[i] = v45;
		const int8_t v46 = (int8_t)(v45 ? 10 : 0);
		page->v46[i] = v46;
		const int16_t v47 = (int16_t)(v42 + v46);
		page->v47[i] = v47;
		const int16_t v48 = (int16_t)(100 - v47);
		const int8_t v49 = (int8_t)(largest16(v48, 0));
		page->v49[i] = v49;
		out_甲类[i] = v49;
	}
}

/* 指标 乙类 10分 */
static void part_2(const struct expressions_columns *columns, const struct expressions_results *results, struct page *page, size_t first, size_t rows)
{
	const int8_t *in_等第 = columns->等第 + first;
	const int8_t *in_上年等第 = columns->上年等第 + first;
	const int8_t *in_合格 = columns->合格 + first;
	const int8_t *in_抽查合格 = columns->抽查合格 + first;
	const int32_t *in_收入 = columns->收入 + first;
	const int16_t *in_应到 = columns->应到 + first;
	const int16_t *in_满意率 = columns->满意率 + first;
	int8_t *out_乙类 = results->乙类 ? results->乙类 + first : page->unwanted8;
	int16_t *out_一 = results->一 ? results->一 + first : page->unwanted16;
	int16_t *out_总分 = results->总分 ? results->总分 + first : page->unwanted16;
	int8_t *out_否决 = results->否决 ? results->否决 + first : page->unwanted8;
	FETCH(in_等第, 0);
	FETCH(in_上年等第, 0);
	FETCH(in_合格, 0);
	FETCH(in_抽查合格, 0);
	FETCH(in_满意率, 0);
	FETCH(out_乙类, 1);
	FETCH(out_一, 1);
	FETCH(out_总分, 1);
	FETCH(out_否决, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		/* 条款 “等第与上年不同扣1分” 若 等第 不等于 上年等第 且 （合格 或 非 抽查合格） 扣 1分 */
		const int8_t v59 = (int8_t)((in_等第[i] != in_上年等第[i]) & (in_合格[i] | (!in_抽查合格[i])));
		page->v59[i] = v59;
		const int8_t v60 = (int8_t)(v59 ? 10 : 0);
		page->v60[i] = v60;
		const int32_t v61 = (int32_t)(in_收入[i] * 100);
		const int32_t v62 = (int32_t)(gj_divide((int64_t)v61, (int64_t)in_应到[i], GJ_ROUND_DOWN));
		/* 条款 “人均在10元至20元之间扣1分” 若 人均 10元 以上 20元 以下 扣 1分 */
		const int8_t v67 = (int8_t)((1000 <= v62) & (v62 <= 2000));
		page->v67[i] = v67;
		const int8_t v68 = (int8_t)(v67 ? 10 : 0);
		page->v68[i] = v68;
		const int8_t v69 = (int8_t)(v60 + v68);
		const int8_t v73 = (int8_t)(((in_等第[i] <= 0) | (in_等第[i] == 1)) ? 100 : 50);
		const int64_t v76 = (int64_t)((int64_t)in_收入[i] * (int64_t)in_满意率[i]);
		/* 条款 “基数100以上的扣1分” 若 基数 = 100 且 打折 超过 500元 且 -结余 不高于 100元 扣 1分 */
		const int32_t v83 = (int32_t)(page->v13[i] * (-1));
		const int8_t v85 = (int8_t)(((100 <= v73) & (5000001 <= v76)) & (v83 <= 100));
		page->v85[i] = v85;
		const int8_t v86 = (int8_t)(v85 ? 10 : 0);
		page->v86[i] = v86;
		const int8_t v87 = (int8_t)(v69 + v86);
		/* 条款 “差额按每万元扣” 若 合格 = 抽查合格 扣 若 结余 不低于 0元 则 0.1分 否则 0.2分 */
		const int8_t v88 = (int8_t)(in_合格[i] == in_抽查合格[i]);
		page->v88[i] = v88;
		const int8_t v91 = (int8_t)((0 <= page->v13[i]) ? 1 : 2);
		const int8_t v92 = (int8_t)(v88 ? v91 : 0);
		page->v92[i] = v92;
		const int8_t v93 = (int8_t)(v87 + v92);
		const int8_t v94 = (int8_t)(100 - v93);
		const int16_t v95 = (int16_t)(page->v49[i] + v94);
		out_乙类[i] = v94;
		out_一[i] = v95;
		out_总分[i] = v95;
		out_否决[i] = 0;
	}
}

/* 指标 甲类 10分 */
static void part_3(const struct expressions_columns *columns, const struct expressions_points *results, struct page *page, size_t first, size_t rows)
{
	int8_t *out_情形_0 = results->情形_0 ? results->情形_0 + first : page->unwanted8;
	int8_t *out_情形_1 = results->情形_1 ? results->情形_1 + first : page->unwanted8;
	int8_t *out_情形_2 = results->情形_2 ? results->情形_2 + first : page->unwanted8;
	int8_t *out_情形_3 = results->情形_3 ? results->情形_3 + first : page->unwanted8;
	int8_t *out_情形_4 = results->情形_4 ? results->情形_4 + first : page->unwanted8;
	int8_t *out_情形_5 = results->情形_5 ? results->情形_5 + first : page->unwanted8;
	int8_t *out_情形_6 = results->情形_6 ? results->情形_6 + first : page->unwanted8;
	int8_t *out_情形_7 = results->情形_7 ? results->情形_7 + first : page->unwanted8;
	int8_t *out_情形_8 = results->情形_8 ? results->情形_8 + first : page->unwanted8;
	int16_t *out_条款_3_发生 = results->条款_3_发生 ? results->条款_3_发生 + first : page->unwanted16;
	int8_t *out_条款_3_计入 = results->条款_3_计入 ? results->条款_3_计入 + first : page->unwanted8;
	int8_t *out_条款_4_发生 = results->条款_4_发生 ? results->条款_4_发生 + first : page->unwanted8;
	int8_t *out_条款_4_计入 = results->条款_4_计入 ? results->条款_4_计入 + first : page->unwanted8;
	int8_t *out_条款_5_发生 = results->条款_5_发生 ? results->条款_5_发生 + first : page->unwanted8;
	int8_t *out_条款_5_计入 = results->条款_5_计入 ? results->条款_5_计入 + first : page->unwanted8;
	int8_t *out_条款_6_发生 = results->条款_6_发生 ? results->条款_6_发生 + first : page->unwanted8;
	int8_t *out_条款_6_计入 = results->条款_6_计入 ? results->条款_6_计入 + first : page->unwanted8;
	int8_t *out_条款_7_发生 = results->条款_7_发生 ? results->条款_7_发生 + first : page->unwanted8;
	int8_t *out_条款_7_计入 = results->条款_7_计入 ? results->条款_7_计入 + first : page->unwanted8;
	int8_t *out_条款_9_发生 = results->条款_9_发生 ? results->条款_9_发生 + first : page->unwanted8;
	int8_t *out_条款_9_计入 = results->条款_9_计入 ? results->条款_9_计入 + first : page->unwanted8;
	int8_t *out_条款_10_发生 = results->条款_10_发生 ? results->条款_10_发生 + first : page->unwanted8;
	int8_t *out_条款_10_计入 = results->条款_10_计入 ? results->条款_10_计入 + first : page->unwanted8;
	int8_t *out_条款_11_发生 = results->条款_11_发生 ? results->条款_11_发生 + first : page->unwanted8;
	int8_t *out_条款_11_计入 = results->条款_11_计入 ? results->条款_11_计入 + first : page->unwanted8;
	int8_t *out_条款_12_发生 = results->条款_12_发生 ? results->条款_12_发生 + first : page->unwanted8;
	int8_t *out_条款_12_计入 = results->条款_12_计入 ? results->条款_12_计入 + first : page->unwanted8;
	FETCH(out_情形_0, 1);
	FETCH(out_情形_1, 1);
	FETCH(out_情形_2, 1);
	FETCH(out_情形_3, 1);
	FETCH(out_情形_4, 1);
	FETCH(out_情形_5, 1);
	FETCH(out_情形_6, 1);
	FETCH(out_情形_7, 1);
	FETCH(out_情形_8, 1);
	FETCH(out_条款_3_发生, 1);
	FETCH(out_条款_3_计入, 1);
	FETCH(out_条款_4_发生, 1);
	FETCH(out_条款_4_计入, 1);
	FETCH(out_条款_5_发生, 1);
	FETCH(out_条款_5_计入, 1);
	FETCH(out_条款_6_发生, 1);
	FETCH(out_条款_6_计入, 1);
	FETCH(out_条款_7_发生, 1);
	FETCH(out_条款_7_计入, 1);
	FETCH(out_条款_9_发生, 1);
	FETCH(out_条款_9_计入, 1);
	FETCH(out_条款_10_发生, 1);
	FETCH(out_条款_10_计入, 1);
	FETCH(out_条款_11_发生, 1);
	FETCH(out_条款_11_计入, 1);
	FETCH(out_条款_12_发生, 1);
	FETCH(out_条款_12_计入, 1);
	(void)columns, (void)results, (void)page, (void)first;
	INDEPENDENT
	for (size_t i = 0; i < rows; i++) {
		const int8_t v98 = (int8_t)(101 <= page->v47[i]);
		/* 条款 “每缺席1名扣0.5分” 每 1名 缺席 扣 0.5分 */
		const int8_t v99 = (int8_t)(least16(page->v9[i], 100));
		/* 条款 “支出多于收入扣1分” 若 结余 < 0元 扣 1分 */
		const int8_t v101 = (int8_t)(100 - v99);
		const int8_t v102 = (int8_t)(least8(page->v17[i], v101));
		const int8_t v103 = (int8_t)(v99 + v102);
		const int8_t v104 = (int8_t)(least8(v103, 100));
		/* 条款 “到会率在60至80之间扣1分” 若 到会率 在 60 至 80 之间 扣 1分 */
		const int8_t v105 = (int8_t)(100 - v104);
		const int8_t v106 = (int8_t)(least8(page->v31[i], v105));
		const int8_t v107 = (int8_t)(v104 + v106);
		const int8_t v108 = (int8_t)(least8(v107, 100));
		/* 条款 “不满5名扣1分” 若 较少 不满 5名 或 组数 大于 60名 扣 1分 */
		const int8_t v109 = (int8_t)(100 - v108);
		const int8_t v110 = (int8_t)(least8(page->v41[i], v109));
		const int8_t v111 = (int8_t)(v108 + v110);
		const int8_t v112 = (int8_t)(least8(v111, 100));
		/* 条款 “实到不到应到的一半扣1分” 若 实到 ÷ 应到 不满 50% 扣 1分 */
		const int8_t v113 = (int8_t)(100 - v112);
		const int8_t v114 = (int8_t)(least8(page->v46[i], v113));
		out_情形_0[i] = page->v15[i];
		out_情形_1[i] = page->v30[i];
		out_情形_2[i] = page->v40[i];
		out_情形_3[i] = page->v45[i];
		out_情形_4[i] = page->v59[i];
		out_情形_5[i] = page->v67[i];
		out_情形_6[i] = page->v85[i];
		out_情形_7[i] = page->v88[i];
		out_情形_8[i] = v98;
		out_条款_3_发生[i] = page->v9[i];
		out_条款_3_计入[i] = v99;
		out_条款_4_发生[i] = page->v17[i];
		out_条款_4_计入[i] = v102;
		out_条款_5_发生[i] = page->v31[i];
		out_条款_5_计入[i] = v106;
		out_条款_6_发生[i] = page->v41[i];
		out_条款_6_计入[i] = v110;
		out_条款_7_发生[i] = page->v46[i];
		out_条款_7_计入[i] = v114;
		out_条款_9_发生[i] = page->v60[i];
		out_条款_9_计入[i] = page->v60[i];
		out_条款_10_发生[i] = page->v68[i];
		out_条款_10_计入[i] = page->v68[i];
		out_条款_11_发生[i] = page->v86[i];
		out_条款_11_计入[i] = page->v86[i];
		out_条款_12_发生[i] = page->v92[i];
		out_条款_12_计入[i] = page->v92[i];
	}
}

static void run_page(const struct expressions_columns *columns, const struct expressions_results *results, const struct expressions_points *points,
	struct page *page, size_t first, size_t rows)
{
	part_0(columns, results, page, first, rows);
	part_1(columns, results, page, first, rows);
	part_2(columns, results, page, first, rows);
	if (!points)
		return;
	part_3(columns, points, page, first, rows);
}

void expressions_batch(const struct expressions_columns *columns, size_t rows, const struct expressions_results *results, const struct expressions_points *points)
{
	struct page page;
	size_t first = 0;
	for (; rows - first >= PAGE; first += PAGE)
		run_page(columns, results, points, &page, first, PAGE);
	if (first < rows)
		run_page(columns, results, points, &page, first, rows - first);
}

void expressions_row(const struct expressions_row *row, struct expressions_result *result, struct expressions_point *point)
{
	const struct expressions_columns columns = {
		.应到 = &row->应到,
		.实到 = &row->实到,
		.收入 = &row->收入,
		.支出 = &row->支出,
		.满意率 = &row->满意率,
		.等第 = &row->等第,
		.上年等第 = &row->上年等第,
		.合格 = &row->合格,
		.抽查合格 = &row->抽查合格,
	};
	const struct expressions_results results = {
		.甲类 = &result->甲类,
		.乙类 = &result->乙类,
		.一 = &result->一,
		.总分 = &result->总分,
		.否决 = &result->否决,
	};
	if (!point) {
		expressions_batch(&columns, 1, &results, NULL);
		return;
	}
	const struct expressions_points points = {
		.情形_0 = &point->情形_0,
		.情形_1 = &point->情形_1,
		.情形_2 = &point->情形_2,
		.情形_3 = &point->情形_3,
		.情形_4 = &point->情形_4,
		.情形_5 = &point->情形_5,
		.情形_6 = &point->情形_6,
		.情形_7 = &point->情形_7,
		.情形_8 = &point->情形_8,
		.条款_3_发生 = &point->条款_3_发生,
		.条款_3_计入 = &point->条款_3_计入,
		.条款_4_发生 = &point->条款_4_发生,
		.条款_4_计入 = &point->条款_4_计入,
		.条款_5_发生 = &point->条款_5_发生,
		.条款_5_计入 = &point->条款_5_计入,
		.条款_6_发生 = &point->条款_6_发生,
		.条款_6_计入 = &point->条款_6_计入,
		.条款_7_发生 = &point->条款_7_发生,
		.条款_7_计入 = &point->条款_7_计入,
		.条款_9_发生 = &point->条款_9_发生,
		.条款_9_计入 = &point->条款_9_计入,
		.条款_10_发生 = &point->条款_10_发生,
		.条款_10_计入 = &point->条款_10_计入,
		.条款_11_发生 = &point->条款_11_发生,
		.条款_11_计入 = &point->条款_11_计入,
		.条款_12_发生 = &point->条款_12_发生,
		.条款_12_计入 = &point->条款_12_计入,
	};
	expressions_batch(&columns, 1, &results, &points);
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

const char *expressions_fault(const struct expressions_columns *columns, size_t rows, size_t *row)
{
	(void)columns;
	*row = outside16(columns->应到, rows, INT64_C(1), INT64_C(500));
	if (*row < rows)
		return "应到";
	*row = outside16(columns->实到, rows, INT64_C(0), INT64_C(500));
	if (*row < rows)
		return "实到";
	*row = outside32(columns->收入, rows, INT64_C(0), INT64_C(1000000));
	if (*row < rows)
		return "收入";
	*row = outside32(columns->支出, rows, INT64_C(0), INT64_C(1000000));
	if (*row < rows)
		return "支出";
	*row = outside16(columns->满意率, rows, INT64_C(0), INT64_C(10000));
	if (*row < rows)
		return "满意率";
	*row = outside8(columns->等第, rows, INT64_C(0), INT64_C(2));
	if (*row < rows)
		return "等第";
	*row = outside8(columns->上年等第, rows, INT64_C(0), INT64_C(2));
	if (*row < rows)
		return "上年等第";
	*row = outside8(columns->合格, rows, INT64_C(0), INT64_C(1));
	if (*row < rows)
		return "合格";
	*row = outside8(columns->抽查合格, rows, INT64_C(0), INT64_C(1));
	if (*row < rows)
		return "抽查合格";
	*row = rows;
	return NULL;
}

const char *expressions_grade(int grade)
{
	(void)grade;
	return NULL;
}
