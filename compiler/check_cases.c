/* 样例 and 用例: whole rows, and what is expected of them. */
#include "check.h"
#include "runtime/guiju.h"
#include <string.h>

static struct given *copied_row(struct checker *checker, const struct given *from)
{
	size_t size = checker->model->field_count * sizeof *from;
	return memcpy(gj_arena_alloc(checker->arena, size), from, size);
}

/* A sample starts from an earlier one, so there are no circles. */
static struct given *base_row(struct checker *checker, const struct node *node, const struct node **base)
{
	*base = ast_child(node, NODE_NAME);
	const struct name_entry *entry = *base ? names_find(&checker->samples, (*base)->text) : NULL;
	if (entry)
		return copied_row(checker, checker->model->samples[entry->index].row);
	if (*base)
		report_unknown(checker, MSG_SAMPLE_UNKNOWN, *base, &checker->samples, "");
	return blank_row(checker);
}

static const struct given_rows *base_ledgers(struct checker *checker, const struct node *base)
{
	const struct name_entry *entry = base ? names_find(&checker->samples, base->text) : NULL;
	return entry ? checker->model->samples[entry->index].ledgers : NULL;
}

static void check_sample(struct checker *checker, const struct node *node)
{
	const struct node *base;
	size_t unknown;
	struct given *row = base_row(checker, node, &base);
	struct given_rows *ledgers = check_given_rows(checker, node, base_ledgers(checker, base));
	apply_givens(checker, node, row, false, &unknown);
	if (!base)
		check_complete(checker, node, row, "样例", unknown);
	struct model *model = checker->model;
	if (define_name(checker, &checker->samples, node, 0, (int)model->sample_count))
		model->samples[model->sample_count++] = (struct sample){ node->text, row, ledgers };
}

/* A 指标, a 项目 or the total of which nothing applies. */
static bool expect_inapplicable(struct checker *checker, const struct node *value, struct expectation *expectation)
{
	const struct part *part = &checker->model->parts[expectation->kind == EXPECT_PART ? expectation->index : 0];
	expectation->value = GJ_INAPPLICABLE;
	if (part->may_leave && state_of_word(value->text) == GJ_NOT_APPLICABLE)
		return true;
	report(checker->diagnostics, MSG_EXPECT_APPLIES, value->span, part->kind == GJ_PART_STANDARD ? "总分" : part->name, value->text, NULL);
	return false;
}

static bool expect_points(struct checker *checker, const struct node *value, struct expectation *expectation)
{
	int64_t number;
	int scale, point_scale = checker->model->point_scale;
	if (value->kind == NODE_ABSENT)
		return expect_inapplicable(checker, value, expectation);
	if (value->kind != NODE_NUMBER)
		return false;
	literal_value(value, &number, &scale);
	const char *unit = literal_unit(value);
	if (*unit && strcmp(unit, "分")) {
		const char *right = gj_arena_print(checker->arena, "%s分", value->text);
		finding_fix(report(checker->diagnostics, MSG_POINTS_WRONG_UNIT, value->span, source_text(checker, value->span), right, NULL),
			value->span, right);
		return false;
	}
	wide scaled = scale > point_scale ? 0 : rescale(number, scale, point_scale, GJ_ROUND_DOWN);
	if (scale > point_scale || scaled > INT64_MAX) {
		report(checker->diagnostics, MSG_EXPECT_FINE, value->span, source_text(checker, value->span),
			decimal_text(checker->arena, point_scale, 0), NULL);
		return false;
	}
	expectation->value = (int64_t)scaled;
	return true;
}

static bool expect_grade(struct checker *checker, const struct node *value, struct expectation *expectation)
{
	expectation->kind = EXPECT_GRADE;
	const struct name_entry *entry = names_find(&checker->grades, value->text);
	if (entry) {
		expectation->index = entry->index;
		return true;
	}
	report_unknown(checker, MSG_GRADE_UNKNOWN, value, &checker->grades, "期望");
	return false;
}

