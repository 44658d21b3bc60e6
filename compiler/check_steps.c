/* Whole steps: 每 n of a rule, and as a number in expressions. */
#include "check.h"
#include <string.h>

static bool step_unit_fits(struct checker *checker, const struct node *step, const struct node *count_node, const struct expr *count)
{
	const char *unit = literal_unit(step);
	int64_t value;
	int scale;
	if (literal_beside(step, count->unit, &value, &scale))
		return true;
	if (report_undeclared_unit(checker, count, unit, step->span))
		return false;
	const char *right = gj_arena_print(checker->arena, "%s%s", step->text, count->unit);
	struct finding *finding = report(checker->diagnostics, MSG_STEP_UNIT, step->span, source_text(checker, step->span),
		source_text(checker, count_node->span), unit_words(checker, count->unit, GJ_CHINESE), right, unit_words(checker, count->unit, GJ_ENGLISH), NULL);
	finding_fix(finding, step->span, right);
	return false;
}

/* Whole steps are certain: the step is the count's own unit, or every count is a multiple of it. */
static bool divides_always(const struct expr *count, int64_t step)
{
	if (step == 1)
		return true;
	const struct expr *factor = count->kind != EXPR_MUL ? count : count->a->kind == EXPR_CONSTANT ? count->a : count->b;
	return factor->kind == EXPR_CONSTANT && factor->value % step == 0;
}

static bool check_step(struct checker *checker, const struct node *node, const struct node *step, const struct node *count_node, struct rule *rule)
{
	int64_t value;
	int scale;
	literal_beside(step, rule->count->unit, &value, &scale);
	const char *text = source_text(checker, step->span);
	if (value <= 0) {
		report(checker->diagnostics, MSG_STEP_ZERO, step->span, text, NULL);
		return false;
	}
	if (!step_unit_fits(checker, step, count_node, rule->count))
		return false;
	if (scale > rule->count->scale) {
		report(checker->diagnostics, MSG_STEP_FINER, step->span, text, source_text(checker, count_node->span),
			decimal_text(checker->arena, rule->count->scale, 0), NULL);
		return false;
	}
	wide scaled = rescale(value, scale, rule->count->scale, GJ_ROUND_DOWN);
	rule->step = scaled > INT64_MAX ? INT64_MAX : (int64_t)scaled;
	if (strcmp(node->text, "每满") && (rule->count->exact || !divides_always(rule->count, rule->step))) {
		struct finding *finding = report(checker->diagnostics, MSG_STEP_REMAINDER, node->name_span, text,
			source_text(checker, count_node->span), NULL);
		finding_fix(finding, node->name_span, "每满");
		return false;
	}
	return true;
}

bool check_count(struct checker *checker, const struct node *word, const struct node *step, const struct node *count,
	const struct facts *facts, struct rule *rule)
{
	rule->count = count ? check_number(checker, count, facts) : NULL;
	if (!rule->count || step->kind != NODE_NUMBER)
		return false;
	if (rule->count->low < 0) {
		struct finding *finding = report(checker->diagnostics, MSG_COUNT_NEGATIVE, count->span, source_text(checker, count->span),
			value_text(checker, rule->count->low, rule->count->scale, rule->count->unit), NULL);
		note_negative(checker, finding, rule->count, facts);
		return false;
	}
	return check_step(checker, word, step, count, rule);
}

const struct expr *check_steps(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *step = ast_expression(node), *count = step ? ast_next_expression(step) : NULL;
	struct rule rule;
	if (!check_count(checker, node, step, count, facts, &rule))
		return NULL;
	const struct expr *whole = expr_constant(checker, step->span, rule.step, rule.count->scale, rule.count->unit);
	const struct expr *quotient = expr_quotient(checker, node->span, "", rule.count, whole);
	return quotient ? expr_rounded(checker, node->span, quotient, 0, GJ_ROUND_DOWN) : NULL;
}
