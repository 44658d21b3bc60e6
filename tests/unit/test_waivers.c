/* 不适用: which declaration governs a part, and what the rest of a whole is worth at the least. */
#include "compiler/compile.h"
#include "compiler/waivers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define CLAUSE "  条款 “每处扣1分”  每 1处 问题 扣 1分\n"

static const char rules[] =
	"标准 检查\n  满分 60分\n  各指标 扣完为止\n  不适用 折算\n"
	"数据 单位\n  编号 文本 主键\n  缺 是否\n  问题 整数（处） 0 至 9\n"
	"项目 甲 30分 不适用 计满分\n"
	"指标 甲一 10分\n  不适用 若 缺\n" CLAUSE
	"指标 甲二 20分\n  要点 8分 “一”\n" CLAUSE "  要点 12分 “二”\n    不适用 若 缺\n" CLAUSE
	"项目 乙 20分 不适用 折算\n"
	"指标 乙一 5分\n  不适用 若 缺\n" CLAUSE
	"指标 乙二 15分\n" CLAUSE
	"项目 丙 10分\n"
	"指标 丙一 10分\n  要点 4分 “三”\n    不适用 若 缺\n" CLAUSE "  要点 6分 “四”\n    不适用 若 缺\n" CLAUSE;

static int part_named(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->part_count; i++)
		if (!strcmp(model->parts[i].name, name) || !strcmp(model->parts[i].wording, name))
			return (int)i;
	fail();
	return GJ_NONE;
}

static int begin(void **state)
{
	static struct compilation compilation;
	*state = &compilation;
	return compile_text("t.gj", rules, strlen(rules), &compilation) == COMPILE_OK ? 0 : -1;
}

static int end(void **state)
{
	compilation_free(*state);
	return 0;
}

static void the_nearest_declaration_governs(void **state)
{
	const struct model *model = ((struct compilation *)*state)->model;
	assert_int_equal(waiving_of(model, part_named(model, "甲一")), WAIVING_FULL);
	assert_int_equal(waiving_of(model, part_named(model, "二")), WAIVING_FULL);
	assert_int_equal(waiving_of(model, part_named(model, "乙一")), WAIVING_SCALED);
	assert_int_equal(waiving_part(model, part_named(model, "乙一")), part_named(model, "乙"));
	assert_int_equal(waiving_part(model, part_named(model, "三")), 0);
	assert_int_equal(waiving_part(model, part_named(model, "乙")), 0);
}

static void what_may_be_scaled_back(void **state)
{
	const struct model *model = ((struct compilation *)*state)->model;
	assert_true(scales_back(model, 0));
	assert_false(scales_back(model, part_named(model, "甲")));
	assert_true(scales_back(model, part_named(model, "乙")));
	assert_false(scales_back(model, part_named(model, "丙")));
	assert_false(waivers_below(model, part_named(model, "甲")));
	assert_true(waivers_below(model, part_named(model, "丙")));
	assert_false(waivers_below(model, part_named(model, "三")));
}

/* Points have six decimals, since the total is a fraction. */
static wide least_of(const struct model *model, const char *name)
{
	return least_outward(model, part_named(model, name)) / 1000000;
}

static void the_least_that_is_owed(void **state)
{
	const struct model *model = ((struct compilation *)*state)->model;
	assert_int_equal(least_of(model, "甲"), 30);
	assert_int_equal(least_of(model, "甲二"), 20);
	assert_int_equal(model->parts[part_named(model, "乙")].least_owed / 1000000, 15);
	assert_int_equal(least_of(model, "乙"), 20);
	assert_int_equal(least_of(model, "丙一"), 4);
	assert_int_equal(model->parts[0].least_owed / 1000000, 50);
	assert_true(model->parts[part_named(model, "丙一")].may_leave);
	assert_true(model->parts[part_named(model, "丙")].may_leave);
	assert_false(model->parts[part_named(model, "甲一")].may_leave);
	assert_false(model->parts[0].may_leave);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_declaration_governs),
		cmocka_unit_test(what_may_be_scaled_back),
		cmocka_unit_test(the_least_that_is_owed),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
