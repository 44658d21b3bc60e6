/* The total's own formula: 总分 = …, or the 权重 of what stands directly under the standard. */
#include "check.h"
#include <stdio.h>
#include <string.h>

static struct node *made(struct checker *checker, enum node_kind kind, struct span span, const char *text)
{
	struct node *node = ast_new(checker->arena, kind, span);
	node->text = text;
	node->name_span = span;
	return node;
}

static struct node *joined(struct checker *checker, const char *sign, struct node *left, struct node *right)
{
	return ast_add(ast_add(made(checker, NODE_BINARY, right->span, sign), left), right);
}

static bool is_weighable(const struct node *node)
{
	return node->kind == NODE_PROJECT || node->kind == NODE_ITEM;
}

/* 小计（党建） */
static struct node *score_of(struct checker *checker, const struct node *part)
{
	struct node *score = made(checker, NODE_CALL, part->name_span, part->kind == NODE_PROJECT ? "小计" : "得分");
	return ast_add(score, made(checker, NODE_NAME, part->name_span, part->text));
}

/* 小计（党建） × 40% */
static struct node *weighted(struct checker *checker, const struct node *part, const struct node *weight)
{
	struct node *score = score_of(checker, part);
	struct node *share = gj_arena_alloc(checker->arena, sizeof *share);
	*share = *ast_child(weight, NODE_NUMBER);
	share->next = NULL;
	return joined(checker, "*", score, share);
}

/* 小计（党建） × 40% + 小计（业务） × 60% */
static const char *weighted_text(struct checker *checker, struct node *const *terms, size_t count)
{
	size_t length = 0;
	const char **texts = gj_arena_alloc(checker->arena, count * sizeof *texts);
	for (size_t i = 0; i < count; i++) {
		const struct node *score = terms[i]->first;
		texts[i] = gj_arena_print(checker->arena, "%s%s（%s） × %s", i ? " + " : "", score->text, score->first->text, source_text(checker, score->next->span));
		length += strlen(texts[i]);
	}
	char *all = gj_arena_alloc(checker->arena, length + 1), *end = all;
	for (size_t i = 0; i < count; i++)
		end = stpcpy(end, texts[i]);
	return all;
}

/* Their sum, as shallow as can be: there may be thousands. */
static struct node *sum_of(struct checker *checker, struct node *const *terms, size_t count)
{
	size_t half = (count + 1) / 2;
	return count == 1 ? terms[0] : joined(checker, "+", sum_of(checker, terms, half), sum_of(checker, terms + half, count - half));
}

/* 加分 and 减分 stand outside the weights. */
static struct node *with_group(struct checker *checker, enum node_kind kind, const char *sign, const char *word, struct node *sum)
{
	if (!ast_child(checker->standard, kind))
		return sum;
	checker->model->formula_text = gj_arena_print(checker->arena, "%s %s %s", checker->model->formula_text, *sign == '+' ? "+" : "−", word);
	return joined(checker, sign, sum, made(checker, NODE_SCORE, sum->span, word));
}

/* The first 最多加至满分 of a 加分项 or, where it can't stand, of a 减分项; NULL when there is none. */
static const struct node *up_to_full(const struct checker *checker, enum node_kind kind)
{
	const struct node *found = NULL;
	for (const struct node *node = checker->standard->first; node && !found; node = node->next)
		found = node->kind == kind ? ast_child(node, NODE_ATTR_UP_TO_FULL) : NULL;
	return found;
}

/* 最小（sum、100分） */
static struct node *stopped_at_full(struct checker *checker, struct node *sum)
{
	const struct node *full = ast_child(checker->standard, NODE_ATTR_FULL);
	if (!full || !full->first)
		return sum;
	struct node *least = made(checker, NODE_CALL, sum->span, "最小"), *points = gj_arena_alloc(checker->arena, sizeof *points);
	*points = *full->first;
	points->next = points->previous = NULL;
	checker->model->formula_text = gj_arena_print(checker->arena, "最小（%s、%s）", checker->model->formula_text, source_text(checker, full->first->span));
	return ast_add(ast_add(least, sum), points);
}

/* 加分 and 减分 behind the sum of what they are added to; 加分 that are stopped at 满分 before anything is taken. */
static struct node *with_groups(struct checker *checker, struct node *sum)
{
	struct node *total = with_group(checker, NODE_BONUS, "+", "加分", sum);
	if (up_to_full(checker, NODE_BONUS))
		total = stopped_at_full(checker, total);
	return with_group(checker, NODE_PENALTY, "-", "减分", total);
}

static void check_weights_sum(struct checker *checker, wide sum, int scale, struct span place)
{
	if (sum != 100 * power_of_ten(scale))
		report(checker->diagnostics, MSG_WEIGHTS_SUM, place, value_text(checker, sum, scale, "%"), NULL);
}

/* Headings come in the order of their parts: *part is where the last one was found. */
static void keep_weight(struct checker *checker, const struct node *heading, wide weight, size_t *part)
{
	while (*part < checker->model->part_count && checker->work[*part].node != heading)
		++*part;
	if (*part < checker->model->part_count)
		checker->model->parts[*part].weight = (int64_t)weight;
}

static bool weight_value(struct checker *checker, const struct node *heading, const struct node *weight, int scale, wide *value, size_t *part)
{
	const struct node *number = ast_child(weight, NODE_NUMBER);
	if (strcmp(literal_unit(number), "%") || number->scale > scale) {
		report(checker->diagnostics, MSG_SHARE_RANGE, number->span, source_text(checker, number->span), NULL);
		return false;
	}
	wide share = rescale(number->number, number->scale, scale, GJ_ROUND_DOWN);
	keep_weight(checker, heading, share, part);
	*value += share;
	return true;
}