static void report_veto_wording(struct checker *checker, const struct node *value)
{
	const struct model *model = checker->model;
	struct finding *finding = report(checker->diagnostics, MSG_VETO_WORDING, value->span, value->text, NULL);
	struct name_table wordings;
	names_begin(&wordings, checker->arena);
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_VETO && *model->parts[i].wording)
			names_add(&wordings, model->parts[i].wording, model->parts[i].wording_span, 0, 0);
	const struct name_entry *nearest = names_nearest(&wordings, value->text);
	if (nearest)
		finding_fix(finding, value->span, gj_arena_print(checker->arena, "“%s”", nearest->name));
}

static bool expect_veto(struct checker *checker, const struct node *value, struct expectation *expectation)
{
	const struct model *model = checker->model;
	expectation->kind = value->kind == NODE_BOOLEAN ? EXPECT_VETOED : EXPECT_VETO_REASON;
	expectation->value = value->kind == NODE_BOOLEAN ? value->number != 0 : 1;
	if (value->kind == NODE_BOOLEAN)
		return true;
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_VETO && !strcmp(model->parts[i].wording, value->text)) {
			expectation->index = (int)i;
			return true;
		}
	report_veto_wording(checker, value);
	return false;
}

static bool expect_part(struct checker *checker, const struct node *node, struct expectation *expectation)
{
	expectation->kind = EXPECT_PART;
	for (size_t i = 0; i < 2; i++) {
		const struct name_entry *entry = names_find(i ? &checker->projects : &checker->items, node->text);
		if (!entry)
			continue;
		expectation->index = entry->index;
		return expect_points(checker, node->first, expectation);
	}
	report_unknown(checker, MSG_PART_UNKNOWN, node, &checker->items, "");
	return false;
}

static bool check_expectation(struct checker *checker, const struct node *node, struct expectation *expectation)
{
	static const struct { const char *word; enum expect_kind kind; } totals[] = {
		{"总分", EXPECT_TOTAL}, {"加分", EXPECT_BONUS}, {"减分", EXPECT_PENALTY}};
	*expectation = (struct expectation){.span = node->span, .index = GJ_NONE};
	if (!node->first)
		return false;
	for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
		if (!strcmp(node->text, totals[i].word)) {
			expectation->kind = totals[i].kind;
			return expect_points(checker, node->first, expectation);
		}
	if (!strcmp(node->text, "等次"))
		return expect_grade(checker, node->first, expectation);
	if (!strcmp(node->text, "否决"))
		return expect_veto(checker, node->first, expectation);
	if (strcmp(node->text, "拒绝"))
		return expect_part(checker, node, expectation);
	expectation->kind = EXPECT_REJECTED;
	expectation->index = field_index_of(checker, node->first);
	return expectation->index != GJ_NONE;
}

static bool expects_rejection(const struct node *node)
{
	for (const struct node *child = node->first; child; child = child->next)
		if (child->kind == NODE_EXPECT && !strcmp(child->text, "拒绝"))
			return true;
	return false;
}

static void check_case(struct checker *checker, const struct node *node)
{
	struct model *model = checker->model;
	const struct node *base;
	size_t count = 0, unknown;
	struct test_case *test = &model->cases[model->case_count++];
	test->title = node->text;
	test->span = node->span;
	test->row = base_row(checker, node, &base);
	test->ledgers = check_given_rows(checker, node, base_ledgers(checker, base));
	apply_givens(checker, node, test->row, expects_rejection(node), &unknown);
	if (!base)
		check_complete(checker, node, test->row, "用例", unknown);
	for (const struct node *child = node->first; child; child = child->next)
		count += child->kind == NODE_EXPECT;
	test->expectations = gj_arena_alloc(checker->arena, count * sizeof *test->expectations);
	for (const struct node *child = node->first; child; child = child->next)
		if (child->kind == NODE_EXPECT && check_expectation(checker, child, &test->expectations[test->expectation_count]))
			test->expectation_count++;
}

void check_cases(struct checker *checker)
{
	size_t samples = 0, cases = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		samples += node->kind == NODE_SAMPLE;
		cases += node->kind == NODE_CASE;
	}
	checker->model->samples = gj_arena_alloc(checker->arena, samples * sizeof *checker->model->samples);
	checker->model->cases = gj_arena_alloc(checker->arena, cases * sizeof *checker->model->cases);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_SAMPLE)
			check_sample(checker, node);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_CASE)
			check_case(checker, node);
}