/* NULL when nothing has a 权重. */
static struct node *weighted_total(struct checker *checker)
{
	enum { SHARE_DECIMALS = WEIGHT_DECIMALS - 2 };
	struct node **terms = NULL;
	size_t count = 0, capacity = 0, part = 0;
	const struct node *bare = NULL;
	wide weights = 0;
	bool right = true;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		const struct node *weight = is_weighable(node) ? ast_child(node, NODE_ATTR_WEIGHT) : NULL;
		if (!weight) {
			bare = is_weighable(node) && !bare ? node : bare;
			continue;
		}
		right = weight_value(checker, node, weight, SHARE_DECIMALS, &weights, &part) && right;
		terms = gj_arena_grow(checker->arena, terms, count, &capacity, sizeof *terms);
		terms[count++] = weighted(checker, node, weight);
	}
	if (!count)
		return NULL;
	checker->model->weighted = true;
	struct node *sum = sum_of(checker, terms, count);
	checker->model->formula_text = weighted_text(checker, terms, count);
	if (bare)
		report(checker->diagnostics, MSG_WEIGHT_MISSING, bare->name_span, bare->text, NULL);
	else if (right)
		check_weights_sum(checker, weights, SHARE_DECIMALS, sum->span);
	return with_groups(checker, sum);
}

/* The plain sum in words, where something is to be done with it. */
static struct node *plain_total(struct checker *checker)
{
	struct node **terms = NULL;
	size_t count = 0, capacity = 0, length = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (!is_weighable(node))
			continue;
		terms = gj_arena_grow(checker->arena, terms, count, &capacity, sizeof *terms);
		terms[count++] = score_of(checker, node);
		length += strlen(node->text) + sizeof " + 小计（）";
	}
	if (!count)
		return NULL;
	char *text = gj_arena_alloc(checker->arena, length + 1), *end = text;
	for (size_t i = 0; i < count; i++)
		end += sprintf(end, "%s%s（%s）", i ? " + " : "", terms[i]->text, terms[i]->first->text);
	checker->model->formula_text = text;
	checker->plain_total = true;
	return with_groups(checker, sum_of(checker, terms, count));
}

/* 最多加至满分 is of 加分项, and can't be worked into a formula that is written, or into what 折算 makes of the whole. */
static void check_up_to_full(struct checker *checker, bool formula)
{
	const struct node *bonus = up_to_full(checker, NODE_BONUS), *penalty = up_to_full(checker, NODE_PENALTY);
	if (penalty)
		report(checker->diagnostics, MSG_FULL_OF_PENALTY, penalty->span, penalty->text, NULL);
	if (!bonus || (!formula && checker->model->parts[0].waiving != WAIVING_SCALED))
		return;
	checker->work[0].broken = true;
	report(checker->diagnostics, MSG_FULL_IN_FORMULA, bonus->span, bonus->text, formula ? "写了总分的算式" : "写了“不适用 折算”", NULL);
}

static void report_idle_weights(struct checker *checker, const struct node *parent, bool all)
{
	for (const struct node *node = parent->first; node; node = node->next) {
		const struct node *weight = is_weighable(node) ? ast_child(node, NODE_ATTR_WEIGHT) : NULL;
		if (weight && all)
			report(checker->diagnostics, MSG_WEIGHT_IDLE, weight->span, NULL);
		if (node->kind == NODE_PROJECT)
			report_idle_weights(checker, node, true);
	}
}

/* As written, on one line. */
static const char *one_line(struct checker *checker, struct span span)
{
	char *text = gj_arena_copy(checker->arena, checker->source->text + span.start, span.end - span.start), *out = text;
	for (const char *in = text; *in;) {
		size_t blanks = strspn(in, " \t\r\n");
		*out++ = blanks ? ' ' : *in;
		in += blanks ? blanks : 1;
	}
	*out = '\0';
	return text;
}

static const struct node *find_formula(struct checker *checker)
{
	const struct node *written = ast_child(checker->standard, NODE_ATTR_FORMULA), *formula = written ? ast_expression(written) : NULL;
	report_idle_weights(checker, checker->standard, formula != NULL);
	check_up_to_full(checker, formula != NULL);
	if (!formula) {
		const struct node *weighted = weighted_total(checker);
		return weighted || !up_to_full(checker, NODE_BONUS) ? weighted : plain_total(checker);
	}
	checker->model->formula_text = one_line(checker, formula->span);
	return formula;
}

static const struct expr *formula_value(struct checker *checker)
{
	checker->scores = SCORES_OF_PARTS;
	const struct expr *value = check_number(checker, checker->formula, NULL);
	checker->scores = SCORES_NONE;
	return value;
}

/* The value is tried before anything is known of the scores but how fine they are: scores are whole at that scale, so the formula's decimals beyond it
 * are decimals of the total. */
void check_formula_scale(struct checker *checker)
{
	checker->formula = find_formula(checker);
	if (!checker->formula)
		return;
	checker->model->point_scale = checker->amount_scale;
	const struct expr *value = formula_value(checker);
	if (!value) {
		checker->work[0].broken = true;
	} else if (strcmp(value->unit, "分")) {
		report(checker->diagnostics, MSG_AMOUNT_UNIT, checker->formula->span, checker->model->formula_text, *value->unit ? value->unit : "没有单位", NULL);
		checker->work[0].broken = true;
	} else {
		keep_point_decimals(checker, value->scale);
		checker->model->parts[0].fraction = is_fraction(value);
	}
}

bool check_formula(struct checker *checker, struct range *total)
{
	const struct expr *value = formula_value(checker);
	if (!value)
		return false;
	checker->model->total_formula = value;
	*total = expr_range(value);
	return true;
}
